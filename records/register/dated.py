"""Writes dated spells: what a load of the register says runs today, and what its files say of the past.

It serves both tables of spells, ChildSpell and Post. A spell covers its days from `started_on` (where that is unknown,
from the first day on which a load said that it ran) up to but not including `ended_on`: the next one begins on that
day, as SSDA903 episodes do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from peewee import fn

from models import ChildSpell, Post
from records.register.loaded import Load

Table = type[ChildSpell] | type[Post]
Values = Mapping[str, Any]


def covers(table: Table, day: date) -> Any:
    """A peewee condition: the spell is known to have run on `day`."""
    return (begins(table) <= day) & (table.ended_on.is_null() | (table.ended_on > day))


def begins(table: Table) -> Any:
    """A peewee expression: the first day on which the spell is known to have run."""
    return fn.COALESCE(table.started_on, table.first_seen_on)


class Spells:
    """The spells of one owner about one thing, such as the legal statuses of a child or the posts of a person.

    `owner`: the columns that all of them share. `rows`: those that are stored. What tells one spell from another
    (`values`) is kept apart from what belongs to it (`more`, such as a category).
    """

    def __init__(self, table: Table, owner: Values, rows: Iterable[Any], load: Load) -> None:
        self.table, self.owner, self.rows, self.load = table, owner, list(rows), load
        self.counted_as = str(owner.get("about", "post"))

    @property
    def running(self) -> list[Any]:
        """The spells that have not ended."""
        return [row for row in self.rows if row.ended_on is None]

    def find_running(self, values: Values) -> Any:
        """The spell of these values that runs, or None."""
        return next((row for row in self.running if _same(row, values)), None)

    def state(self, before: Any, values: Values, *, since: date | None, more: Values | None = None) -> None:
        """Say that `values` hold today, since a day that may be unknown, where `before` ran until now (None: nothing).

        The same with a later first day is a spell of its own, with an earlier one a correction. Another value ends
        `before`; where it began no later than `before` did, `before` was a mistake and is corrected.
        """
        if before is None:
            self._add(values, more, since, None)
            return
        same, known = _same(before, values), before.started_on
        later = since is not None and since > (known or before.first_seen_on)
        if same and not later:
            self._change(before, {"started_on": since or known, **(more or {})})
        elif not same and since and known and since <= known:
            self._change(before, {"started_on": since, **values, **(more or {})})
        else:
            self.end(before, since)
            self._add(values, more, since, None)

    def end(self, row: Any, day: date | None) -> None:
        """End a spell on a day; where that is unknown, on the day of this load, which is the latest that it can be."""
        self._change(row, {"ended_on": day or self.load.today})

    def record(self, values: Values, started_on: date | None, ended_on: date | None, more: Values | None = None) -> Any:
        """Store a line of a file of spells whose end is known, or whose first day is that of a stored one.

        Returns the stored row; None for one that runs and is not known by its first day: say that with state().
        """
        row = self._find(values, started_on, ended_on)
        if row is None:
            return self._add(values, more, started_on, ended_on) if ended_on else None
        days = {"started_on": started_on or row.started_on, "ended_on": ended_on}
        self._change(row, {**days, **(more or {})})
        return row

    def _find(self, values: Values, started_on: date | None, ended_on: date | None) -> Any:
        same = [row for row in self.rows if _same(row, values)]
        of_that_day = [row for row in same if started_on and row.started_on == started_on]
        ended_then = [
            row for row in same if ended_on and row.ended_on == ended_on and not (row.started_on and started_on)
        ]
        open_until_then = [
            row
            for row in same
            if ended_on and row.ended_on is None and row.started_on is None and row.first_seen_on <= ended_on
        ]
        return next(iter((*of_that_day, *ended_then, *open_until_then)), None)

    def _add(self, values: Values, more: Values | None, started_on: date | None, ended_on: date | None) -> Any:
        seen = {"first_seen_on": self.load.today, "seen_on": self.load.today}
        days = {"started_on": started_on, "ended_on": ended_on}
        row = self.load.rows.add(self.table, {**self.owner, **values, **(more or {}), **days, **seen})
        self.rows.append(row)
        self.load.tally.count(self.table, "added", self.counted_as)
        return row

    def _change(self, row: Any, values: Values) -> None:
        changed = self.load.rows.change(row, values)
        if row.ended_on is None and row.seen_on < self.load.today:
            self.load.seen.setdefault(self.table, set()).add(row.id)
        self.load.tally.count(self.table, "changed" if changed else "as they were", self.counted_as)


def _same(row: Any, values: Values) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())
