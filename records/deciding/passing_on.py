"""A step in other hands: passed on, taken back, or moved because its person is away or has left.

The record keeps the name of whom it names beside that of whoever is asked instead (`Step.instead_of`).
"""

from __future__ import annotations

from mail import outbox
from models import DecisionLink, Record, Staff, State, Step, StepState
from records import access, audit, clock
from records.deciding import assignment, decisions
from records.errors import NotAllowedError, NotNowError
from records.register import lookup
from records.transaction import for_update, locked, tell_worker

NOT_YOURS = "This step is not yours to pass on."
NOT_TAKEN_BACK = "This step cannot be taken back: it was never yours, or it has been settled."
IN_PERSON = "This step can only be taken in person, by whom the record names."
CANNOT_TAKE = (
    "{name} cannot take this step. It needs somebody of the same rank or above who is in post and not away, who wrote "
    "nothing in this record and has no other part in it."
)


def is_in_person(step: Step) -> bool:
    """Whether nobody else may take this step: what is confirmed, not decided, is nobody else's to give."""
    return bool(step.action == "confirm")


def can_take(staff: Staff, step: Step, record: Record) -> bool:
    """Whether the step may be given to this person: rank, in post, not away, no author, no other part in the record."""
    others = [other for other in decisions.steps_of(record) if other.state != StepState.VOID and other.id != step.id]
    parts = {other.assignee_id for other in others} | {other.instead_of_id for other in others}
    return (
        bool(staff.active)
        and staff.rank >= _rank_needed(step)
        and staff.id not in parts | {step.assignee_id} | access.wrote(record)
        and assignment.stand_in_of(staff) is None
    )


def _rank_needed(step: Step) -> int:
    return max((step.instead_of or step.assignee).rank, assignment.rank_needed(step.rank))


def matches(step: Step, text: str) -> list[Staff]:
    """Staff in post, found by part of a name, who may take the step."""
    found = lookup.find_staff(text, of_rank=_rank_needed(step))
    return [staff for staff in found if can_take(staff, step, step.record)]


def may_pass_on(step: Step, staff: Staff) -> bool:
    """Whether this step waits for this person and may be given to somebody else."""
    return step.assignee_id == staff.id and step.state == StepState.OPEN and not is_in_person(step)


def pass_on(*, step: Step, by: Staff, to: Staff) -> Step:
    """Give one's own open step to a colleague of the same rank or above, who is mailed a link of their own.

    Raises NotAllowedError when it is not theirs to give or that colleague cannot take it, NotNowError when it is
    settled.
    """
    with locked(step.record_id) as record:
        current = _open_step(step, record)
        if current.assignee_id != by.id:
            raise NotAllowedError("not the assignee", NOT_YOURS)
        if is_in_person(current):
            raise NotAllowedError("in person", IN_PERSON)
        if not can_take(to, current, record):
            raise NotAllowedError("cannot take the step", CANNOT_TAKE.format(name=to.name))
        move(current, record=record, to=to, by=by, event="passed_on")
    tell_worker()
    return current


def may_take_back(step: Step, staff: Staff) -> bool:
    """Whether this person, whom the record names, may take the open step back from whoever has it now."""
    theirs = step.instead_of_id == staff.id and step.state == StepState.OPEN
    return theirs and can_take(staff, step, step.record)


def given_to_others(staff: Staff) -> list[tuple[Step, bool]]:
    """The open steps that others have in this person's place, and whether each can be taken back now."""
    theirs = Step.that_wait().where(Step.instead_of == staff).order_by(Step.opened_at, Step.id)
    return [(step, may_take_back(step, staff)) for step in theirs]


def take_back(*, step: Step, by: Staff) -> Step:
    """Take one's own step back from whoever has it, who is told.

    Raises NotAllowedError when it was never theirs or they may not take it, NotNowError once it is settled.
    """
    with locked(step.record_id) as record:
        current = _open_step(step, record)
        if not may_take_back(current, by):
            raise NotAllowedError("not the one named", NOT_TAKEN_BACK)
        told = current.assignee
        move(current, record=record, to=by, by=by, event="taken_back")
        outbox.put(to=told, kind="taken_back", record=record, now=clock.now())
    tell_worker()
    return current


def _open_step(step: Step, record: Record) -> Step:
    current: Step = for_update(Step.select().where(Step.id == step.id)).get()
    if record.state != State.SUBMITTED or current.version != record.version or current.state != StepState.OPEN:
        raise NotNowError(f"step {current.id} is {current.state}", decisions.SETTLED)
    return current


def move(step: Step, *, record: Record, to: Staff, by: Staff | None, event: str) -> None:
    """Give an open step to somebody, in the caller's transaction: earlier links end, and they are mailed one."""
    now, before = clock.now(), step.assignee
    named = step.instead_of or before
    step.assignee, step.instead_of, step.asked_at = to, None if named == to else named, now
    step.save()
    decisions.end_links([step.id], DecisionLink.revoked_at)
    detail = {"step": step.key, "version": step.version, "from": before.id, "to": to.id}
    audit.write(record=record, event=event, by=by, detail=detail)
    outbox.put(to=to, kind="step_opened", record=record, step=step, now=now)
