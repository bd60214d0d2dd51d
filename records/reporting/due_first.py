"""Records in the order of the day by which something of them is due: a decision, or what was promised."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from peewee import Select

from models import PromisedDay, Record, State, Step, StepState
from records import planning
from records.following import promises


def ids_by_due_day(listed: Select, *, is_by_index: bool, most: int) -> list[int]:
    """Ids of at most so many of these records, the one with the first day first; without those of which nothing is due.

    listed: query of Record. is_by_index: whether they are too many to begin with them, so that the days are gone
    through, through their indexes, until there are enough.
    """
    narrow = planning.by_index if is_by_index else planning.not_by_index
    asked, found = most, []
    while True:
        rows = list(_days(listed, narrow).limit(asked).tuples())
        found = list(dict.fromkeys(number for number, _ in rows))
        if len(found) >= most or len(rows) < asked:  # a record has several days
            return found[:most]
        asked *= 4


def due_days(records: Iterable[int]) -> dict[int, date]:
    """Record id → the first day by which something of it is due; records without one are left out."""
    among = Record.select().where(Record.id.in_(list(records)))
    found: dict[int, date] = {}
    for number, day in _days(among, planning.not_by_index).tuples():
        found.setdefault(number, day)
    return found


def _days(listed: Select, narrow: Any) -> Any:
    """(record id, day) of all that is due of these records, by day. SQLite and PostgreSQL merge the two by index."""
    both = _steps(listed, narrow) + _promises(listed, narrow)
    return both.order_by(both.c.day, both.c.number)


def _steps(listed: Select, narrow: Any) -> Any:
    steps = listed.select(Record.id.alias("number"), Step.due_on.alias("day")).join(Step, on=Step.record == Record.id)
    still = (narrow(Step.state) == StepState.OPEN) & Step.due_on.is_null(False)
    return steps.where(still & (planning.not_by_index(Record.state) == State.SUBMITTED))


def _promises(listed: Select, narrow: Any) -> Any:
    days = listed.select(Record.id.alias("number"), PromisedDay.due_on.alias("day"))
    days = days.join(PromisedDay, on=PromisedDay.record == Record.id)
    kept = planning.not_by_index(Record.state).in_(list(promises.KEPT_IN))
    return days.where(narrow(PromisedDay.ended_at).is_null() & kept)
