"""Absences and stand-ins: open steps are reassigned to the stand-in, and new ones are assigned to them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date

from peewee import InterfaceError, OperationalError

from faults import log_exception
from models import RANK, Absence, Record, Role, Staff, State, Step, StepState
from records import clock
from records.deciding import assignment, passing_on
from records.errors import ForbiddenError, RecordError
from records.transaction import for_update, locked, notify_worker, transaction

log = logging.getLogger(__name__)

MAX_DAYS = 366
NOT_A_LEADER = "Only those whose post decides on records say here that they are away."


class AbsenceError(RecordError):
    """An invalid absence. `question` is the field at fault: stand_in, first_day or last_day."""

    def __init__(self, question: str, shown: str) -> None:
        super().__init__(f"absence refused: {question}", shown)
        self.question = question


def absences_of(staff: Staff) -> list[Absence]:
    """This person's current and future absences with their stand-ins, by first day."""
    theirs = (Absence.staff == staff) & Absence.ended_at.is_null() & (Absence.last_day >= clock.today())
    return list(
        Absence.select(Absence, Staff)
        .join(Staff, on=(Absence.stand_in == Staff.id))
        .where(theirs)
        .order_by(Absence.first_day)
    )


def create_absence(*, staff: Staff, stand_in: Staff, first_day: date, last_day: date) -> Absence:
    """Create an absence, both days included, and reassign this person's open steps where it has begun.

    Raises AbsenceError for invalid values, ForbiddenError for somebody below a team leader's rank.
    """
    if not may_declare(staff):
        raise ForbiddenError("below a leader's post", NOT_A_LEADER)
    _validate(staff, stand_in, first_day, last_day)
    with transaction():
        for_update(
            Staff.select(Staff.id).where(Staff.id == staff.id)
        ).execute()  # locked, so that two requests cannot create overlapping absences
        if any(one.first_day <= last_day and first_day <= one.last_day for one in absences_of(staff)):
            raise AbsenceError("first_day", "You have already said that you are away on some of these days")
        away = Absence.create(staff=staff, stand_in=stand_in, first_day=first_day, last_day=last_day)
    if reassign_stuck_steps(staff):
        notify_worker()
    return away


def may_declare(staff: Staff) -> bool:
    """Whether somebody's rank (team leader or above) makes decisions that a stand-in could take."""
    return bool(staff.rank >= RANK[Role.TEAM_LEADER])


def _validate(staff: Staff, stand_in: Staff, first_day: date, last_day: date) -> None:
    if last_day < first_day:
        raise AbsenceError("last_day", "Your last day away must be the same as or after your first day away")
    if last_day < clock.today():
        raise AbsenceError("last_day", "Your last day away must be today or in the future")
    if (last_day - first_day).days >= MAX_DAYS:
        raise AbsenceError("last_day", "You can be away for up to a year at a time")
    if stand_in == staff:
        raise AbsenceError("stand_in", "Select somebody other than yourself")
    if not may_stand_in(stand_in, staff):
        raise AbsenceError("stand_in", f"{stand_in.name} is not of the same rank as you or above. Select somebody else")
    if any(away.first_day <= last_day and first_day <= away.last_day for away in absences_of(stand_in)):
        raise AbsenceError("stand_in", f"{stand_in.name} is away on some of these days. Select somebody else")


def may_stand_in(stand_in: Staff, staff: Staff) -> bool:
    """Whether `stand_in` is another, active person of the same rank or above."""
    return bool(stand_in.active) and stand_in.id != staff.id and stand_in.rank >= staff.rank


def end_absence(*, absence_id: int, by: Staff) -> None:
    """End an absence. Steps already with the stand-in stay there until they are taken back.

    Raises ForbiddenError when it is not a current or future absence of this person.
    """
    of_theirs = (Absence.id == absence_id) & (Absence.staff == by) & Absence.ended_at.is_null()
    if not Absence.update(ended_at=clock.now()).where(of_theirs).execute():
        raise ForbiddenError("not an absence of theirs", "This absence has already ended, or it is not yours.")


def reassign_stuck_steps(of: Staff | None = None) -> int:
    """Reassign open steps of people who are absent or have left (of one person, if given). Returns how many.

    The worker calls this every minute, which is how an absence takes effect on its first day.
    """
    return sum(_try_reassign(step) for step in _stuck_steps(of))


def _try_reassign(step: Step) -> bool:
    """Reassign one step. An error is logged and does not stop the others; a lost database connection does."""
    try:
        return _reassign(step)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log_exception(log, f"step {step.id} could not be moved", error)
        return False


def _stuck_steps(of: Staff | None) -> list[Step]:
    away = Absence.select(Absence.staff).where(assignment.is_current())
    stuck = Step.assignee.in_(away) | (Staff.active == False)  # noqa: E712 - peewee overloads ==
    found = Step.select_open().where((Step.action != "confirm") & stuck & ((Step.assignee == of) if of else True))
    return list(found.order_by(Step.id))


def _reassign(step: Step) -> bool:
    with locked(step.record_id) as record:
        current = Step.get_by_id(step.id)
        is_stuck = current.state == StepState.OPEN and current.assignee_id == step.assignee_id
        if not is_stuck or record.state != State.SUBMITTED or passing_on.is_in_person(current):
            return False
        person = current.assignee
        if person.active and assignment.get_stand_in(person) is None:  # the absence has ended since the query
            return False
        to = _find_replacement(current, record)
        if to is None:
            return False
        passing_on.move(current, record=record, to=to, by=None, event="stood_in" if person.active else "left")
    return True


def get_unassignable_steps(record: Record) -> list[Step]:
    """Open steps of a record whose assignee has left and for which no replacement can be found."""
    steps = Step.select_open().where((Step.record == record) & (Staff.active == False))  # noqa: E712 - as above
    return [
        step
        for step in steps.order_by(Step.id)
        if passing_on.is_in_person(step) or _find_replacement(step, record) is None
    ]


def _find_replacement(step: Step, record: Record) -> Staff | None:
    """The first candidate who can take the step, or None."""
    return next((one for one in _replacement_candidates(step, record) if passing_on.can_take(one, step, record)), None)


def _replacement_candidates(step: Step, record: Record) -> Iterator[Staff]:
    """Candidates in order: the assignee's stand-in, the person the record names, who else leads the team of that part,
    then that person's replacements, and the managers above that team.
    """
    answers = assignment.answers_for(step, record)
    stand_in = assignment.get_stand_in(step.assignee)
    if stand_in:
        yield stand_in
    if step.instead_of:
        yield step.instead_of
    yield from assignment.others_in_post(step, answers)
    yield from assignment.replacements_for(step.instead_of or step.assignee)
    yield from assignment.managers_of_side(step, answers)
