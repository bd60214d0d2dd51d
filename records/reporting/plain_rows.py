"""Rows as plain tuples, where thousands are read or written and models would cost more than the query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from peewee import chunked

from models import Table, database

ROWS = 500  # in one statement


def rows_of(query: Any) -> list[Any]:
    """The rows of a query, each a tuple of its columns."""
    return list(query.tuples())


def insert(table: type[Table], columns: Sequence[str], rows: Iterable[Sequence[Any]], on_conflict: str = "") -> None:
    """Insert rows, hundreds with one statement, whose text is made once and not from each of its values."""
    named = ", ".join(f'"{name}"' for name in columns)
    one = f"({', '.join([database.param] * len(columns))})"
    for some in chunked(rows, ROWS):
        values = ", ".join([one] * len(some))
        told = f'INSERT INTO "{table._meta.table_name}" ({named}) VALUES {values} {on_conflict}'  # noqa: S608, SLF001 - names of ours
        database.execute_sql(told, [value for row in some for value in row])


def update(table: type[Table], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Update these columns of rows, of each of which its values are given, and then its id."""
    named = ", ".join(f'"{name}" = {database.param}' for name in columns)
    told = f'UPDATE "{table._meta.table_name}" SET {named} WHERE "id" = {database.param}'  # noqa: S608, SLF001 - as above
    database.cursor().executemany(told, rows)
