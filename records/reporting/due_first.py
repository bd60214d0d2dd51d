"""Records in the order of the day by which something of them is due: a decision, or what was promised."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from peewee import Select

from models import PromisedDay, Record, State, Step, StepState
from records import planning
from records.following import promises

Days = tuple[date, date]  # both included
ANY_DAY: Days = (date.min, date.max)


def ids_by_due_day(
    listed: Select, *, is_by_index: bool, most: int, days: Days = ANY_DAY, submitted: Select | None = None
) -> list[int]:
    """Ids of at most so many of these records, the one with the first day first; without those of which nothing is due.

    listed: query of Record. is_by_index: whether they are too many to begin with them, so that the days are gone
    through, through their indexes, until there are enough. days: between which it is due. submitted: those of the
    records that may be submitted, where they are few.
    """
    narrow = planning.by_index if is_by_index else planning.not_by_index
    promised = _promises(listed, narrow, days)
    steps = _steps(listed, narrow, days) if submitted is None else _steps(submitted, planning.not_by_index, days)
    asked, found = most, []
    while True:
        rows = list(_merged(steps, promised).limit(asked).tuples())
        found = list(dict.fromkeys(number for number, _ in rows))
        if len(found) >= most or len(rows) < asked:  # a record has several days
            return found[:most]
        asked *= 4


def due_days(records: Iterable[int]) -> dict[int, date]:
    """Record id → the first day by which something of it is due; records without one are left out."""
    among = Record.select().where(Record.id.in_(list(records)))
    found: dict[int, date] = {}
    narrow = planning.not_by_index
    for number, day in _merged(_steps(among, narrow, ANY_DAY), _promises(among, narrow, ANY_DAY)).tuples():
        found.setdefault(number, day)
    return found


def _merged(steps: Any, promised: Any) -> Any:
    """(record id, day) of both, by day. SQLite and PostgreSQL merge the two by index."""
    both = steps + promised
    return both.order_by(both.c.day, both.c.number)


def _steps(listed: Select, narrow: Any, days: Days) -> Any:
    steps = listed.select(Step.record.alias("number"), Step.due_on.alias("day")).join(Step, on=Step.record == Record.id)
    still = (narrow(Step.state) == StepState.OPEN) & narrow(Step.due_on).between(*days)
    return steps.where(still & (planning.not_by_index(Record.state) == State.SUBMITTED))


def _promises(listed: Select, narrow: Any, between: Days) -> Any:
    days = listed.select(PromisedDay.record.alias("number"), PromisedDay.due_on.alias("day"))
    days = days.join(PromisedDay, on=PromisedDay.record == Record.id)
    kept = planning.not_by_index(Record.state).in_(list(promises.KEPT_IN))
    still = narrow(PromisedDay.ended_at).is_null() & narrow(PromisedDay.due_on).between(*between)
    return days.where(still & kept)
