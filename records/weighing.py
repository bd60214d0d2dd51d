"""The protocol's findings for a record: one function for the live check, submission, the deciders and the PDF."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from models import Record, RecordLink, RecordVersion, State, Step, StepState
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
    parameters_on,
    updating,
    weigh,
)
from protocol.days import date_from
from records import clock, council, editions
from records.prepared import Prepared, parameter
from records.renamed import answers_in

DEPARTURE = "departure-"  # a departure's reason is stored as the answer 'departure-<statement>'
STANDING = (State.APPROVED, State.SEALED)
STATEMENT, REVIEW = "departs_from", "review_on"  # what an exception decision departs from, and until when

_LINKED = Prepared(
    lambda: (
        RecordLink.select(RecordLink.exception, RecordLink.statement)
        .join(Record, on=(RecordLink.exception == Record.id))
        .where((RecordLink.transfer == parameter(RecordLink.transfer)) & (Record.child == parameter(Record.child)))
        .order_by(RecordLink.id)
    )
)


def is_in_force(statement: str) -> bool:
    """Whether a statement's chapter, or the local practice that it is of, is in force here."""
    return BY_ID[statement].chapter in council.present().chapters


def figures_on(day: date, own: Mapping[str, object] | None = None) -> Parameters:
    """The figures that hold here on a day: the council's instead of the protocol's, a case's `own` instead of both."""
    figures = council.present().figures
    return parameters_on(day, {**figures, **own} if own else figures)


def for_protocol(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Stored answers as the protocol reads them: departures gathered under one name."""
    gathered = dict(answers)
    reasons = [name for name in answers if name.startswith(DEPARTURE)]
    gathered["departures"] = {name.removeprefix(DEPARTURE): gathered.pop(name) for name in reasons}
    return gathered


def figures_of_the_council() -> dict[str, object]:
    """The council's own figures, by name: a version keeps those that it was weighed under."""
    return dict(council.present().figures)


def weigh_answers(
    *, kind: str, answers: Mapping[str, Any], today: date, exceptions: Iterable[ExceptionDecision] = ()
) -> Weighing:
    """Weigh a draft's answers (as stored, applicable ones only) on a day. What was submitted is never weighed again."""
    return weigh(
        kind,
        for_protocol(answers),
        today=today,
        parameters=figures_on(today),
        exceptions=exceptions,
        chapters=council.present().chapters,
    )


def findings_of(version: RecordVersion, steps: Iterable[Step]) -> Weighing:
    """What the protocol said of a version when it was submitted, as its steps and exceptions have settled it since.

    No rule runs. Exceptions count as they stand today until it is sealed: one that stops standing stops lifting.
    """
    kind = version.record.kind
    reads = {statement: one.reads.get(kind, ()) for statement, one in editions.statements_of(version).items()}
    if version.final_findings is not None:
        return Weighing(kind, tuple(from_data(version.final_findings, version.foreseen)), reads)
    exceptions = exceptions_for(version.record, today=version.weighed_on)
    known = updating.Known(version.weighed_on, decisions_in(steps), version.answers, exceptions)
    found = from_data(version.findings, version.foreseen)
    return Weighing(kind, tuple(updating.updated(finding, known) for finding in found), reads)


def settled_by(findings: Iterable[Finding], answers: Mapping[str, Any], *, today: date) -> list[Finding]:
    """Findings of a version as these answers leave them: its own, with those that were added since."""
    return [updating.updated(finding, updating.Known(today, answers=answers)) for finding in findings]


def without(weighing: Weighing, questions: Collection[str]) -> Weighing:
    """The same findings, saying nothing of what these questions answer: how a statement stands, and no more."""
    if not questions:
        return weighing
    told = {finding.statement for finding in weighing.for_questions(questions)}
    findings = (f._replace(message="", reason="", parts=()) if f.statement in told else f for f in weighing.findings)
    return replace(weighing, findings=tuple(findings))


def as_data(weighing: Weighing) -> list[dict[str, Any]]:
    """Findings as plain values: what is stored with a version and attached to the PDF."""
    kept = ("statement", "outcome", "level", "message", "question", "stage", "reason", "exception")
    return [{name: getattr(finding, name) for name in kept} for finding in weighing.findings]


def from_data(data: Iterable[Mapping[str, Any]], foreseen: Mapping[str, Any] | None) -> Iterator[Finding]:
    """The findings that `as_data` gave, each with what a version foresees can change it."""
    changes = (foreseen or {}).get("findings", {})
    for row in data:
        outcome, level, stage = Outcome(row["outcome"]), Level(row["level"]), Stage(row["stage"])
        provisional = updating.from_data(changes[row["statement"]]) if row["statement"] in changes else None
        yield Finding(**{**row, "outcome": outcome, "level": level, "stage": stage, "provisional": provisional})


def exceptions_for(record: Record, *, today: date) -> tuple[ExceptionDecision, ...]:
    """The exception decision records linked to a transfer, as they stand now, for weighing it as on `today`.

    One that was decided about another child or another statement than it is linked for counts for nothing.
    """
    found = []
    for exception_id, statement in _LINKED.run(transfer=record, child=record.child_id).fetchall():
        exception = Record.get_by_id(exception_id)
        answers = answers_decided_on(exception)
        if answers.get(STATEMENT) == statement:
            found.append(_exception(exception, answers, today))
    return tuple(found)


def answers_decided_on(record: Record) -> dict[str, Any]:
    """The answers of the version that stands, or of the draft before there is one."""
    version = RecordVersion.get_or_none((RecordVersion.record == record) & (RecordVersion.number == record.version))
    return answers_in(version) if version else dict(record.answers)


def _exception(exception: Record, answers: Mapping[str, Any], today: date) -> ExceptionDecision:
    review_on = date_from(answers.get(REVIEW))
    if review_on and review_on < clock.today():
        review_on = min(review_on, today - timedelta(days=1))  # past it now, so past it for whoever relies on it
    of_version = (Step.record == exception) & (Step.version == exception.version)
    steps = list(Step.select().where(of_version & (Step.state != StepState.VOID)))
    authority = authority_of({step.key: step.rank for step in steps}, decisions_in(steps))
    return ExceptionDecision(
        exception.reference,
        answers[STATEMENT],
        authority,
        approved=exception.state in STANDING,
        review_on=review_on,
        withdrawn=exception.state == State.WITHDRAWN,
    )


def decisions_in(steps: Iterable[Step]) -> tuple[Decision, ...]:
    """The decisions that a version's steps hold, as the protocol reads them."""
    settled = (StepState.APPROVED, StepState.RETURNED, StepState.CANNOT_AGREE)
    return tuple(
        Decision(
            step=step.key,
            outcome=step.state,
            by={"id": step.decided_by_id, "name": step.decided_by.name if step.decided_by else ""},
            on=clock.in_london(step.decided_at).date(),
            stated=step.stated or {},
        )
        for step in steps
        if step.state in settled
    )
