"""Editing one section of a draft: its form, the result of saving, and the findings to show."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from flask import request
from werkzeug.datastructures import MultiDict

from forms import RecordKind, Section, get_kind
from forms.engine.cleaning import tidy_line
from forms.engine.overruled import overrule, tables_with_lost_rows
from forms.engine.question import Question
from forms.engine.rows import RowsQuestion
from forms.engine.source import Source
from forms.what_is_left import Matter, besides, examined, sections_that_may_ask
from models import Record
from protocol import BY_ID, Finding, Outcome, Weighing, formatting
from protocol.consistency import Clash
from protocol.corrections import PREFIX
from protocol.outcomes import question_of
from records import clock, weighing
from records.drafting import editors, from_register, saving
from records.drafting.differences import Value, value_of
from views import acceptance, conflicting, limits, locking, pickers, posting, read_again, replacing
from views.clashes import ShownClash, put_in
from views.remedies import Remedy, asks_reason, remedies
from views.web import sessions
from views.web.addresses import number_in
from views.web.guard import me


@dataclass
class Editing:
    """One section of a record on one person's page.

    editor: id of the page in the browser. seen: revision of the record that the page shows. saved: result of saving a
    post. errors, refused: question → message; unsaved: those that are shown as posted. opened: statements whose reason
    box somebody opened. replaced: a line for each answer that the register has replaced since. rearranged: questions of
    which the page shows something else than is to be drawn, and tables of which it has other rows than the register.
    """

    record: Record
    form: RecordKind
    section: Section
    editor: str
    seen: int
    saved: saving.SaveResult | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    unsaved: Mapping[str, str] = field(default_factory=dict)
    opened: frozenset[str] = frozenset()
    replaced: Sequence[str] = ()
    rearranged: Collection[str] = ()

    @property
    def conflicts(self) -> Sequence[saving.EditConflict]:
        """What was not saved because another page changed it too."""
        return self.saved.conflicts if self.saved else ()

    @property
    def saved_at(self) -> str:
        """When the draft was last saved, as '4 March 2026 at 3:05pm'."""
        saved = clock.in_london(self.record.saved_at)
        return f"{formatting.day(saved)} at {formatting.clock_time(saved)}"

    @cached_property
    def _examined(self) -> tuple[Weighing, list[Matter]]:
        record, section = self.record, type(self.section)
        return examined(
            self.form,
            record.answers,
            partial(weighing.examine_draft, record),
            typed=record.typed,
            today=clock.today(),
            terms=_terms(),
            known=_known(record, section),
            within=section,
            unread=record.to_read,
            check=lambda question: pickers.check_text(question, record),
        )

    @property
    def weighed(self) -> Weighing:
        """The weighing of the draft as saved."""
        return self._examined[0]

    @property
    def left(self) -> list[Matter]:
        """What is left in this section, as its line of the task list and 'Check your answers' count it."""
        return self._examined[1]

    @cached_property
    def clashes(self) -> list[ShownClash]:
        """The contradictions that have a place in this section; they are on its questions too."""
        return put_in(self.section, self.record, [one.source for one in self.left if isinstance(one.source, Clash)])

    @property
    def unmet(self) -> list[tuple[Matter, Finding]]:
        """What is left because an answer does not meet a statement, with the finding that says so."""
        found = ((one, one.source) for one in self.left if isinstance(one.source, Finding))
        return [(one, finding) for one, finding in found if finding.outcome == Outcome.UNMET]

    @property
    def to_answer(self) -> list[Matter]:
        """What is left because it is blank, or because what was typed is no answer."""
        other = [*(one for one, _ in self.unmet), *(one for one in self.left if isinstance(one.source, Clash))]
        return [one for one in self.left if one not in other]

    @cached_property
    def besides(self) -> dict[str, list[Finding]]:
        """Heading → the findings of this section that stop nothing (forms.what_is_left)."""
        return besides(type(self.section), self.weighed, self.left)

    @property
    def may_ask(self) -> bool:
        """Whether answers elsewhere decide if this section, in which nothing is answered, asks for anything."""
        section, answers = type(self.section), self.record.answers
        begun = not {*self.form.applicable_answers(answers), *self.record.typed}.isdisjoint(section.questions())
        return not begun and section.key in sections_that_may_ask(self.form, answers, self.weighed)

    def reasons_asked(self, question: str) -> list[Finding]:
        """The findings whose reason box is shown beside this question."""
        return [finding for finding in self.reasons if self.beside(finding) == question]

    def beside(self, finding: Finding) -> str:
        """The top-level question beside which a finding's reason box is shown."""
        name, nested = finding.question or "", self.section.layout().nested
        while name in nested:
            name = self.section.questions()[name].when[-1][0]
        return name

    @cached_property
    def reasons(self) -> list[Finding]:
        """The findings of this section that have a reason box."""
        own = type(self.section).questions()
        here = (finding for finding in self.weighed.findings if finding.question in own)
        return [finding for finding in here if asks_reason(finding, self.record, self.opened)]

    def reason(self, statement: str) -> str:
        """The reason for departing from a statement, or '': as stored, or of two that clash this person's own."""
        name = weighing.DEPARTURE + statement
        mine = next((one.mine for one in self.conflicts if one.question == name), value_of(self.record, name))
        return str(mine[1]) if mine else ""

    def acceptors(self, finding: Finding) -> str:
        """What requires a finding's statement, and who has to accept that it is not met."""
        people, statement = acceptance.would_accept(self.record, [finding.statement]), finding.statement
        return f"The protocol ({BY_ID[statement].place}) requires this. {acceptance.accepts(people, statement)}"

    def target(self, finding: Finding) -> str:
        """The id of the control that a finding links to: its question's, or that of the condition that hides it."""
        control, asked = finding.question or "", question_of(finding.question or "")
        name = self.form.reachable(asked, self.record.answers)
        if name != asked and name in self.section:
            return str(self.section[name].focus_id)
        cells = {leaf.name: leaf.focus_id for leaf in self.section[asked].leaves()}
        return str(cells.get(control, self.section[asked].focus_id))

    def remedies(self, finding: Finding) -> list[Remedy]:
        """The buttons beside a finding: see views.remedies."""
        return remedies(self.record, finding)

    @property
    def changed_by(self) -> list[str]:
        """Who changed other answers while this page was open."""
        return conflicting.changed_by(self.saved.others.values(), me(), self.editor) if self.saved else []

    @property
    def only_mine(self) -> bool:
        """Whether all that clashes is this person's own, of another tab."""
        return all(one.by == me() for one in self.conflicts)

    def value_text(self, question: str, value: Value) -> str:
        """A conflicting value as text: see views.conflicting."""
        return conflicting.value_text(self.form, question, value, _terms())

    @cached_property
    def stored_section(self) -> Section:
        """The section as now stored."""
        return from_stored(self.record, type(self.section)).section

    @cached_property
    def refilled(self) -> list[Question]:
        """The questions of this section that saving filled in from the register or rearranged, as now stored."""
        names = {*(self.saved.filled if self.saved else ()), *self.rearranged}
        if not names:
            return []
        for name in names & self.refused.keys():
            self.stored_section[name].error = self.refused[name]
        posting.keep_removed(self.stored_section, self.section, names)
        return [question for question in self.stored_section if question.short_name in names]

    @cached_property
    def redrawn(self) -> frozenset[str]:
        """Those of `refilled` that are drawn anew; of the others only what is known: somebody may be typing there."""
        return frozenset(
            one.short_name
            for one in self.refilled
            if one.short_name in self.rearranged or one.kind == "rows" or not one.correction
        )

    @cached_property
    def recorrected(self) -> list[Question]:
        """The tables of which what stands under 'Correct this' is drawn anew, as now stored."""
        written = self.saved.changed if self.saved else ()
        names = {name for name in self.redrawn if PREFIX + name not in written}
        names |= {name.removeprefix(PREFIX) for name in self.rearranged if name.startswith(PREFIX)}
        own = self.stored_section.laid_out() if names else []
        return [one for one in own if one.short_name in names and isinstance(one, RowsQuestion) and one.corrects]

    @property
    def slots(self) -> list[Question]:
        """The questions and cells whose error slot is put in by itself, not with what is drawn anew."""
        acted = [one.short_name for one in self.acted]
        return self.section.slots(
            without={*self.redrawn, *acted, *(PREFIX + one.short_name for one in self.recorrected)}
        )

    @property
    def acted(self) -> list[RowsQuestion]:
        """The table whose row the pressed button added, removed or put back, where it is drawn."""
        return posting.acted_table(self.section)

    @cached_property
    def sections(self) -> list[type[Section]]:
        """The sections of the record that ask anything of this child, and this one."""
        asked = self.form.asked_sections(self.record.answers)
        return [one for one in self.form.sections if one in asked or one is type(self.section)]

    @property
    def place(self) -> int:
        """The section's index among those, from 0."""
        return self.sections.index(type(self.section))


def from_stored(record: Record, section_class: type[Section], opened: Collection[str] = ()) -> Editing:
    """The section as last saved, on a new page. opened: statements whose reason box to show."""
    form = get_kind(record.kind)
    replaced = replacing.follow_register(record, section_class.questions())
    known, today = _known(record, section_class), clock.today()
    section = section_class.from_answers(record.answers, record.typed, terms=_terms(), today=today, known=known)
    _resolve_names(section, record)
    if record.to_read:
        read_again.put_in(section, record)
    page = editors.new_page()
    return Editing(record, form, section, page, seen=record.revision, opened=frozenset(opened), replaced=replaced)


def from_post(record: Record, section_class: type[Section], *, whole_page: bool = True) -> Editing:
    """Parse and save a posted section; invalid input is saved as typed.

    `take` in the post names a question of a conflict where the other person's answer wins: it is treated as not posted.
    whole_page: whether a page answers, which shows what others saved since; else only its findings and facts change.
    """
    posted = posting.without(request.form, {request.form.get("take", "")})
    editor = tidy_line(posted.get("editor", ""))[: editors.LONGEST] or editors.new_page()
    stored = from_register.refreshed(record) if _has_tables_of_register(section_class) else record
    known = _known(record, section_class)
    section = _read(record, section_class, posted, stored, known)
    form, (reasons, refused) = get_kind(record.kind), limits.read_reasons(posted)
    locked = locking.locked_questions(record, section) if form.restricted else {}
    unsaved = limits.beyond_draft(record, section, reasons)
    saved = saving.save_answers(
        record=record,
        by=me(),
        editor=editor,
        base_revision=number_in(posted.get("seen")),
        questions=(section.posted | reasons.keys()) - locked.keys() - unsaved.keys(),
        answers=section.answers() | {name: text for name, text in reasons.items() if text},
        typed=section.typed() | refused,
        keep_mine=posted.getlist("keep"),
    )
    known = _known(saved.record, section_class) if saved.changed or saved.filled else known
    seen = saved.next_base_revision
    if whole_page:
        editor = editors.next_page(editor)
        if saved.newer:
            section = _read(record, section_class, posting.without(posted, saved.newer), saved.record, known)
        seen = seen if saved.conflicts else saved.record.revision
    section.put_facts(saved.record.answers, saved.record.typed, known)
    opened = frozenset(name.removeprefix(weighing.DEPARTURE) for name in reasons)
    work = Editing(saved.record, form, section, editor, seen, saved, opened=opened, unsaved=unsaved)
    if settled := section.settled():
        work.refused = work.errors = overrule(settled, posted, record.answers)
    if locked:
        work.refused = work.errors = {**work.refused, **locking.reject_changed(section, record, locked)}
    drawn_anew = {*_rearranged(section, posted.getlist("drawn")), *work.refused}
    work.rearranged = drawn_anew - tables_with_lost_rows(settled, posted)  # they stay on the page, to be copied
    if unsaved:
        work.refused = work.errors = {**work.refused, **limits.put_in(section, unsaved)}
    return work


def _read(
    record: Record,
    section_class: type[Section],
    posted: MultiDict[str, str],
    stored: from_register.Draft | Record,
    known: Mapping[str, Source],
) -> Section:
    """The posted page, with the stored answers of what was not on it."""
    section = section_class.from_post(
        posted,
        stored.answers,
        stored.typed,
        action=posted.get("row", ""),
        terms=_terms(),
        today=clock.today(),
        known=known,
    )
    _resolve_names(section, record)
    limits.refuse_beyond(section.leaves, section.answers(), section.posted, record.answers)
    return section


def _has_tables_of_register(section: type[Section]) -> bool:
    return any(question.follows and question.kind == "rows" for question in section.questions().values())


def _rearranged(section: Section, drawn: Collection[str]) -> set[str]:
    """See Editing. drawn: what the page shows, as it says itself: an answer that it lost, it does not show."""
    # Those that stood under a radio when the page was shown have no place of their own on it.
    outdated = {one.short_name for one in section if isinstance(one, RowsQuestion) and one.is_outdated}
    shown = {one.partition(" ")[0]: one for one in drawn}
    return {name for name, how in section.shape.items() if name in outdated or how != shown.get(name, "")}


def _known(record: Record, section: type[Section]) -> Mapping[str, Source]:
    """The questions that the register answers in this record; none for a section that has no such question."""
    form = get_kind(record.kind)
    if form.following.keys().isdisjoint(section.questions()):
        return {}
    return from_register.sources(form, record.answers, record.child)


def _resolve_names(section: Section, record: Record) -> None:
    for question, text, _ in section.pickers():
        pickers.resolve(question, text)
    for question in section.parts():
        pickers.check_part(question)
    for one in section.looked_up():
        pickers.check_text(one, record)


def _terms() -> dict[str, str]:
    return sessions.settings().displayed_terms
