"""The rows that a load adds and changes: worked out in memory, and written together at its end, hundreds at a time.

A preview works out the same and writes nothing, so nobody waits for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from peewee import ForeignKeyField, chunked

from models import Allocation, Child, ChildSpell, Family, Post, Searchable, SearchTerm, Staff, Table, Team
from records.reporting import plain_rows

Tables = type[Table]
# Whatever others refer to comes before them.
IN_ORDER: tuple[Tables, ...] = (Team, Staff, Post, Family, Child, ChildSpell, Allocation)
# What a new row is known by once it is written, where others refer to it.
KNOWN_BY: Mapping[Tables, Any] = {Team: Team.name, Staff: Staff.email, Family: Family.name, Child: Child.local_id}
TOGETHER = 500  # rows in one statement


def in_order(row: Table) -> tuple[bool, int]:
    """A key that sorts rows as the database would: those that are stored by their number, then new ones."""
    return row.id < 0, abs(row.id)


class Rows:
    """What is added and changed. A new row has a number below zero, by which others refer to it until it is written."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._added: dict[Tables, list[Table]] = {table: [] for table in IN_ORDER}
        self._changed: dict[Tables, dict[int, tuple[Table, set[str]]]] = {table: {} for table in IN_ORDER}
        self._written: dict[int, int] = {}

    def add(self, table: Tables, values: Mapping[str, Any]) -> Any:
        """A new row."""
        row = table(id=-next(self._numbers), **values)
        self._added[table].append(row)
        return row

    def change(self, row: Table, values: Mapping[str, Any]) -> list[str]:
        """Change the columns that differ; returns which did. No others are written: a password may change meanwhile."""
        differing = {column: value for column, value in values.items() if getattr(row, column) != value}
        for column, value in differing.items():
            setattr(row, column, value)
        if differing and row.id > 0:
            self._changed[type(row)].setdefault(row.id, (row, set()))[1].update(differing)
        return [*differing]

    def write(self) -> None:
        """Write everything. From then on new rows have the numbers that the database gave them."""
        for table in IN_ORDER:
            found_otherwise = list(self._found_otherwise(table)) if issubclass(table, Searchable) else []
            self._update(table)
            self._insert(table)
            _index(table, found_otherwise)

    def _found_otherwise(self, table: Tables) -> Iterator[Any]:
        """The rows that a search finds by other words than before: new ones, and those of another name or number."""
        row: Any
        for row in self._added[table]:
            row.search = row.get_search_text()
            yield row
        for row, columns in self._changed[table].values():
            if row.search != row.get_search_text():
                row.search = row.get_search_text()
                columns.add("search")
                yield row

    def _update(self, table: Tables) -> None:
        by_columns: dict[tuple[str, ...], list[Table]] = {}
        for row, columns in self._changed[table].values():
            by_columns.setdefault(tuple(sorted(columns)), []).append(row)
            if table is Staff and "email" in columns:  # addresses pass from one to another: each is set free first
                Staff.update(email=f"{row.id} moves").where(Staff.id == row.id).execute()
        for names, rows in by_columns.items():
            fields = [table._meta.combined[name] for name in names]  # noqa: SLF001 - documented by peewee
            values = ([*self._values(row, fields), row.id] for row in rows)
            plain_rows.update(table, [field.column_name for field in fields], values)

    def _insert(self, table: Tables) -> None:
        rows = self._added[table]
        fields = [field for field in table._meta.sorted_fields if field.name != "id"]  # noqa: SLF001
        plain_rows.insert(table, [field.column_name for field in fields], (self._values(row, fields) for row in rows))
        if table not in KNOWN_BY:
            return
        key = KNOWN_BY[table]
        for some in chunked(rows, TOGETHER):
            by_key = {getattr(row, key.name): row for row in some}
            for number, known_by in plain_rows.rows_of(table.select(table.id, key).where(key.in_([*by_key]))):
                row = by_key[known_by]
                self._written[row.id] = row.id = number

    def _values(self, row: Table, fields: Iterable[Any]) -> list[Any]:
        """The values of these columns as the database takes them, with the numbers of new rows that it has by now."""
        stored = ((field, row.__data__.get(field.name)) for field in fields)
        return [
            self._written.get(value, value) if isinstance(field, ForeignKeyField) else field.db_value(value)
            for field, value in stored
        ]


def _index(table: Tables, rows: list[Any]) -> None:
    kind = table._meta.table_name  # noqa: SLF001
    for some in chunked(rows, TOGETHER):
        mine = (SearchTerm.kind == kind) & SearchTerm.row.in_([row.id for row in some])
        SearchTerm.delete().where(mine).execute()
        terms = sorted((kind, starts, term, row.id) for row in some for starts, term in SearchTerm.of(row.search))
        plain_rows.insert(SearchTerm, ("kind", "starts", "term", "row"), terms)
