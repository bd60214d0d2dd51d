"""Queries of every live check: peewee writes their SQL once, and from then on only the values change.

Writing a query takes peewee several times as long as SQLite takes to answer it (docs/speed.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from peewee import Field, Value

from models import database


@dataclass(frozen=True)
class _Parameter:
    name: str
    column: Field


def parameter(column: Any, name: str = "") -> Any:
    """Where a value of this column goes: passed by the column's name, or by another where a query has two of them."""
    return Value(_Parameter(name or column.name, column), converter=False)


@dataclass(frozen=True)
class _Written:
    sql: str
    values: tuple[Any, ...]
    names: frozenset[str]


class Prepared:
    """A query with parameters. `build` makes it with peewee, once for each kind of database.

    Each use takes a value for every parameter, by name, and raises TypeError when one is missing or unknown.
    """

    def __init__(self, build: Callable[[], Any]) -> None:
        self._build = build
        self._written: dict[type, _Written] = {}

    def run(self, **values: Any) -> Any:
        """Ask or write; returns the database's cursor, whose rows are values as the database keeps them."""
        kind = type(database.obj)
        written = self._written.get(kind)
        if written is None:
            written = self._written[kind] = _write(self._build())
        if values.keys() != written.names:
            raise TypeError(f"this query asks for {sorted(written.names)} and was given {sorted(values)}")
        return database.execute_sql(written.sql, [_filled(value, values) for value in written.values])


class PreparedSelect(Prepared):
    """A select of all columns of one model."""

    def __init__(self, model: Any, build: Callable[[], Any]) -> None:
        super().__init__(build)
        self._model, self._columns = model, [(one.name, one.python_value) for one in model.select().selected_columns]

    def first(self, **values: Any) -> Any:
        """The first row as an instance of the model, or None."""
        row = self.run(**values).fetchone()
        if row is None:
            return None
        read = {name: convert(value) for (name, convert), value in zip(self._columns, row, strict=True)}
        return self._model(**read)


def _write(query: Any) -> _Written:
    sql, values = query.sql()
    return _Written(sql, tuple(values), frozenset(value.name for value in values if isinstance(value, _Parameter)))


def _filled(value: Any, values: dict[str, Any]) -> Any:
    return value.column.db_value(values[value.name]) if isinstance(value, _Parameter) else value  # type: ignore[no-untyped-call]
