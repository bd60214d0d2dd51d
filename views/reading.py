"""Page models for reading a record: displayed answers, findings, what prevents submission, task list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import groupby
from typing import Any

from forms import RecordKind, Section, display, get_kind
from forms.corrections import CorrectionText, corrections_in
from forms.corrections import correction_texts as _texts
from forms.engine.correction import same_answer
from forms.engine.display import typed_text
from forms.engine.rows import RowsQuestion
from forms.file_note import file_note
from forms.glance import at_a_glance
from forms.what_is_left import Matter, examined, sections_that_may_ask
from models import Record, RecordVersion, State, Step
from protocol import Finding, Weighing
from protocol.chains.telling import not_agreed
from protocol.corrections import stored_in
from protocol.outcomes import question_of
from protocol.terms import term_filler
from records import access, clock, editions, renamed, weighing
from records.amending import family
from records.deciding import correcting, decisions, exception_decisions, reasons_of_refusals, states, telling
from records.drafting import from_register, register_rows
from records.register import lookup
from records.reporting import history
from views import acceptance, comparing, outcomes, pickers
from views.web import sessions
from views.web.guard import me


@dataclass(frozen=True)
class Line:
    """One question with its displayed answer; `rows` for a table, header first.

    anchor: id of the question's control, for a link to change the answer; '' if it cannot be changed. required: whether
    the form wants an answer.
    """

    name: str
    question: str
    answer: str
    anchor: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Corrections:
    """What a record says in place of the register, and the step at which that was confirmed, or None.

    by_register: what is open with the register's values alone. today: title of a line → what the register says now,
    where that is no longer what is corrected.
    """

    lines: tuple[CorrectionText, ...]
    confirmed: Step | None
    today: Mapping[str, str]
    by_register: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Reading:
    """The content of a record for deciders and for printing.

    first_line: what it decides, in one sentence, or ''. refusals: of the same, before it. not_agreed: the steps of the
    version at which somebody could not agree or refused.
    """

    record: Record
    form: RecordKind
    version: RecordVersion | None
    sections: list[tuple[type[Section], list[Line]]]
    weighed: Weighing
    statements: Mapping[str, editions.StatementText]
    glance: tuple[tuple[str, str], ...]
    changed: comparing.Comparison | None
    first_line: str
    corrections: Corrections
    acceptance: tuple[acceptance.Line, ...]
    refusals: list[telling.RefusalText]
    not_agreed: list[Step]
    steps: Sequence[Step] = ()
    corrected: frozenset[str] = frozenset()

    @property
    def settled(self) -> list[Finding]:
        """What the decisions leave unmet: while the record waits, where somebody has decided on that statement."""
        decided = {one for step in self.steps if step.decided_at for one in step.statements}
        waits = self.version is None or self.record.state == State.SUBMITTED
        return [one for one in self.weighed.decided_against if not waits or one.statement in decided]

    @cached_property
    def unusual(self) -> frozenset[str]:
        """Keys of the sections with an answer because of which something is not met, or that corrects the register."""
        weighed = self.weighed
        found = (*weighed.departures, *weighed.lifted, *weighed.to_accept, *weighed.accepted, *weighed.stops_submission)
        names = {question_of(one.question) for one in found if one.question} | self.corrected
        return frozenset(section.key for section, rows in self.sections if names.intersection(row.name for row in rows))

    def outcome(self, finding: Finding) -> str:
        """How a finding stands, in words."""
        return outcomes.in_words(finding, self.steps, is_draft=self.version is None)

    def says(self, finding: Finding) -> str:
        """A finding's message: for its author what to do too, for everybody else the fact."""
        return finding.message if self.version is None else finding.fact


@dataclass(frozen=True)
class Task:
    """A section in the task list. colour: class of the tag; '' shows the status as plain text. left: what its page
    counts as left there.
    """

    section: type[Section]
    status: str
    colour: str
    left: int = 0


def of_record(record: Record) -> Reading:
    """The content of the current version if the record is submitted, else of the draft."""
    form = get_kind(record.kind)
    version = _standing(record)
    steps = history.steps_of(record) if version else []
    if version:
        weighed = weighing.findings_of(version, steps)
        answers = renamed.answers_in(version)
    else:
        weighed, answers = weighing.weigh_draft(record), form.applicable_answers(record.answers)
    terms = sessions.settings().displayed_terms
    glance, line = at_a_glance(form, answers, terms), form.first_line(answers, term_filler(terms))
    hidden = hidden_questions(record, form)
    shown = {name: value for name, value in answers.items() if name not in hidden}
    others = access.sections_of_others(record, me())
    weighed = weighing.without_messages(weighed, hidden)
    wanted = {question_of(one.question) for one in weighed.findings if one.is_open and one.question}
    sections = [
        (section, [replace(row, anchor="") for row in said] if section.key in others else said)
        for section, rows in lines(form, shown, record.typed if not version else {})
        if hidden.isdisjoint(section.questions())
        and (said := [row for row in rows if row.answer or row.rows or row.required or row.name in wanted])
    ]
    changed = _changed(record, form, version, answers, hidden)
    by_register = tuple(finding for finding in weighed.findings if finding.by_register and finding.is_open)
    corrections = replace(corrections_of(record, answers), by_register=by_register)
    statements = editions.statements_of(version)
    return Reading(
        record,
        form,
        version,
        sections,
        weighed,
        statements,
        glance,
        changed,
        line,
        corrections,
        acceptance.lines(record, weighed, statements),
        refusals_before(record, answers),
        not_agreed(telling.standing(steps)),
        steps,
        frozenset(stored_in(answers)),
    )


def acceptance_of(record: Record) -> tuple[acceptance.Line, ...]:
    """What the current version leaves unmet, and who has accepted that or has to; () while it is a draft."""
    version = _standing(record)
    if version is None:
        return ()
    weighed = weighing.findings_of(version, history.steps_of(record))
    shown = weighing.without_messages(weighed, hidden_questions(record, get_kind(record.kind)))
    return acceptance.lines(record, shown, editions.statements_of(version))


def refusals_before(record: Record, answers: Mapping[str, Any] | None = None) -> list[telling.RefusalText]:
    """The refusals to be read before this record."""
    answers = answers_of(record) if answers is None else answers
    steps = history.steps_of(record) if _standing(record) else []
    told = telling.earlier_refusals(record, answers, steps, sessions.settings().displayed_terms, reader=me().id)
    return reasons_of_refusals.for_reader(told, me(), later=record)


def corrections_of(record: Record, answers: Mapping[str, Any] | None = None) -> Corrections:
    """The corrections of the current version if the record is submitted, else of the draft."""
    terms = sessions.settings().displayed_terms
    answers = answers_of(record) if answers is None else answers
    lines = corrections_in(get_kind(record.kind), answers, terms)
    confirmed = correcting.confirmed_in(history.steps_of(record)) if lines and _standing(record) else None
    return Corrections(lines, confirmed, _said_today(record, answers, terms) if lines else {})


def _said_today(record: Record, answers: Mapping[str, Any], terms: Mapping[str, str]) -> dict[str, str]:
    """What the register has come to say of corrected questions, while the record can still change or be decided on."""
    if record.state in (*telling.REFUSED, *states.CLOSED) or record.child is None:
        return {}
    form, known = get_kind(record.kind), lookup.known_of(record.child)
    found, gone = dict[str, str](), "No such row any more"
    for name, correction in stored_in(answers).items():
        question = form.questions.get(name)
        if isinstance(question, RowsQuestion):
            today: Any = register_rows.given_today(question, answers, record.child)
        else:
            today = known.get(name, lookup.Known(None)).answer
        if question and not same_answer(today, correction["register"]):
            now = {one.row: one.register for one in _texts(form, name, {**correction, "register": today}, terms)}
            then = _texts(form, name, register_rows.as_today(question, correction, today), terms)
            titles = (one.question for one in _texts(form, name, correction, terms))
            says = ((title, one.register, now.get(one.row, gone)) for title, one in zip(titles, then, strict=True))
            found |= {title: said for title, before, said in says if said != before}
    return found


def _standing(record: Record) -> RecordVersion | None:
    """The current version; None while the record is a draft."""
    return None if record.state in states.UNSUBMITTED else history.version_of(record)


def _changed(
    record: Record, form: RecordKind, version: RecordVersion | None, now: Mapping[str, Any], hidden: frozenset[str]
) -> comparing.Comparison | None:
    """The changes since the previous version; None if there is none."""
    before = next((one for one in history.versions_of(record) if version is None or one.number < version.number), None)
    terms = sessions.settings().displayed_terms
    return comparing.compare(form, before, now, terms=terms, hidden=hidden) if before else None


def answers_of(record: Record) -> dict[str, Any]:
    """The applicable answers of the current version if the record is submitted, else of the draft."""
    version = _standing(record)
    return renamed.answers_in(version) if version else get_kind(record.kind).applicable_answers(record.answers)


def first_line_of(record: Record) -> str:
    """What a record decides, in one sentence; '' where it does not say, or was withdrawn."""
    if record.state == State.WITHDRAWN:
        return ""
    return get_kind(record.kind).first_line(answers_of(record), term_filler(sessions.settings().displayed_terms))


def how_decided(record: Record) -> str:
    """Who decided on an approved or refused record, and who did not agree; '' before."""
    if record.state not in (*states.BEING_SEALED, State.SEALED, State.REFUSAL_SEALED, *states.REPLACED):
        return ""
    return telling.how_decided(record, history.steps_of(record), sessions.settings().displayed_terms, reader=me().id)


def file_note_of(record: Record) -> str:
    """The plain-text note of the meeting; '' if there is none."""
    if record.state in (State.WITHDRAWN, *telling.REFUSED, *states.REPLACED) or family.is_cancellation(record):
        return ""
    return file_note(get_kind(record.kind), record.reference, answers_of(record), sessions.settings().displayed_terms)


def no_longer_holds(record: Record) -> tuple[Finding, ...]:
    """Findings that have come to block an unsealed record since, such as by an exception that lapsed."""
    if record.state in (*telling.REFUSED, *states.CLOSED):
        return ()
    form = get_kind(record.kind)
    if record.state in states.UNSUBMITTED:
        ended = exception_decisions.statements_with_ended_exception(record)
        stops = weighing.weigh_draft(record).stops_submission if ended else ()
        return tuple(finding for finding in stops if finding.statement in ended)
    weighed = weighing.findings_of(decisions.get_version(record), history.steps_of(record))
    return weighing.without_messages(weighed, hidden_questions(record, form)).stops_submission


def hidden_questions(record: Record, form: RecordKind) -> frozenset[str]:
    """Names of the questions that the current user may not see on this record."""
    closed = access.closed_sections(record, me())
    return frozenset(name for key in closed for name in form.section(key).questions())


def lines(form: RecordKind, answers: Mapping[str, Any], typed: Mapping[str, Any]):  # type: ignore[no-untyped-def]
    """(section, [Line]) of the applicable questions, in the form's order."""
    terms = sessions.settings().displayed_terms
    for section, questions in form.shown_questions(answers):
        shown = [_line(form, q, answers.get(q.name), typed.get(q.name), terms) for q in questions]
        yield section, shown


def _line(form: RecordKind, question: Any, answer: Any, typed: Any, terms: Mapping[str, str]) -> Line:
    shown = display(question, answer, terms)
    text = term_filler(terms)(question.label.text)
    place = question.name if question.is_correctable else question.focus_id
    is_asked = question.name in form.questions and not (question.fixed or question.is_fact)
    anchor = place if is_asked else ""
    if isinstance(shown, tuple):
        return Line(question.name, text, "", anchor, shown)
    return Line(question.name, text, shown or typed_text(question, typed, terms), anchor, (), question.required)


def task_list(record: Record) -> list[Task]:
    """The status of each section: nothing needed, not started, in progress or complete."""
    form = get_kind(record.kind)
    answers, (weighed, left) = form.applicable_answers(record.answers), _examined(record, form)
    may_ask = sections_that_may_ask(form, record.answers, weighed)
    others = access.sections_of_others(record, me())
    shown = (section for section in form.asked_sections(record.answers) if section.key not in others)
    return [_task(one, answers, record, sum(matter.is_in(one) for matter in left), may_ask) for one in shown]


def _task(section: type[Section], answers: Mapping[str, Any], record: Record, left: int, may_ask: Set[str]) -> Task:
    if not any(name in answers or name in record.typed for name in section.questions()):
        nothing = not left and section.key not in may_ask
        return Task(section, "Nothing needed", "") if nothing else Task(section, "Not started", "govuk-tag--blue", left)
    return Task(section, "In progress", "govuk-tag--light-blue", left) if left else Task(section, "Complete", "")


def _examined(record: Record, form: RecordKind) -> tuple[Weighing, list[Matter]]:
    return examined(
        form,
        record.answers,
        partial(weighing.examine_draft, record),
        typed=record.typed,
        today=clock.today(),
        terms=sessions.settings().displayed_terms,
        known=from_register.sources(form, record.answers, record.child),
        unread=record.to_read,
        check=lambda question: pickers.check_text(question, record),
    )


def open_matters(record: Record) -> list[Matter]:
    """What is left of a draft, for the current user: of a section that others fill in, only that it is not ready."""
    form, others = get_kind(record.kind), access.sections_of_others(record, me())
    _, left = _examined(record, form)
    shown = [matter for matter in left if matter.section is None or matter.section.key not in others]
    return [*shown, *_not_ready(matter for matter in left if matter not in shown)]


def _not_ready(matters: Iterable[Matter]) -> Iterator[Matter]:
    """One matter for each section that somebody else has to fill in."""
    for section, found in groupby(matters, key=lambda matter: matter.section):
        if section and section.readers:
            yield Matter(section.readers.not_ready, statements=[one for matter in found for one in matter.statements])


def by_section(matters: list[Matter]) -> list[tuple[str, list[Matter]]]:
    """(title of section, matters) in the given order; '' for matters without a section."""
    groups = groupby(matters, key=lambda matter: matter.section)
    return [(section.title if section else "", list(found)) for section, found in groups]
