"""Submission: a draft becomes a version that never changes, with its chain of steps and the mails that open it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from models import Departure, Record, RecordVersion, Staff, State
from protocol import PROTOCOL_VERSION, Weighing, updating
from records import access, audit, clock, editions
from records.deciding import chain, decisions, exception_decisions, states
from records.deciding.assignment import Assignment, assign
from records.errors import CannotSubmitError, NotAllowedError, NotNowError
from records.reporting import operations
from records.transaction import locked, tell_worker
from records.weighing import as_data, exceptions_for, figures_of_the_council, weigh_answers

CHANGED = "This record was changed while you were reading it. Check your answers again before you submit."


def digest_of(*, record: Record, number: int, answers: Mapping[str, Any], findings: Any, weighed_on: str) -> str:
    """SHA-256 (hex) over everything that the deciders read, in one canonical form."""
    content = [record.reference, record.kind, number, answers, findings, record.protocol_version, weighed_on]
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def submit(*, record: Record, by: Staff, answers: Mapping[str, Any], declared: bool) -> RecordVersion:
    """Submit the draft as `by` read it (`record.revision`), with `answers`, the ones that apply.

    Submitting twice submits once: the second finds the record submitted and raises NotNowError. Raises
    NotAllowedError for anybody but the author, CannotSubmitError when something required is open.
    """
    with locked(record.id) as current:
        state = states.after(current.state, "submitted")
        if not access.acts_as_author(current, by):
            raise NotAllowedError("not the author", "Only the person who started this record can submit it.")
        if current.revision != record.revision:
            raise NotNowError("changed since it was read", CHANGED)
        today = clock.today()
        weighing = weigh_answers(
            kind=current.kind, answers=answers, today=today, exceptions=exceptions_for(current, today=today)
        )
        if not weighing.can_submit:
            raise CannotSubmitError("something required is open", "Something in this record still needs attention.")
        assignments = who_is_asked(record=current, answers=answers, by=by)
        own = _confirmed_by_submitting(assignments, by)
        if own and not declared:
            raise CannotSubmitError("not declared", "Tick the box to confirm your part before you submit.")
        exception_decisions.link_to_transfer(current, answers, by=by)
        version = _keep_version(current, answers=answers, weighing=weighing, by=by)
        _move(current, state, version.number)
        audit.write(
            record=current, event="submitted", by=by, detail={"version": version.number, "digest": version.digest}
        )
        for step in chain.lay_steps(current, version, assignments):
            if step.key in own:
                decisions.note_confirmed_at_submission(step, record=current, version=version, by=by)
        decisions.open_next_steps(current, version)
    tell_worker()
    return version


def who_is_asked(*, record: Record, answers: Mapping[str, Any], by: Staff) -> list[Assignment]:
    """Whom the steps of these answers would go to if `by` submitted them now. Raises CannotSubmitError."""
    return assign(chain.specs_for(kind=record.kind, answers=answers), record, submitted_by=by.id)


def _confirmed_by_submitting(assignments: list[Assignment], by: Staff) -> set[str]:
    """The keys of the steps that their person takes by submitting: those that come first, never one that has a turn."""
    first = min((one.spec.order for one in assignments), default=0)
    mine = (one.spec for one in assignments if one.staff == by and one.spec.order == first)
    return {spec.key for spec in mine if spec.action == "confirm"}


def _keep_version(record: Record, *, answers: Mapping[str, Any], weighing: Weighing, by: Staff) -> RecordVersion:
    number, today, findings = record.version + 1, clock.today(), as_data(weighing)
    record.protocol_version = PROTOCOL_VERSION  # the one it is weighed under, whichever it was started under
    digest = digest_of(record=record, number=number, answers=answers, findings=findings, weighed_on=today.isoformat())
    version = RecordVersion.create(
        record=record,
        number=number,
        answers=dict(answers),
        findings=findings,
        digest=digest,
        protocol_version=record.protocol_version,
        figures=figures_of_the_council(),
        edition=editions.keep(),
        foreseen=foreseen(kind=record.kind, answers=answers, weighing=weighing),
        weighed_on=today,
        submitted_by=by,
        submitted_at=clock.now(),
    )
    departed = [{"version": version, "statement": finding.statement} for finding in weighing.departures]
    if departed:
        Departure.insert_many(departed).execute()
    return version


def foreseen(*, kind: str, answers: Mapping[str, Any], weighing: Weighing) -> dict[str, Any]:
    """All that decisions, exceptions and additions can still change of a version, as it keeps it."""
    return {"findings": updating.to_data(weighing.findings), "steps": chain.foreseen_for(kind=kind, answers=answers)}


def _move(record: Record, state: State, version: int) -> None:
    record.state, record.version = state, version
    moved = Record.update(state=state, version=version, protocol_version=record.protocol_version)
    moved.where(Record.id == record.id).execute()


def may_withdraw(record: Record, staff: Staff) -> bool:
    """Whether this person may withdraw the record now: its author, until it is approved, or when it is held back.

    An exception decision can be withdrawn when sealed too: then it lifts nothing any more.
    """
    open_states = (*states.UNSUBMITTED, State.SUBMITTED)
    revocable = record.state == State.SEALED and record.kind == exception_decisions.KIND
    may_now = record.state in open_states or revocable or is_held_back(record)
    return may_now and access.acts_as_author(record, staff)


def is_held_back(record: Record) -> bool:
    """Whether an approved record is not sealed, because something that the protocol requires has ceased to hold."""
    if record.state != State.APPROVED:
        return False
    return not decisions.still_holds(decisions.get_version(record), decisions.steps_of(record))


def may_recall(record: Record, staff: Staff) -> bool:
    """Whether this person may take the record back to change it: its author, until it is approved or if held back."""
    return (record.state == State.SUBMITTED or is_held_back(record)) and access.acts_as_author(record, staff)


def recall(*, record: Record, by: Staff, reason: str) -> None:
    """Take a submitted record back to change it. What was decided on it is void, and those concerned are told.

    Raises NotAllowedError for anybody but the author, NotNowError when it does not wait for decisions.
    """
    with locked(record.id) as current:
        state = states.after(current.state, "recalled")
        if not access.acts_as_author(current, by):
            raise NotAllowedError("not the author", "Only the person who started this record can take it back.")
        if not may_recall(current, by):
            raise NotNowError("approved", states.NOT_NOW[State.APPROVED])
        operations.forget_unsealed(current)
        audit.write(record=current, event="recalled", by=by, detail={"version": current.version})
        why = f"Taken back by {by.name}: {reason}"
        decisions.open_again(current, state, by=by, why=why, kind="recalled", about={"by": by.id})
    tell_worker()


def withdraw(*, record: Record, by: Staff, reason: str) -> None:
    """Withdraw a record for good, with a reason. It stays to be read; nothing in it can be decided any more."""
    with locked(record.id) as current:
        state = states.after(current.state, "withdrawn")
        if not access.acts_as_author(current, by):
            raise NotAllowedError("not the author", "Only the person who started this record can withdraw it.")
        if not may_withdraw(current, by):
            raise NotNowError("approved or sealed for good", states.NOT_NOW[State(current.state)])
        operations.forget_unsealed(current)
        told = decisions.people_told(current)
        decisions.void_version(current, f"Withdrawn: {reason}")
        Record.update(state=state, closed_reason=reason).where(Record.id == current.id).execute()
        audit.write(record=current, event="withdrawn", by=by)
        decisions.tell(told - {by}, "withdrawn", current, about={"by": by.id})
        for transfer in exception_decisions.relying_on(current):
            decisions.tell(decisions.people_told(transfer) - {by}, "exception_ended", transfer)
    tell_worker()
