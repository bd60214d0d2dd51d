"""The protocol's findings for a record: one function for the live check, submission, the deciders and the PDF."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from models import Record, RecordLink, RecordVersion, State, Step, StepState
from protocol import (
    BY_ID,
    CHAPTERS,
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
    weigh,
)
from protocol.days import date_from
from records import clock
from records.managers import managers_asked
from records.prepared import Prepared, parameter
from records.renamed import answers_in

DEPARTURE = "departure-"  # a departure's reason is stored as the answer 'departure-<statement>'
ALL_CHAPTERS = frozenset(CHAPTERS)
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


@dataclass
class _Council:
    chapters: frozenset[str] = ALL_CHAPTERS
    figures: Mapping[str, object] = field(default_factory=dict)


_council = _Council()


def configure(*, chapters_off: Iterable[str], figures: Mapping[str, object]) -> None:
    """Leave out the chapters that this council has switched off, and use its own figures. Called once, at start."""
    _council.chapters = ALL_CHAPTERS - frozenset(chapters_off)
    _council.figures = dict(figures)


def is_in_force(statement: str) -> bool:
    """Whether a statement's chapter is not switched off here."""
    return BY_ID[statement].chapter in _council.chapters


def figures_on(day: date, own: Mapping[str, object] | None = None) -> Parameters:
    """The figures that hold here on a day: the council's instead of the protocol's, a case's `own` instead of both."""
    return parameters_on(day, {**_council.figures, **own} if own else _council.figures)


def for_protocol(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Stored answers as the protocol reads them: departures gathered under one name."""
    gathered = dict(answers)
    reasons = [name for name in answers if name.startswith(DEPARTURE)]
    gathered["departures"] = {name.removeprefix(DEPARTURE): gathered.pop(name) for name in reasons}
    return gathered


def figures_of_the_council() -> dict[str, object]:
    """The council's own figures, by name: a version keeps those that it was weighed under."""
    return dict(_council.figures)


def weigh_answers(*, kind: str, answers: Mapping[str, Any], today: date, steps: Iterable[Step] = (),
                  exceptions: Iterable[ExceptionDecision] = (),
                  figures: Mapping[str, object] | None = None) -> Weighing:  # fmt: skip
    """Weigh answers (as stored, applicable ones only) on a day, with the decisions that these steps hold.

    figures: the council's own of another day than today.
    """
    return weigh(
        kind,
        for_protocol(answers),
        today=today,
        parameters=figures_on(today) if figures is None else parameters_on(today, figures),
        decisions=decisions_in(steps),
        exceptions=exceptions,
        chapters=_council.chapters,
    )


def weigh_version(version: RecordVersion, steps: Iterable[Step]) -> Weighing:
    """What the protocol says of a version: as sealed, or as on the day of its submission, under the council's figures
    of that day, with the decisions since.

    Exceptions count as they stand today until the record is sealed: one that stops standing stops lifting.
    """
    record = version.record
    if version.final_findings is not None:
        return Weighing(record.kind, tuple(from_data(version.final_findings)))
    exceptions = exceptions_for(record, today=version.weighed_on)
    return weigh_answers(
        kind=record.kind, answers=version.answers, today=version.weighed_on, steps=steps, exceptions=exceptions,
        figures=version.figures,
    )  # fmt: skip


def without(weighing: Weighing, questions: Collection[str]) -> Weighing:
    """The same findings, saying nothing of what these questions answer: how a statement stands, and no more."""
    if not questions:
        return weighing
    told = set(weighing.for_questions(questions))
    findings = (f._replace(message="", reason="", parts=()) if f in told else f for f in weighing.findings)
    return Weighing(weighing.kind, tuple(findings))


def as_data(weighing: Weighing) -> list[dict[str, Any]]:
    """Findings as plain values: what is stored with a version and attached to the PDF."""
    kept = ("statement", "outcome", "level", "message", "question", "stage", "reason", "exception")
    return [{name: getattr(finding, name) for name in kept} for finding in weighing.findings]


def from_data(data: Iterable[Mapping[str, Any]]) -> Iterator[Finding]:
    """The findings that `as_data` gave."""
    for row in data:
        outcome, level, stage = Outcome(row["outcome"]), Level(row["level"]), Stage(row["stage"])
        yield Finding(**{**row, "outcome": outcome, "level": level, "stage": stage})


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
    steps = list(Step.select().where((Step.record == exception) & (Step.version == exception.version)))
    authority = authority_of(for_protocol(answers), decisions_in(steps), managers_asked(steps))
    return ExceptionDecision(
        exception.reference, answers[STATEMENT], authority, approved=exception.state in STANDING, review_on=review_on,
        withdrawn=exception.state == State.WITHDRAWN,
    )  # fmt: skip


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
