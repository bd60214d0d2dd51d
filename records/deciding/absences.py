"""Being away: from when until when, and who stands in. Steps that wait move over; new ones go there."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date

from peewee import InterfaceError, OperationalError

from faults import log_fault
from models import RANK, Absence, Record, Role, Staff, State, Step, StepState
from records import clock
from records.deciding import assignment, passing_on
from records.errors import NotAllowedError, RecordError
from records.transaction import for_update, locked, tell_worker, transaction

log = logging.getLogger(__name__)

LONGEST_DAYS = 366
NO_LEADER = "Only those whose post decides on records say here that they are away."


class AbsenceError(RecordError):
    """An absence that cannot be. `question` is the one to put right: stand_in, first_day or last_day."""

    def __init__(self, question: str, shown: str) -> None:
        super().__init__(f"absence refused: {question}", shown)
        self.question = question


def absences_of(staff: Staff) -> list[Absence]:
    """The absences of this person that last or are still to come, the first one first."""
    theirs = (Absence.staff == staff) & Absence.ended_at.is_null() & (Absence.last_day >= clock.today())
    return list(
        Absence.select(Absence, Staff)
        .join(Staff, on=(Absence.stand_in == Staff.id))
        .where(theirs)
        .order_by(Absence.first_day)
    )


def declare(*, staff: Staff, stand_in: Staff, first_day: date, last_day: date) -> Absence:
    """Note that `staff` is away, both days included.

    Raises AbsenceError, which says what to put right, NotAllowedError for somebody whose post decides nothing.
    """
    if not may_declare(staff):
        raise NotAllowedError("below a leader's post", NO_LEADER)
    _refuse(staff, stand_in, first_day, last_day)
    with transaction():
        for_update(Staff.select(Staff.id).where(Staff.id == staff.id)).execute()  # one at a time for each person
        if any(one.first_day <= last_day and first_day <= one.last_day for one in absences_of(staff)):
            raise AbsenceError("first_day", "You have already said that you are away on some of these days")
        away = Absence.create(staff=staff, stand_in=stand_in, first_day=first_day, last_day=last_day)
    if move_what_waits(staff):
        tell_worker()
    return away


def may_declare(staff: Staff) -> bool:
    """Whether somebody has decisions of their own to leave to a stand-in: leaders and the managers above them."""
    return bool(staff.rank >= RANK[Role.TEAM_LEADER])


def _refuse(staff: Staff, stand_in: Staff, first_day: date, last_day: date) -> None:
    if last_day < first_day:
        raise AbsenceError("last_day", "Your last day away must be the same as or after your first day away")
    if last_day < clock.today():
        raise AbsenceError("last_day", "Your last day away must be today or in the future")
    if (last_day - first_day).days >= LONGEST_DAYS:
        raise AbsenceError("last_day", "You can be away for up to a year at a time")
    if stand_in == staff:
        raise AbsenceError("stand_in", "Select somebody other than yourself")
    if not may_stand_in(stand_in, staff):
        raise AbsenceError("stand_in", f"{stand_in.name} is not of the same rank as you or above. Select somebody else")
    if any(away.first_day <= last_day and first_day <= away.last_day for away in absences_of(stand_in)):
        raise AbsenceError("stand_in", f"{stand_in.name} is away on some of these days. Select somebody else")


def may_stand_in(stand_in: Staff, staff: Staff) -> bool:
    """Whether somebody is of the rank to stand in for another: in post, the same or above."""
    return bool(stand_in.active) and stand_in.id != staff.id and stand_in.rank >= staff.rank


def end(*, absence_id: int, by: Staff) -> None:
    """Be back: nothing more goes to the stand-in. What they have stays with them until it is taken back.

    Raises NotAllowedError when it is not an absence of this person that lasts or is still to come.
    """
    of_theirs = (Absence.id == absence_id) & (Absence.staff == by) & Absence.ended_at.is_null()
    if not Absence.update(ended_at=clock.now()).where(of_theirs).execute():
        raise NotAllowedError("not an absence of theirs", "This absence has already ended, or it is not yours.")


def move_what_waits(of: Staff | None = None) -> int:
    """Move the open steps of those who are away or have left (or of one person). Returns how many moved.

    The worker calls this every minute, so that an absence begins without anybody doing anything.
    """
    return sum(_tried(step) for step in _stuck_steps(of))


def _tried(step: Step) -> bool:
    """Move one step; whatever is wrong with it, the others are moved. A lost connection ends the run."""
    try:
        return _move_on(step)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log_fault(log, f"step {step.id} could not be moved", error)
        return False


def _stuck_steps(of: Staff | None) -> list[Step]:
    away = Absence.select(Absence.staff).where(assignment.lasts_today())
    stuck = Step.assignee.in_(away) | (Staff.active == False)  # noqa: E712 - peewee's way to say so
    found = Step.that_wait().where((Step.action == "decide") & stuck & ((Step.assignee == of) if of else True))
    return list(found.order_by(Step.id))


def _move_on(step: Step) -> bool:
    with locked(step.record_id) as record:
        current = Step.get_by_id(step.id)
        is_stuck = current.state == StepState.OPEN and current.assignee_id == step.assignee_id
        if not is_stuck or record.state != State.SUBMITTED or passing_on.is_in_person(current):
            return False
        person = current.assignee
        if person.active and assignment.stand_in_of(person) is None:  # back meanwhile
            return False
        to = _follower(current, record)
        if to is None:
            return False
        passing_on.move(current, record=record, to=to, by=None, event="stood_in" if person.active else "left")
    return True


def lost_steps(record: Record) -> list[Step]:
    """The open steps of a record whose people have left and which nobody else can take."""
    steps = Step.that_wait().where((Step.record == record) & (Staff.active == False))  # noqa: E712 - as above
    return [
        step for step in steps.order_by(Step.id) if passing_on.is_in_person(step) or _follower(step, record) is None
    ]


def _follower(step: Step, record: Record) -> Staff | None:
    """Who takes the step when its person cannot; None when nobody may."""
    return next((one for one in _line(step) if passing_on.can_take(one, step, record)), None)


def _line(step: Step) -> Iterator[Staff]:
    """Who may take a step whose person cannot: a stand-in, whom the record names, then the line of those it names."""
    stand_in = assignment.stand_in_of(step.assignee)
    if stand_in:
        yield stand_in
    if step.instead_of:
        yield step.instead_of
    yield from assignment.in_line_for(step.instead_of or step.assignee)
