"""Reminders of steps that wait, each sent once; the author's nudge; and a weekly digest for managers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from mail import outbox
from models import RANK, OutboxMail, Record, Role, Staff, State, Step, StepState
from records import access, audit, clock
from records.deciding import states
from records.deciding.decisions import steps_of
from records.errors import NotAllowedError, NotNowError
from records.following import working_days
from records.transaction import locked, tell_worker

FIRST_AFTER, SECOND_AFTER = 2, 5  # working days after the step's person was asked
THEN_EVERY = timedelta(weeks=1)
NOT_BEFORE = time(8)  # nobody is reminded before the working day begins
DIGEST_FROM = RANK[Role.TEAM_LEADER]
NUDGED_TODAY = "You have already sent a reminder today. You can send another tomorrow."
NOBODY_ELSE = "This record waits for nobody who could be reminded."
NOT_AUTHOR = "Only the person who started this record can send a reminder."


def queue_due(now: datetime) -> int:
    """Queue every reminder and digest that is due and has not been queued. Returns how many were.

    Each has a name of its own in the outbox, so that a worker that ran twice, or was down for a week, sends none
    twice; of several that fell due meanwhile only the last is sent.
    """
    there = clock.in_london(now)
    if there.time() < NOT_BEFORE or not working_days.is_working_day(there.date()):
        return 0
    queued = [_reminder_of(step, today=there.date()) for step in _waiting_steps()] + _digests_on(there.date())
    due = {mail.once: mail for mail in queued if mail}
    done = outbox.already_put(due)
    return sum(bool(due[once].put(now)) for once in due if once not in done)


@dataclass(frozen=True)
class _Due:
    """A mail that is due, under the name that keeps it from being sent again."""

    once: str
    to: Staff
    kind: str
    step: Step | None = None

    def put(self, now: datetime) -> OutboxMail | None:
        """Queue it; None when another process was first."""
        about = None if self.step else {"steps": [step.id for step in waiting_under(self.to)]}
        record = self.step.record if self.step else None
        return outbox.put(
            to=self.to, kind=self.kind, record=record, step=self.step, about=about, now=now, once=self.once
        )


def _waiting_steps() -> list[Step]:
    return list(Step.that_wait().where(Staff.active).order_by(Step.id))


def days_of_reminders(asked_on: date) -> Iterator[date]:
    """The days on which somebody asked on a day is reminded: 2 and 5 working days later, and then weekly."""
    yield working_days.after(asked_on, FIRST_AFTER)
    day = working_days.after(asked_on, SECOND_AFTER)
    while True:
        yield working_days.on_or_after(day)
        day += THEN_EVERY


def _reminder_of(step: Step, *, today: date) -> _Due | None:
    number = _due_by(_asked_on(step), today)
    if not number:
        return None
    once = f"reminder:{step.id}:{step.assignee_id}:{_asked_on(step)}:{number}"
    return _Due(once, step.assignee, "reminder", step)


@lru_cache(maxsize=1_000)
def _due_by(asked_on: date, today: date) -> int:
    """How many reminders have fallen due by today."""
    number = 0
    for day in days_of_reminders(asked_on):
        if day > today:
            break
        number += 1
    return number


def _asked_on(step: Step) -> date:
    return clock.in_london(step.waits_since).date()


def may_nudge(record: Record, staff: Staff) -> bool:
    """Whether this person may remind those whom the record waits for: its author, while it waits for others."""
    waits = record.state == State.SUBMITTED and access.acts_as_author(record, staff)
    return waits and bool(_others_asked(record, staff))


def _others_asked(record: Record, staff: Staff) -> list[Step]:
    """The open steps of people in post other than this person."""
    asked = [step for step in steps_of(record) if step.state == StepState.OPEN]
    return [step for step in asked if step.assignee_id != staff.id and step.assignee.active]


def nudge(*, record: Record, by: Staff) -> list[Staff]:
    """Remind everybody whom the record waits for now, once a day. Returns who was reminded.

    Raises NotAllowedError for anybody but the author, NotNowError when it waits for nobody or was done today.
    """
    with locked(record.id) as current:
        states.after(current.state, "nudged")
        if not access.acts_as_author(current, by):
            raise NotAllowedError("not the author", NOT_AUTHOR)
        waiting = _others_asked(current, by)
        if not waiting:
            raise NotNowError("waits for nobody else", NOBODY_ELSE)
        nudged = [step.assignee for step in waiting if _queue_nudge(step, current, by)]
        if not nudged:
            raise NotNowError("nudged today", NUDGED_TODAY)
        audit.write(record=current, event="nudged", by=by, detail={"people": [staff.id for staff in nudged]})
    tell_worker()
    return nudged


def _queue_nudge(step: Step, record: Record, by: Staff) -> bool:
    once = f"nudge:{step.id}:{step.assignee_id}:{clock.today()}"
    about, now = {"by": by.id}, clock.now()
    return bool(outbox.put(to=step.assignee, kind="nudge", record=record, step=step, about=about, now=now, once=once))


def _digests_on(today: date) -> list[_Due | None]:
    """One a week for every manager. One about nothing is settled without being sent."""
    week = today.isocalendar()
    ranks = [role for role in Role if RANK[role] >= DIGEST_FROM]
    managers = Staff.select().where(Staff.active & Staff.role.in_(ranks)).order_by(Staff.id)
    return [_Due(f"digest:{staff.id}:{week.year}-{week.week:02}", staff, "digest") for staff in managers]


def waiting_under(staff: Staff) -> list[Step]:
    """The open steps of the records of somebody's teams."""
    theirs = access.of_their_teams(staff).select(Record.id)
    return list(Step.that_wait().where(Step.record.in_(theirs)))
