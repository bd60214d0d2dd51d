"""One load of the register while it runs: what it counts and warns of, the rows that it knows, how it writes one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from peewee import chunked

from models import Allocation, Child, ChildSpell, Staff, Table, Team
from records.register.files import Line
from records.register.problems import Problem
from records.register.refused import Refused
from records.register.rows import Rows

CHUNK = 500  # rows in one statement
TOLD_EACH = 10_000  # lines
Tell = Callable[[str], None]


def say_nothing(_: str) -> None:
    """Tell nobody how far a load is."""


@dataclass
class Change:
    """What a line adds or changes. about: what the line is about. columns: those whose values change."""

    about: str
    is_new: bool = False
    columns: set[str] = field(default_factory=set)


@dataclass
class Tally:
    """Table → number of rows 'added', 'changed' and unchanged ('as they were').

    changes: (name of file, line number) → what the line adds or changes; a line that does neither is not in it.
    warnings: what cannot be true, and was loaded all the same or left for a later day. cut_off: the files in which most
    of what is stored is not listed.
    """

    counted: dict[str, Counter[str]] = field(default_factory=dict)
    changes: dict[tuple[str, int], Change] = field(default_factory=dict)
    warnings: list[Problem] = field(default_factory=list)
    cut_off: list[Problem] = field(default_factory=list)
    line: Line[Any] | None = None

    def count(self, table: type[Table], what: str, *columns: str) -> None:
        """Increment a counter, and note that the line that is being loaded did it."""
        self.counted.setdefault(table._meta.table_name, Counter())[what] += 1  # noqa: SLF001 - documented by peewee
        if self.line and what != "as they were":
            change = self.changes.setdefault((self.line.name, self.line.number), Change(self.line.about))
            change.columns.update(name.removesuffix("_id") for name in columns)

    def note_new(self) -> None:
        """Note that what the line that is being loaded is about is new."""
        if self.line:
            self.changes.setdefault((self.line.name, self.line.number), Change(self.line.about)).is_new = True


@dataclass
class Load:
    """One load: its day, its tally, the lines that it refuses, the rows that it adds and changes, and the ids of the
    spells that it found to run still, by table. births: a child's id → the day of birth that a line corrects. tell: is
    told how far it is.
    """

    today: date
    refused: Refused = field(default_factory=Refused)
    tally: Tally = field(default_factory=Tally)
    rows: Rows = field(default_factory=Rows)
    seen: dict[Any, set[int]] = field(default_factory=dict)
    births: dict[int, date] = field(default_factory=dict)
    tell: Tell = say_nothing
    _numbers: set[tuple[str, str]] = field(default_factory=set)

    def is_second(self, column: str, number: str) -> bool:
        """Whether a line before this one had this number of its column."""
        place = (column, number)
        before = bool(number) and place in self._numbers
        self._numbers.add(place)
        return before

    def upsert(self, row: Table | None, table: type[Table], values: dict[str, Any]) -> Any:
        """Add the row, or change the columns that differ; returns it."""
        if row is None:
            self.tally.note_new()
            self.tally.count(table, "added")
            return self.rows.add(table, values)
        differing = self.rows.change(row, values)
        self.tally.count(table, "changed" if differing else "as they were", *differing)
        return row

    def write(self) -> None:
        """Write what was worked out, and that these spells were seen today, many rows at a time."""
        self.rows.write()
        for table, ids in self.seen.items():
            for some in chunked(sorted(ids), CHUNK):
                table.update(seen_on=self.today).where(table.id.in_(some)).execute()

    def each(self, lines: Iterable[Line[Any]]) -> Iterator[Line[Any]]:
        """Each of these lines, as the one that is being loaded."""
        for number, line in enumerate(lines, start=1):
            self.tally.line = line
            yield line
            if number % TOLD_EACH == 0:
                self.tell(f"{line.file}: {number:,} lines")
        self.tally.line = None

    def refuse(self, line: Line[Any], problems: list[Problem]) -> None:
        """Refuse a line, if there are problems."""
        self.refused.add([line.about], problems)

    def depends(self, line: Line[Any], column: str, name: str) -> list[Problem]:
        """The problem of a line that names, in a column, what a refused line of the file `name` is about."""
        because = self.refused.find(name, str(getattr(line.row, column) or ""))
        return [line.problem(column, "").because_of(because)] if because else []

    def missing(self, line: Line[Any], column: str, name: str, what: str) -> list[Problem]:
        """The problem of a line that names, in a column, what is neither stored nor in the file `name`."""
        text = f"Add '{getattr(line.row, column)}' to {name}.csv, or correct the {what}."
        return self.depends(line, column, name) or [line.problem(column, text)]


@dataclass(frozen=True)
class Known:
    """The rows loaded so far, by the files' keys: local id, email, team name.

    Staff are found by registration number too, and by a former email, unless that has passed on. spells, times: those
    of the children whom the files mention, by the child's id, those that are stored first.
    """

    children: dict[str, Child]
    staff: dict[str, Staff]
    teams: dict[str, Team]
    spells: dict[int, list[ChildSpell]] = field(default_factory=dict)
    times: dict[int, list[Allocation]] = field(default_factory=dict)

    @cached_property
    def people(self) -> dict[int, Staff]:
        """Each member of staff by id."""
        return {person.id: person for person in self.staff.values()}

    def read(self, local_ids: Iterable[str]) -> None:
        """Read what is stored of these children, many at a time."""
        ids = {child.id for local_id in local_ids if (child := self.children.get(local_id))}
        for some in chunked(sorted(one for one in ids if one > 0), CHUNK):
            both: tuple[tuple[Any, dict[int, list[Any]]], ...] = ((ChildSpell, self.spells), (Allocation, self.times))
            for table, found in both:
                for row in table.select().where(table.child.in_(some)).order_by(table.id):
                    found.setdefault(row.child_id, []).append(row)
