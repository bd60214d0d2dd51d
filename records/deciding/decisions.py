"""Decisions: one step, one person, one version, one transaction. Links are consumed here and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from peewee import DateTimeField

from mail import outbox
from models import DecisionLink, Record, RecordVersion, Staff, State, Step, StepState
from records import access, audit, clock
from records.deciding import chain, states
from records.errors import NotAllowedError, NotNowError
from records.following import working_days
from records.transaction import for_update, locked, tell_worker
from records.weighing import findings_of

DECIDE_WITHIN = 5  # working days from when a step could first be decided

SETTLED = "This step has already been settled: nothing more is needed from you."
CHANGED = "This record has changed since you opened it. Read it again before you decide."
NOT_YOURS = "This step is for somebody else."
NO_LONGER_HOLDS = (
    "Something that the protocol requires no longer holds, such as an exception decision that this record relies on. "
    "Return it to its author, and say so."
)
WROTE_IT = "You wrote in this record, so you cannot also decide on it."


def decide(
    *, step: Step, by: Staff, outcome: StepState, digest: str, stated: Mapping[str, Any], reason: str = ""
) -> Record:
    """Settle a step of the version whose digest `by` read: approved, returned, or not agreed to with a reason.

    Everything happens in one transaction: the decision, its audit event, the links' end, the mails. Raises
    NotAllowedError when it is not theirs to decide, NotNowError when it is settled already, when the version changed,
    or when something that the protocol requires no longer holds.
    """
    with locked(step.record_id) as record:
        current = for_update(Step.select().where(Step.id == step.id)).get()
        version = get_version(record)
        _refuse(current, record=record, version=version, by=by, digest=digest)
        _refuse_outcome(current, version=version, outcome=outcome)
        event = _event(current, outcome)
        state = states.after(record.state, event)
        _settle(current, by=by, outcome=outcome, version=version, stated=stated, reason=reason)
        detail = {"step": current.key, "version": version.number, "digest": version.digest}
        audit.write(record=record, event=event, by=by, detail=detail)
        if outcome == StepState.RETURNED:
            _return(record, state, by=by, reason=reason)
        else:
            if outcome == StepState.CANNOT_AGREE:
                tell(people_told(record) - {by}, "escalated", record)
                chain.escalate(record, version, steps_of(record), current)
            open_next_steps(record, version)
    tell_worker()
    return record


def _refuse_outcome(step: Step, *, version: RecordVersion, outcome: StepState) -> None:
    steps = steps_of(version.record)
    if outcome == StepState.CANNOT_AGREE and not chain.escalates(step, version):
        raise NotAllowedError("cannot escalate", "This step cannot be passed up: approve the record or return it.")
    if outcome == StepState.APPROVED and not still_holds(version, steps):
        raise NotNowError("a requirement no longer holds", NO_LONGER_HOLDS)


def still_holds(version: RecordVersion, steps: Sequence[Step]) -> bool:
    """Whether all that the protocol requires of a version is kept today, as it was when it was submitted."""
    return findings_of(version, steps).can_submit


def get_version(record: Record) -> RecordVersion:
    """The version that stands now. Raises NotNowError when nothing was submitted."""
    found = record.versions.where(RecordVersion.number == record.version).first()
    if found is None:
        raise NotNowError("no version", "This record has not been submitted.")
    return found


def _refuse(step: Step, *, record: Record, version: RecordVersion, by: Staff, digest: str) -> None:
    if step.assignee_id != by.id:
        raise NotAllowedError("not the assignee", NOT_YOURS)
    if record.state != State.SUBMITTED or step.version != record.version or step.state != StepState.OPEN:
        raise NotNowError(f"step {step.id} is {step.state}", SETTLED)
    if digest != version.digest:
        raise NotNowError("digest differs", CHANGED)
    if step.action == "decide" and by.id in access.wrote(record):
        raise NotAllowedError("wrote the record", WROTE_IT)


def _event(step: Step, outcome: StepState) -> str:
    if outcome in (StepState.RETURNED, StepState.CANNOT_AGREE):
        return str(outcome)
    return "confirmed" if step.action == "confirm" else "approved"


def _settle(
    step: Step, *, by: Staff, outcome: StepState, version: RecordVersion, stated: Mapping[str, Any], reason: str
) -> None:
    step.state, step.decided_by, step.decided_at = outcome, by, clock.now()
    step.digest, step.stated, step.reason = version.digest, dict(stated), reason
    step.save()
    end_links([step.id], DecisionLink.used_at)


def end_links(steps: Collection[int], ended: DateTimeField) -> None:
    """End the unused links of these steps now: `ended` is what becomes of them, used_at or revoked_at."""
    unused = DecisionLink.step.in_(list(steps)) & DecisionLink.used_at.is_null() & DecisionLink.revoked_at.is_null()
    DecisionLink.update({ended: clock.now()}).where(unused).execute()


def note_confirmed_at_submission(step: Step, *, record: Record, version: RecordVersion, by: Staff) -> None:
    """The author's own confirmation, given with the submission (315.2.4.1), in the caller's transaction."""
    step.opened_at = clock.now()
    _settle(step, by=by, outcome=StepState.APPROVED, version=version, stated={"declared": step.declaration}, reason="")
    audit.write(
        record=record,
        event="confirmed",
        by=by,
        detail={"step": step.key, "version": version.number, "digest": version.digest},
    )


def open_next_steps(record: Record, version: RecordVersion) -> None:
    """Open the steps whose turn has come and mail their people; when none is left, the record is approved."""
    steps = steps_of(record)
    unsettled = [step for step in steps if step.state in (StepState.WAITING, StepState.OPEN)]
    if not unsettled:
        state = states.after(record.state, "agreed")
        Record.update(state=state).where(Record.id == record.id).execute()
        record.state = state
        audit.write(record=record, event="agreed", by=None, detail={"version": version.number})
        return
    turn = min(step.order for step in unsettled)
    for step in unsettled:
        if step.order == turn and step.state == StepState.WAITING:
            step.state, step.opened_at = StepState.OPEN, clock.now()
            step.asked_at, step.due_on = step.opened_at, working_days.after(clock.today(), DECIDE_WITHIN)
            step.save()
            outbox.put(to=step.assignee, kind="step_opened", record=record, step=step, now=clock.now())


def steps_of(record: Record) -> list[Step]:
    """The steps of the version that stands, in order."""
    query = Step.select().where((Step.record == record) & (Step.version == record.version))
    return list(query.order_by(Step.order, Step.id))


def people_told(record: Record) -> set[Staff]:
    """Everybody in the chain of this version who has been asked, those in whose place they were, and the author.

    And whoever submitted it for an author who has left.
    """
    asked = [step for step in steps_of(record) if step.opened_at or step.decided_at]
    named = {step.instead_of for step in asked if step.instead_of}
    submitters = {version.submitted_by for version in record.versions.where(RecordVersion.number == record.version)}
    return {step.assignee for step in asked} | named | submitters | {record.author}


def void_version(record: Record, why: str) -> None:
    """Void what was decided on this version: it stands in the history with the first reason, and its links end."""
    of_version = (Step.record == record) & (Step.version == record.version)
    end_links([step.id for step in Step.select(Step.id).where(of_version)], DecisionLink.revoked_at)
    unsettled = of_version & Step.state.in_([StepState.WAITING, StepState.OPEN])
    Step.update(state=StepState.VOID).where(unsettled).execute()
    version = (RecordVersion.record == record) & (RecordVersion.number == record.version)
    RecordVersion.update(void_reason=why).where(version & (RecordVersion.void_reason == "")).execute()


def _return(record: Record, state: State, *, by: Staff, reason: str) -> None:
    open_again(record, state, by=by, why=f"Returned by {by.name}: {reason}", kind="returned")


def open_again(
    record: Record, state: State, *, by: Staff, why: str, kind: str, about: Mapping[str, int] | None = None
) -> None:
    """Void the version that stands and let the draft be written in again; everybody who knew of it is told."""
    told = people_told(record)
    void_version(record, why)
    Record.update(state=state).where(Record.id == record.id).execute()
    tell(told - {by}, kind, record, about=about)


def tell(people: Collection[Staff], kind: str, record: Record, about: Mapping[str, int] | None = None) -> None:
    """Queue a mail of this kind to each of these people, in the caller's transaction."""
    for staff in people:
        outbox.put(to=staff, kind=kind, record=record, about=about, now=clock.now())
