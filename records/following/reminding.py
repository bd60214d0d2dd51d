"""Reminders of open steps and promises, the author's nudge, a weekly digest for managers. Each is queued only once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from mail import outbox
from models import RANK, OutboxMail, PromisedDay, Record, Role, Staff, State, Step, StepState
from records import access, audit, clock
from records.deciding import states
from records.deciding.decisions import steps_of
from records.errors import ConflictError, ForbiddenError
from records.following import promises, working_days
from records.transaction import locked, notify_worker, transaction

FIRST_AFTER, SECOND_AFTER = 2, 5  # working days after the assignee was asked
THEN_EVERY = timedelta(weeks=1)
NOT_BEFORE = time(8)  # London time
DIGEST_FROM = RANK[Role.TEAM_LEADER]
ALREADY_NUDGED = "You have already sent a reminder today. You can send another tomorrow."
NOBODY_ELSE = "This record waits for nobody who could be reminded."
NOT_AUTHOR = "Only the person who started this record can send a reminder."


def queue_due(now: datetime) -> int:
    """Queue every reminder and digest that is due and not queued yet. Returns the number queued.

    A unique key in the outbox (`once`) prevents duplicates when workers run concurrently. After downtime, only the
    latest of several due reminders is sent.
    """
    there = clock.in_london(now)
    if there.time() < NOT_BEFORE or not working_days.is_working_day(there.date()):
        return 0
    today = there.date()
    of_steps = [_due_reminder(step, today=today) for step in _open_steps()]
    due = {mail.once: mail for mail in (*of_steps, *_of_promises(today), *_weekly_digests(today)) if mail}
    done = outbox.already_queued(due)
    return sum(bool(due[once].put(now)) for once in due if once not in done)


@dataclass(frozen=True)
class _DueMail:
    """A mail that is due; `once` is its unique key in the outbox. promises: ids of the promised days it lists."""

    once: str
    to: Staff
    kind: str
    step: Step | None = None
    promises: tuple[int, ...] = ()

    def put(self, now: datetime) -> OutboxMail | None:
        """Queue the mail, and note of what it lists that somebody is reminded; None when another process was first."""
        record, kind, about = self.step.record if self.step else None, self.kind, self._about()
        with transaction():
            mail = outbox.queue(
                to=self.to, kind=kind, record=record, step=self.step, about=about, now=now, once=self.once
            )
            if mail and self.promises:
                PromisedDay.update(reminded_at=now).where(PromisedDay.id.in_(self.promises)).execute()
        return mail

    def _about(self) -> dict[str, list[int]]:
        if self.step:
            return {}
        if self.promises:
            return {"promises": list(self.promises)}
        overdue = promises.overdue_among(access.visible_by_post(self.to))
        return {"steps": [step.id for step in open_steps_below(self.to)], "promises": overdue}


def _open_steps() -> list[Step]:
    return list(Step.select_open().where(Staff.active).order_by(Step.id))


def reminder_days(asked_on: date) -> Iterator[date]:
    """Yields the reminder dates for an assignee asked on a date: after 2 and 5 working days, then weekly, endlessly."""
    yield working_days.after(asked_on, FIRST_AFTER)
    day = working_days.after(asked_on, SECOND_AFTER)
    while True:
        yield working_days.on_or_after(day)
        day += THEN_EVERY


def _due_reminder(step: Step, *, today: date) -> _DueMail | None:
    number = _reminders_due(_asked_date(step), today)
    if not number:
        return None
    once = f"reminder:{step.id}:{step.assignee_id}:{_asked_date(step)}:{number}"
    return _DueMail(once, step.assignee, "reminder", step)


@lru_cache(maxsize=1_000)
def _reminders_due(asked_on: date, today: date) -> int:
    """How many reminder dates have been reached by today."""
    number = 0
    for day in reminder_days(asked_on):
        if day > today:
            break
        number += 1
    return number


def _of_promises(today: date) -> list[_DueMail]:
    """One mail a person, of all that is due by the next working day or overdue, on the days of `promise_reminder`."""
    lists: dict[Staff, list[tuple[int, date]]] = {}
    for day, author in promises.days_to_remind_of(working_days.after(today, 1)):
        for staff in _to_remind(day, author, is_overdue=day.due_on < today):
            lists.setdefault(staff, []).append((day.id, promise_reminder(day.due_on, today)))
    return [
        _DueMail(
            f"promised:{staff.id}:{max(reached for _, reached in listed)}",
            staff,
            "promised",
            promises=tuple(number for number, _ in listed),
        )
        for staff, listed in lists.items()
    ]


def promise_reminder(due: date, today: date) -> date:
    """The latest day, by today, on which somebody is reminded of a promise that is due by the next working day.

    That is the working day before it is due, and once it is overdue the first working day of each week.
    """
    first_of_week = working_days.on_or_after(today - timedelta(days=today.weekday()))
    return first_of_week if due < first_of_week else working_days.before(due)


def _to_remind(day: PromisedDay, author: Staff, *, is_overdue: bool) -> list[Staff]:
    """Who does it, else the author of the record, and the author once it is overdue; of these no longer here, the
    leaders."""
    asked = [day.staff] if day.staff and day.staff.active else [author]
    asked += [author] if is_overdue and author not in asked else []
    active = [staff for staff in asked if staff.active]
    return active or promises.get_leaders(day.record)


def _asked_date(step: Step) -> date:
    return clock.in_london(step.waits_since).date()


def may_nudge(record: Record, staff: Staff) -> bool:
    """Whether this person, acting as the author, may remind others whom the record waits for."""
    waits = record.state == State.SUBMITTED and access.acts_as_author(record, staff)
    return waits and bool(_steps_of_others(record, staff))


def _steps_of_others(record: Record, staff: Staff) -> list[Step]:
    """The record's open steps of active people other than this one."""
    asked = [step for step in steps_of(record) if step.state == StepState.OPEN]
    return [step for step in asked if step.assignee_id != staff.id and step.assignee.active]


def nudge(*, record: Record, by: Staff) -> list[Staff]:
    """Remind every assignee of an open step, at most once a day. Returns who was reminded.

    Raises ForbiddenError for anybody but the author, ConflictError when nobody is waited for or all were reminded
    today.
    """
    with locked(record.id) as current:
        states.next_state(current.state, "nudged")
        if not access.acts_as_author(current, by):
            raise ForbiddenError("not the author", NOT_AUTHOR)
        waiting = _steps_of_others(current, by)
        if not waiting:
            raise ConflictError("waits for nobody else", NOBODY_ELSE)
        nudged = [step.assignee for step in waiting if _queue_nudge(step, current, by)]
        if not nudged:
            raise ConflictError("nudged today", ALREADY_NUDGED)
        audit.append_event(record=current, event="nudged", by=by, detail={"people": [staff.id for staff in nudged]})
    notify_worker()
    return nudged


def _queue_nudge(step: Step, record: Record, by: Staff) -> bool:
    once = f"nudge:{step.id}:{step.assignee_id}:{clock.today()}"
    about, now = {"by": by.id}, clock.now()
    return bool(outbox.queue(to=step.assignee, kind="nudge", record=record, step=step, about=about, now=now, once=once))


def _weekly_digests(today: date) -> list[_DueMail | None]:
    """One digest per calendar week for every manager. An empty one is marked as not needed when it would be sent."""
    week = today.isocalendar()
    ranks = [role for role in Role if RANK[role] >= DIGEST_FROM]
    managers = Staff.select().where(Staff.active & Staff.role.in_(ranks)).order_by(Staff.id)
    return [_DueMail(f"digest:{staff.id}:{week.year}-{week.week:02}", staff, "digest") for staff in managers]


def open_steps_below(staff: Staff) -> list[Step]:
    """Open steps in records of the teams that somebody supervises."""
    theirs = access.visible_by_post(staff).select(Record.id)
    return list(Step.select_open().where(Step.record.in_(theirs)))
