"""Queries that every request asks: peewee writes their SQL once, and from then on only the values change.

Writing a query takes peewee several times as long as SQLite takes to answer it (docs/speed.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from peewee import Field, Value

from models import database


@dataclass(frozen=True)
class _Hole:
    name: str
    column: Field


def hole(column: Any, name: str = "") -> Any:
    """Where a value of this column goes: passed by the column's name, or by another where a query has two of them."""
    return Value(_Hole(name or column.name, column), converter=False)


@dataclass(frozen=True)
class _Written:
    query: Any
    sql: str
    parts: tuple[Any, ...]
    names: frozenset[str]


class Prepared:
    """A query with holes. `build` makes it with peewee, once for each kind of database.

    Each use takes a value for every hole, by name, and raises TypeError when one is missing or has no hole.
    """

    def __init__(self, build: Callable[[], Any]) -> None:
        self._build = build
        self._written: dict[type, _Written] = {}
        self._readers: dict[type, Any] = {}

    def rows(self, **values: Any) -> list[Any]:
        """What a select finds: instances of its tables, as peewee gives them."""
        query, cursor = self._ask(values)
        found = cursor.fetchall()
        return [self._reader(query, cursor).process_row(row) for row in found] if found else []

    def first(self, **values: Any) -> Any:
        """The first of the rows, or None."""
        return next(iter(self.rows(**values)), None)

    def run(self, **values: Any) -> None:
        """Insert or update."""
        self._ask(values)

    def _reader(self, query: Any, cursor: Any) -> Any:
        """peewee's own reader of such rows, which works out only once what each column becomes."""
        kind = type(database.obj)
        if kind not in self._readers:
            reader = query._get_cursor_wrapper(cursor)
            reader.initialize()
            self._readers[kind] = reader
        return self._readers[kind]

    def _ask(self, values: dict[str, Any]) -> tuple[Any, Any]:
        kind = type(database.obj)
        written = self._written.get(kind)
        if written is None:
            written = self._written[kind] = _write(self._build())
        if values.keys() != written.names:
            raise TypeError(f"this query asks for {sorted(written.names)} and was given {sorted(values)}")
        return written.query, database.execute_sql(written.sql, [_filled(part, values) for part in written.parts])


def _write(query: Any) -> _Written:
    sql, parts = query.sql()
    return _Written(query, sql, tuple(parts), frozenset(part.name for part in parts if isinstance(part, _Hole)))


def _filled(part: Any, values: dict[str, Any]) -> Any:
    return part.column.db_value(values[part.name]) if isinstance(part, _Hole) else part  # type: ignore[no-untyped-call]
