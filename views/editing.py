"""Editing one section of a draft: its form, the result of saving, and the findings to show."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from flask import request
from werkzeug.datastructures import MultiDict

from forms import RecordKind, Section, get_kind
from forms.engine.cleaning import tidy_block, tidy_line
from forms.engine.overruled import overrule
from forms.engine.question import Question
from forms.engine.rows import RowsQuestion
from forms.engine.source import Source
from forms.what_is_left import gap_of, in_one
from models import Record
from protocol import BY_ID, STATEMENTS, Finding, Outcome, Stage, Weighing
from protocol.outcomes import OPEN, question_of
from records import clock, weighing
from records.access import sections_of_others
from records.drafting import from_register, saving
from views import acceptance, conflicting, locking, pickers, replacing
from views.clashes import ShownClash, put_in
from views.remedies import Remedy, remedies
from views.web import sessions
from views.web.addresses import number_in
from views.web.guard import me

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

    @cached_property
    def clashes(self) -> list[ShownClash]:
        """The contradictions that have a place in this section; they are on its questions too."""
        return put_in(self.section, self.record, weighing.contradictions_in(self.record))

    @cached_property
    def weighed(self) -> Weighing:
        """The weighing of the draft as saved."""
        return weighing.weigh_draft(self.record)

    @cached_property
    def findings(self) -> list[Finding]:
        """The findings to show in this section, in protocol order; one that is open once for each thing open here.

        What is open belongs to the section of its question. A finding that is met has no question, and belongs to the
        sections that cite its statement.
        """
        own, cited = type(self.section).questions(), type(self.section).cited()

        def asked(statement: str) -> bool:
            return statement in cited or BY_ID[statement].asked_at in own

        return [
            part
            for finding in self.weighed.findings
            if finding.outcome != Outcome.DOES_NOT_APPLY and finding.stage != Stage.DECISION
            for part in finding.open_parts or (finding,)
            if (question_of(part.question) in own if part.question else not part.is_open and asked(part.statement))
        ]

    @property
    def prompts(self) -> list[Finding]:
        """What the author is asked here to consider, though no statement applies that asks for it."""
        own = type(self.section).questions()
        return [one for one in self.weighed.findings if one.is_prompt and question_of(one.question or "") in own]

    @cached_property
    def needing_attention(self) -> list[Finding]:
        """The findings that are unmet or unanswered and not explained, unmet ones first."""
        open_ones = [finding for finding in self.findings if needs_attention(finding)]
        return sorted(open_ones, key=lambda finding: finding.outcome != Outcome.UNMET)

    @cached_property
    def attention(self) -> list[tuple[Finding, list[str]]]:
        """(finding, statement ids) of what needs attention, each thing once, whatever number of statements ask for it.

        That is a question that is blank, or what is not met by its answer.
        """
        found: dict[tuple[str | None, str], tuple[Finding, list[str]]] = {}
        for finding in self.needing_attention:
            key = (finding.question, gap_of(finding))
            first, statements = found.get(key, (finding, []))
            if first.outcome == Outcome.UNMET:
                first = first._replace(message=in_one(first.message, finding.message))
            found[key] = (first, [*dict.fromkeys([*statements, finding.statement])])
        return list(found.values())

    @property
    def matters(self) -> int:
        """The number of things that the protocol asks of this section, each once."""
        settled = {finding.statement for finding in self.findings} - {one.statement for one in self.needing_attention}
        return len(settled | self._closed) + len(self.attention) + len(self.clashes)

    @cached_property
    def needed_besides(self) -> int:
        """The number of answers that the record needs here though no statement asks for them."""
        record, page = self.record, type(self.section)
        if not any(one.required for one in self.section):
            return 0
        section = page.from_answers(
            record.answers, record.typed, terms=_terms(), today=clock.today(), known=_known(record, page)
        )
        return len(section.errors_on_continue(self.form.applicable_answers(record.answers)))

    @property
    def _closed(self) -> set[str]:
        """The statements that do not apply, where this section has an answer to a question that asks for them."""
        answers = self.form.applicable_answers(self.record.answers)
        answered = {cited for name, one in self.section.questions().items() if name in answers for cited in one.cites}
        outcomes = {finding.statement: finding.outcome for finding in self.weighed.findings}
        return {cited for cited in answered if outcomes.get(cited) == Outcome.DOES_NOT_APPLY}

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
        for name in names & self.refused.keys():
            section[name].error = self.refused[name]
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


def needs_attention(finding: Finding) -> bool:
    """Whether it is unmet or unanswered, and not explained."""
    return finding.outcome in OPEN and not (finding.takes_reason and finding.reason)


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
    replaced = replacing.follow_register(record, section_class.questions())
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
    if settled := section.settled():
        work.refused = work.errors = overrule(settled, posted, record.answers)
    if locked:
        work.refused = work.errors = {**work.refused, **locking.reject_changed(section, record, locked)}
    # Those that stood under a radio when the page was shown have no place of their own on it.
    outdated = {one.short_name for one in section if isinstance(one, RowsQuestion) and one.is_outdated}
    shape = section.shape.items()
    anew = outdated | work.refused.keys()
    work.rearranged = {name: how[0] for name, how in shape if name in anew or how != before.get(name, how)}
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
    for one in section.looked_up():
        pickers.check_text(one, record)


def _reasons(posted: Mapping[str, str]) -> dict[str, str]:
    """Answer name → posted reason for departing; blank ones included, so that reasons can be removed."""
    return {name: tidy_block(posted[name]) for name in posted.keys() & REASONS}


def _terms() -> dict[str, str]:
    return sessions.settings().displayed_terms
