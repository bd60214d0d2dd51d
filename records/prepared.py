"""Prepared queries for the live check: peewee generates their SQL once, later runs only bind values.

Generating the SQL takes peewee several times as long as SQLite takes to run it (docs/speed.md).
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
    """Placeholder for a value of this column, passed to `run` under `name` (default: the column's name)."""
    return Value(_Parameter(name or column.name, column), converter=False)


@dataclass(frozen=True)
class _Compiled:
    sql: str
    values: tuple[Any, ...]
    names: frozenset[str]


class Prepared:
    """A query with placeholders. `build` returns the peewee query; it is called once for each kind of database."""

    def __init__(self, build: Callable[[], Any]) -> None:
        self._build = build
        self._written: dict[type, _Compiled] = {}

    def run(self, **values: Any) -> Any:
        """Execute with a value for each placeholder; returns the cursor, whose rows hold raw database values.

        Raises TypeError when a placeholder's value is missing or a name is unknown.
        """
        kind = type(database.obj)
        written = self._written.get(kind)
        if written is None:
            written = self._written[kind] = _compile(self._build())
        if values.keys() != written.names:
            raise TypeError(f"this query asks for {sorted(written.names)} and was given {sorted(values)}")
        return database.execute_sql(written.sql, [_bind(value, values) for value in written.values])


class PreparedSelect(Prepared):
    """A prepared select of all columns of one model."""

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


def _compile(query: Any) -> _Compiled:
    sql, values = query.sql()
    return _Compiled(sql, tuple(values), frozenset(value.name for value in values if isinstance(value, _Parameter)))


def _bind(value: Any, values: dict[str, Any]) -> Any:
    return value.column.db_value(values[value.name]) if isinstance(value, _Parameter) else value  # type: ignore[no-untyped-call]
