"""Editing one section of a draft: its form, the result of saving, and the findings to show."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from flask import request
from werkzeug.datastructures import MultiDict

from forms import RecordKind, Section, get_kind
from forms.engine.cleaning import tidy_block, tidy_line
from forms.engine.question import Question
from forms.engine.rows import RowsQuestion
from forms.engine.source import Source
from forms.what_is_left import Matter, examined, gap_of, sections_that_may_ask
from models import Record
from protocol import BY_ID, STATEMENTS, Finding, Outcome, Stage, Weighing, formatting
from protocol.consistency import Clash
from protocol.outcomes import question_of
from records import clock, weighing
from records.access import sections_of_others
from records.drafting import from_register, saving
from records.register import lookup
from views import acceptance, conflicting, locking, pickers, replacing
from views.clashes import ShownClash, put_in
from views.remedies import Remedy, remedies
from views.web import sessions
from views.web.addresses import number_in
from views.web.guard import me

TO_ACCEPT, MAY_FOLLOW, TO_CONSIDER = "To be accepted", "May follow approval", "To consider"
REASONS = frozenset(weighing.DEPARTURE + statement.id for statement in STATEMENTS)


@dataclass
class Editing:
    """One section of a record on one person's page.

    editor: id of the page in the browser. seen: revision of the record that the page shows. saved: result of saving a
    post. errors, refused: question → message. opened: statements whose reason box somebody opened. replaced: a line for
    each answer that the register has replaced since. rearranged: question → whether it is shown, of those that saving
    made asked, facts or hidden, and of tables of which the page has other rows than the register gives.
    """

    record: Record
    form: RecordKind
    section: Section
    editor: str
    seen: int
    saved: saving.SaveResult | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    opened: frozenset[str] = frozenset()
    replaced: Sequence[str] = ()
    rearranged: Mapping[str, bool] = field(default_factory=dict)

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
        """Heading → the findings of this section that stop nothing, each thing once, and none that is left anyway."""
        found: dict[tuple[str, str], Finding] = {}
        listed = {_thing(one.question, one.source) for one in self.left}
        own = type(self.section).questions()
        for finding in self.weighed.findings:
            for part in finding.open_parts or ((finding,) if finding.is_prompt else ()):
                thing = _thing(part.question, part)
                if question_of(part.question or "") in own and _stops_nothing(part) and thing not in listed:
                    found.setdefault(thing, part)
        headings: dict[str, list[Finding]] = {heading: [] for heading in (TO_ACCEPT, MAY_FOLLOW, TO_CONSIDER)}
        for part in found.values():
            follows = MAY_FOLLOW if part.stage == Stage.FOLLOW_UP else TO_CONSIDER
            headings[TO_ACCEPT if part.waits_for_acceptance else follows].append(part)
        return {heading: parts for heading, parts in headings.items() if parts}

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
        """The stored reason for departing from a statement, or ''."""
        return str(self.record.answers.get(weighing.DEPARTURE + statement, ""))

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

    def value_text(self, question: str, value: saving.Value) -> str:
        """A conflicting value as text: see views.conflicting."""
        return conflicting.value_text(self.form, question, value, _terms())

    @cached_property
    def refilled(self) -> list[Question]:
        """The questions of this section that saving filled in from the register or rearranged, as now stored."""
        names = {*(self.saved.filled if self.saved else ()), *self.rearranged}
        section = from_stored(self.record, type(self.section)).section if names else self.section
        return [question for question in section if question.short_name in names]

    @cached_property
    def redrawn(self) -> frozenset[str]:
        """Those of `refilled` that are drawn anew; of the others only what is known: somebody may be typing there."""
        return frozenset(
            one.short_name
            for one in self.refilled
            if one.short_name in self.rearranged or one.kind == "rows" or not one.correction
        )

    @cached_property
    def sections(self) -> list[type[Section]]:
        """The sections of the record that ask anything of this child, and this one."""
        asked = self.form.asked_sections(self.record.answers)
        return [one for one in self.form.sections if one in asked or one is type(self.section)]

    @property
    def place(self) -> int:
        """The section's index among those, from 0."""
        return self.sections.index(type(self.section))

    @property
    def next_section(self) -> type[Section] | None:
        """The next section that the person may read; None after the last."""
        following = self.sections[self.place + 1 :]
        others = sections_of_others(self.record, me())
        return next((one for one in following if one.key not in others), None)


def _thing(question: str | None, source: Finding | Clash | None) -> tuple[str, str]:
    """What tells one thing that is open from another: the blanks of a question are one, whoever asks for them."""
    gap = gap_of(source) if isinstance(source, Finding) else str(Outcome.UNANSWERED)
    return question or "", gap


def _stops_nothing(finding: Finding) -> bool:
    return not (
        finding.stops_submission or finding.stage == Stage.DECISION or (finding.takes_reason and finding.reason)
    )


def asks_reason(finding: Finding, record: Record, opened: Collection[str] = ()) -> bool:
    """Whether to show a reason box: for an unmet expectation, and where a reason is stored already.

    An unanswered expectation has one only if somebody opened it, so that a blank page is not full of boxes.
    """
    written = weighing.DEPARTURE + finding.statement in record.answers
    if finding.acceptable and finding.reason:
        return written
    if finding.outcome == Outcome.DEPARTED:
        return written and finding.stage == Stage.SUBMISSION
    return finding.takes_reason and (finding.outcome == Outcome.UNMET or written or finding.statement in opened)


def from_stored(record: Record, section_class: type[Section], opened: Collection[str] = ()) -> Editing:
    """The section as last saved, on a new page. opened: statements whose reason box to show."""
    form = get_kind(record.kind)
    replaced = replacing.follow_register(record, section_class.questions()) if form.asks_register(section_class) else []
    known, today = _known(record, section_class), clock.today()
    section = section_class.from_answers(record.answers, record.typed, terms=_terms(), today=today, known=known)
    _resolve_names(section, record)
    editor = secrets.token_urlsafe(12)
    return Editing(record, form, section, editor, seen=record.revision, opened=frozenset(opened), replaced=replaced)


def from_post(record: Record, section_class: type[Section]) -> Editing:
    """Parse and save a posted section; invalid input is saved as typed.

    `take` in the post names a question of a conflict where the other person's answer wins: it is treated as not posted.
    """
    posted, editor = _without(request.form, request.form.get("take", "")), _editor_id(request.form)
    stored = from_register.refreshed(record) if section_class.has_tables_of_register() else record
    known, terms = _known(record, section_class), _terms()
    section = section_class.from_post(
        posted,
        stored.answers,
        stored.typed,
        action=posted.get("row", ""),
        terms=terms,
        today=clock.today(),
        known=known,
    )
    _resolve_names(section, record)
    before = section.shape
    form, reasons = get_kind(record.kind), _reasons(posted)
    locked = locking.locked_questions(record, section) if form.restricted else {}
    saved = saving.save_answers(
        record=record,
        by=me(),
        editor=editor,
        base_revision=number_in(posted.get("seen")),
        questions=(section.posted | reasons.keys()) - locked.keys(),
        answers=section.answers() | {name: text for name, text in reasons.items() if text},
        typed=section.typed(),
        keep_mine=posted.getlist("keep"),
    )
    if saved.changed or saved.filled:
        known = _known(saved.record, section_class)
    section.put_facts(saved.record.answers, saved.record.typed, known)
    opened = frozenset(name.removeprefix(weighing.DEPARTURE) for name in reasons)
    work = Editing(saved.record, form, section, editor, saved.next_base_revision, saved, opened=opened)
    if locked:
        work.refused = work.errors = locking.reject_changed(section, record, locked)
    # Those that stood under a radio when the page was shown have no place of their own on it.
    outdated = {one.short_name for one in section if isinstance(one, RowsQuestion) and one.is_outdated}
    shape = section.shape.items()
    work.rearranged = {name: how[0] for name, how in shape if name in outdated or how != before.get(name, how)}
    return work


def _without(posted: MultiDict[str, str], question: str) -> MultiDict[str, str]:
    """The post without one question and its controls; unchanged for ''."""
    if not question:
        return posted
    others = [(name, value) for name, value in posted.items(multi=True) if not f"{name}-".startswith(f"{question}-")]
    return MultiDict(others)


def _editor_id(posted: Mapping[str, str]) -> str:
    """The id of the posted page; a new one if it has none."""
    return tidy_line(posted.get("editor", ""))[:40] or secrets.token_urlsafe(12)


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
    for one in section.identifiers():
        if record.child and lookup.is_of_another(one.data, record.child):
            one.refuse()


def _reasons(posted: Mapping[str, str]) -> dict[str, str]:
    """Answer name → posted reason for departing; blank ones included, so that reasons can be removed."""
    return {name: tidy_block(posted[name]) for name in posted.keys() & REASONS}


def _terms() -> dict[str, str]:
    return sessions.settings().displayed_terms
