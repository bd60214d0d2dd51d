"""Reassignment of open steps: passed on, taken back, or because the assignee is absent or has left.

`Step.assignee` is who has the step now; `Step.instead_of` keeps the person whom the record names.
"""

from __future__ import annotations

from mail import outbox
from models import DecisionLink, Record, Staff, State, Step, StepState
from records import access, audit, clock
from records.deciding import assignment, decisions
from records.errors import ConflictError, ForbiddenError
from records.register import lookup
from records.transaction import for_update, locked, notify_worker

NOT_YOURS = "This step is not yours to pass on."
NOT_TAKEN_BACK = "This step cannot be taken back: it was never yours, or it has been settled."
IN_PERSON = "Only the person whom the record names can take this step."
CANNOT_TAKE = (
    "{name} cannot take this step. It needs somebody of the same rank or above who is in post and not away, who wrote "
    "nothing in this record and has no other part in it."
)


def is_in_person(step: Step) -> bool:
    """Whether the step cannot be reassigned: a confirmation can be given only by the person named."""
    return bool(step.action == "confirm")


def can_take(staff: Staff, step: Step, record: Record) -> bool:
    """Whether this person may have the step: active, not absent, of sufficient rank, no writer, no other step."""
    found = (other for other in decisions.steps_of(record) if other.id != step.id and other.key != step.again_after)
    others = [other for other in found if other.state != StepState.VOID]
    parts = {other.assignee_id for other in others} | {other.instead_of_id for other in others}
    return (
        bool(staff.active)
        and staff.rank >= _rank_needed(step)
        and staff.id not in parts | {step.assignee_id} | access.get_writer_ids(record)
        and assignment.get_stand_in(staff) is None
    )


def _rank_needed(step: Step) -> int:
    return max((step.instead_of or step.assignee).rank, assignment.rank_needed(step.rank))


def find_colleagues(step: Step, text: str) -> list[Staff]:
    """Active staff matching `text` who can take the step."""
    found = lookup.find_staff(text, of_rank=_rank_needed(step))
    return [staff for staff in found if can_take(staff, step, step.record)]


def may_pass_on(step: Step, staff: Staff) -> bool:
    """Whether this person is the assignee of an open step that can be reassigned."""
    return step.assignee_id == staff.id and step.state == StepState.OPEN and not is_in_person(step)


def pass_on(*, step: Step, by: Staff, to: Staff) -> Step:
    """Reassign one's own open step to a colleague, who is mailed a link.

    Raises ForbiddenError when `by` is not the assignee or the colleague cannot take it, ConflictError when the step is
    not open.
    """
    with locked(step.record_id) as record:
        current = _lock_open_step(step, record)
        if current.assignee_id != by.id:
            raise ForbiddenError("not the assignee", NOT_YOURS)
        if is_in_person(current):
            raise ForbiddenError("in person", IN_PERSON)
        if not can_take(to, current, record):
            raise ForbiddenError("cannot take the step", CANNOT_TAKE.format(name=to.name))
        move(current, record=record, to=to, by=by, event="passed_on")
    notify_worker()
    return current


def may_take_back(step: Step, staff: Staff) -> bool:
    """Whether this person is the one whom the record names and may take the open step back."""
    theirs = step.instead_of_id == staff.id and step.state == StepState.OPEN
    return theirs and can_take(staff, step, step.record)


def given_to_others(staff: Staff) -> list[tuple[Step, bool]]:
    """(step, whether it can be taken back) for open steps that others have in this person's place."""
    theirs = Step.select_open().where(Step.instead_of == staff).order_by(Step.opened_at, Step.id)
    return [(step, may_take_back(step, staff)) for step in theirs]


def take_back(*, step: Step, by: Staff) -> Step:
    """Take one's own step back from its assignee, who is notified by mail.

    Raises ForbiddenError when `by` may not take it back, ConflictError when the step is not open.
    """
    with locked(step.record_id) as record:
        current = _lock_open_step(step, record)
        if not may_take_back(current, by):
            raise ForbiddenError("not the one named", NOT_TAKEN_BACK)
        previous = current.assignee
        move(current, record=record, to=by, by=by, event="taken_back")
        outbox.queue(to=previous, kind="taken_back", record=record, now=clock.now())
    notify_worker()
    return current


def _lock_open_step(step: Step, record: Record) -> Step:
    """The step, re-read and locked. Raises ConflictError unless it is open."""
    current: Step = for_update(Step.select().where(Step.id == step.id)).get()
    if record.state != State.SUBMITTED or current.version != record.version or current.state != StepState.OPEN:
        raise ConflictError(f"step {current.id} is {current.state}", decisions.ALREADY_DECIDED)
    return current


def move(step: Step, *, record: Record, to: Staff, by: Staff | None, event: str) -> None:
    """Reassign an open step in the caller's transaction: revoke its links and mail a new one. `event`: audited."""
    now, before = clock.now(), step.assignee
    named = step.instead_of or before
    step.assignee, step.instead_of, step.asked_at = to, None if named == to else named, now
    step.save()
    decisions.close_links([step.id], DecisionLink.revoked_at)
    detail = {"step": step.key, "version": step.version, "from": before.id, "to": to.id}
    audit.append_event(record=record, event=event, by=by, detail=detail)
    outbox.queue(to=to, kind="step_opened", record=record, step=step, now=now)
