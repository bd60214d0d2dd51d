"""The protocol's findings for drafts and versions, shared by the live check, submission, decisions and the PDF."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from forms import get_kind
from forms.engine.correction import same_answer
from models import Record, RecordLink, RecordVersion, Refusal, State, Step, StepState
from protocol import (
    BY_ID,
    Decision,
    ExceptionDecision,
    Finding,
    Level,
    Outcome,
    Parameters,
    Stage,
    Weighing,
    authority_of,
    consistency,
    parameters_on,
    updating,
    weigh,
)
from protocol.chains import refusing
from protocol.choices import HAS_LEFT, STAYS
from protocol.consistency import Clash
from protocol.corrections import CORRECTIONS, STORED, stored_in
from protocol.days import date_from
from protocol.decisions import MOVES_TO, TAKES_EFFECT
from protocol.statements import EXCEPTION
from records import clock, council, editions
from records.drafting import from_register
from records.prepared import Prepared, parameter
from records.renamed import answers_in

DEPARTURE = "departure-"  # a departure's reason is stored as the answer 'departure-<statement>'
STANDING = (State.APPROVED, State.SEALED)
# Questions of an exception decision: the statement that it lifts, its review date, and what is decided instead.
STATEMENT, REVIEW, DECIDED = "departs_from", "review_on", "decided_instead"
# And the transfer that it serves, and the day on which the child moves.
SERVES, MOVES_ON = "serves_transfer", "move_on"

_LINKED = Prepared(
    lambda: (
        RecordLink.select(RecordLink.exception, RecordLink.statement)
        .join(Record, on=(RecordLink.exception == Record.id))
        .where((RecordLink.transfer == parameter(RecordLink.transfer)) & (Record.child == parameter(Record.child)))
        .order_by(RecordLink.id)
    )
)
_REFUSED = Prepared(
    lambda: Refusal.select(Refusal.id).where((Refusal.child == parameter(Refusal.child)) & Refusal.settled_at.is_null())
)


def is_in_force(statement: str) -> bool:
    """Whether the chapter (or local practice) of a statement is in force for the current council."""
    return BY_ID[statement].chapter in council.current().chapters


def figures_on(day: date, own: Mapping[str, object] | None = None) -> Parameters:
    """The parameters in force on a day. The council's override the protocol's; `own` (a test case's) override both."""
    figures = council.current().figures
    return parameters_on(day, {**figures, **own} if own else figures)


def for_protocol(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Stored answers in the protocol's shape: reasons for departing moved to `departures`, a dict by statement,
    corrections of the register to `corrections`, a dict by question.
    """
    gathered = {name: answer for name, answer in answers.items() if name not in STORED}
    reasons = [name for name in answers if name.startswith(DEPARTURE)]
    gathered["departures"] = {name.removeprefix(DEPARTURE): gathered.pop(name) for name in reasons}
    corrections = stored_in(answers)
    return gathered | ({CORRECTIONS: corrections} if corrections else {})


def weigh_draft(record: Record) -> Weighing:
    """Weigh the applicable answers of a draft, as of today."""
    today, applicable = clock.today(), get_kind(record.kind).applicable_answers(record.answers)
    return weigh_answers(
        kind=record.kind, answers=applicable, today=today, exceptions=exceptions_for(record, today=today)
    )


def contradictions_in(record: Record) -> tuple[Clash, ...]:
    """What cannot be true together in a draft as of today, whether or not its answers apply: it stops submission."""
    form, today = get_kind(record.kind), clock.today()
    kept = _carried_over(record) | _overtaken(record)
    return consistency.contradictions_in(
        record.kind,
        record.answers,
        today=today,
        parameters=figures_on(today),
        asking=form.asking,
        typed=record.typed,
        of_register=lambda: from_register.not_typed(form, record.answers, record.child) | kept,
    )


def examine_draft(record: Record) -> tuple[Weighing, tuple[Clash, ...]]:
    """The weighing of a draft and its contradictions, as of today."""
    return weigh_draft(record), contradictions_in(record)


def _carried_over(record: Record) -> set[str]:
    """Of an exception decision, the questions whose answers are still those of the transfer for which it was asked.

    They stand there, so nobody has to take them out where the child stays after all.
    """
    transfer = record.started_from if record.kind == EXCEPTION else None
    if transfer is None or transfer.kind == EXCEPTION:
        return set()
    told = {**transfer.answers, SERVES: transfer.reference, MOVES_ON: transfer.answers.get(TAKES_EFFECT)}
    return {name for name, answer in record.answers.items() if same_answer(told.get(name), answer)}


def _overtaken(record: Record) -> set[str]:
    """The last day of a worker whom the register knows to have left since: as true as it was, and asked no more."""
    return {"current_worker_last_day"} if record.answers.get("current_worker_leaving") == HAS_LEFT else set()


def weigh_answers(
    *, kind: str, answers: Mapping[str, Any], today: date, exceptions: Iterable[ExceptionDecision] = ()
) -> Weighing:
    """Run the rules on a draft's stored answers, applicable ones only. Submitted versions are never weighed again."""
    return weigh(
        kind,
        for_protocol(answers),
        today=today,
        parameters=figures_on(today),
        exceptions=exceptions,
        chapters=council.current().chapters,
    )


def findings_of(version: RecordVersion, steps: Iterable[Step]) -> Weighing:
    """A version's findings as stored at submission, updated by decisions and linked exceptions since. No rule runs.

    Until it is sealed, exceptions count as they stand today: one that has ended no longer lifts its statement.
    """
    kind = version.record.kind
    reads = {statement: one.reads.get(kind, ()) for statement, one in editions.statements_of(version).items()}
    if version.final_findings is not None:
        return Weighing(kind, tuple(findings_from_data(version.final_findings, version.foreseen)), reads)
    exceptions = exceptions_for(version.record, today=version.weighed_on)
    steps = tuple(steps)
    decisions = decisions_from_steps(steps)
    known = updating.Known(version.weighed_on, decisions, version.answers, exceptions, _awaited(steps))
    found = findings_from_data(version.findings, version.foreseen)
    return Weighing(kind, tuple(updating.updated(finding, known) for finding in found), reads)


def settle_with_answers(findings: Iterable[Finding], answers: Mapping[str, Any], *, today: date) -> list[Finding]:
    """Findings of a version updated by its answers together with those added after approval."""
    return [updating.updated(finding, updating.Known(today, answers=answers)) for finding in findings]


def without_messages(weighing: Weighing, questions: Collection[str]) -> Weighing:
    """The weighing with messages and reasons blanked in findings about these questions; outcomes stay."""
    if not questions:
        return weighing
    blanked = {finding.statement for finding in weighing.for_questions(questions)}
    findings = (f._replace(message="", reason="", parts=()) if f.statement in blanked else f for f in weighing.findings)
    return replace(weighing, findings=tuple(findings))


def findings_to_data(weighing: Weighing) -> list[dict[str, Any]]:
    """Findings as JSON-serialisable dicts, stored with a version and attached to the PDF."""
    columns = ("statement", "outcome", "level", "message", "question", "stage", "reason", "exception")
    return [
        {name: getattr(finding, name) for name in columns} | ({"by_register": True} if finding.by_register else {})
        for finding in weighing.findings
    ]


def findings_from_data(data: Iterable[Mapping[str, Any]], foreseen: Mapping[str, Any] | None) -> Iterator[Finding]:
    """Inverse of `findings_to_data`. `foreseen` (RecordVersion.foreseen) holds what may still change each finding."""
    changes = (foreseen or {}).get("findings", {})
    for row in data:
        outcome, level, stage = Outcome(row["outcome"]), Level(row["level"]), Stage(row["stage"])
        provisional = updating.from_data(changes[row["statement"]]) if row["statement"] in changes else None
        yield Finding(**{**row, "outcome": outcome, "level": level, "stage": stage, "provisional": provisional})


def may_be_bound(record: Record) -> bool:
    """Whether a draft may ask for what was refused: a record of a worker may about any of their children."""
    return record.child_id is None or _REFUSED.run(child=record.child_id).fetchone() is not None


def exceptions_for(record: Record, *, today: date) -> tuple[ExceptionDecision, ...]:
    """The exception decisions linked to a transfer, in their current state, for weighing it on `today`.

    Those about another child or another statement than they are linked for are left out.
    """
    found = []
    for exception_id, statement in _LINKED.run(transfer=record, child=record.child_id).fetchall():
        exception = Record.get_by_id(exception_id)
        answers = answers_decided_on(exception)
        if answers.get(STATEMENT) == statement:
            found.append(_exception(exception, answers, today))
    return tuple(found)


def answers_decided_on(record: Record) -> dict[str, Any]:
    """Answers of the current version, or of the draft before the first submission."""
    version = RecordVersion.get_or_none((RecordVersion.record == record) & (RecordVersion.number == record.version))
    return answers_in(version) if version else dict(record.answers)


def _exception(exception: Record, answers: Mapping[str, Any], today: date) -> ExceptionDecision:
    review_on = date_from(answers.get(REVIEW))
    if review_on and review_on < clock.today():
        review_on = min(review_on, today - timedelta(days=1))  # expired, for an earlier weighing day too
    of_version = (Step.record == exception) & (Step.version == exception.version)
    steps = list(Step.select().where(of_version & (Step.state != StepState.VOID)))
    authority = authority_of({step.key: step.rank for step in steps}, decisions_from_steps(steps))
    return ExceptionDecision(
        exception.reference,
        answers[STATEMENT],
        authority,
        approved=exception.state in STANDING,
        review_on=review_on,
        withdrawn=exception.state in (State.WITHDRAWN, State.CORRECTED, State.CANCELLED),
        refused=exception.state in (State.REFUSED, State.REFUSAL_SEALED),
        child_stays=answers.get(DECIDED) == STAYS,
        moves_to={question: answers.get(question) for question in MOVES_TO},
        moves_on=date_from(answers.get(MOVES_ON)),
    )


def _awaited(steps: Iterable[Step]) -> frozenset[str]:
    """The names of what undecided steps ask for, and those that refused the version."""
    standing = [step for step in steps if step.state != StepState.VOID]
    refused = refusing.refused_by(standing, {step.key: str(step.state) for step in standing})
    undecided = (StepState.WAITING, StepState.OPEN)
    without = (step for step in standing if step.state in undecided or step.key in refused)
    return frozenset(ask["name"] for step in without for ask in step.asks)


def decisions_from_steps(steps: Iterable[Step]) -> tuple[Decision, ...]:
    """Decided steps of a version as protocol Decisions."""
    settled = (StepState.APPROVED, StepState.RETURNED, StepState.CANNOT_AGREE, StepState.REFUSED)
    return tuple(
        Decision(
            step=step.key,
            outcome=step.state,
            by={"id": step.decided_by_id, "name": step.decided_by.name if step.decided_by else ""},
            on=clock.in_london(step.decided_at).date(),
            stated=step.stated or {},
            part=step.part,
        )
        for step in steps
        if step.state in settled
    )
