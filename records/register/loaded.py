"""One load of the register while it runs: what it counts and warns of, the rows that it knows, how it writes one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from peewee import chunked

from models import Child, Staff, Table, Team
from records.register.problems import Problem

CHUNK = 500  # rows in one statement


@dataclass
class Tally:
    """Table → number of rows 'added', 'changed' and unchanged ('as they were').

    warnings: what cannot be true, and was loaded all the same or left for a later day.
    """

    counted: dict[str, Counter[str]] = field(default_factory=dict)
    warnings: list[Problem] = field(default_factory=list)

    def count(self, table: type[Table], what: str) -> None:
        """Increment a counter."""
        self.counted.setdefault(table._meta.table_name, Counter())[what] += 1  # noqa: SLF001 - documented by peewee


@dataclass
class Load:
    """One load: its day, its tally, and the ids of the spells that it found to run still, by table."""

    today: date
    tally: Tally = field(default_factory=Tally)
    seen: dict[Any, set[int]] = field(default_factory=dict)

    def store_seen(self) -> None:
        """Store that these spells were seen today, many rows at a time: a load sees most of them again."""
        for table, ids in self.seen.items():
            for some in chunked(sorted(ids), CHUNK):
                table.update(seen_on=self.today).where(table.id.in_(some)).execute()


@dataclass(frozen=True)
class Known:
    """The rows loaded so far, by the files' keys: local id, email, team name."""

    children: dict[str, Child]
    staff: dict[str, Staff]
    teams: dict[str, Team]


def upsert(row: Table | None, table: type[Table], values: dict[str, Any], tally: Tally) -> Any:
    """Create the row, or update the columns that differ; returns it."""
    if row is None:
        tally.count(table, "added")
        return table.create(**values)
    tally.count(table, "changed" if change(row, values) else "as they were")
    return row


def change(row: Table, values: dict[str, Any]) -> bool:
    """Update the columns that differ; returns whether any did."""
    differing = {column: value for column, value in values.items() if getattr(row, column) != value}
    for column, value in differing.items():
        setattr(row, column, value)
    if differing:
        row.save(only=[*differing])  # only these columns: a password may be changed at the same time
    return bool(differing)
