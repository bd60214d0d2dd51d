"""Conditions for SQLite's planner, which has no statistics: it cannot know that most records are in one state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from peewee import Select, Value, fn

FEW = 2_000  # rows that are looked up one by one


def not_by_index(column: Any) -> Any:
    """A column as an expression, for which no index is used."""
    return fn.COALESCE(column, column)


def by_index(column: Any) -> Any:
    """A column as it is, so that its index may be used."""
    return column


def among(column: Any, find: Callable[[Callable[[Any], Any]], Any]) -> Any:
    """A condition: `column` is one of what a query finds in its column `found`.

    A few are looked up. Of many, each row is asked whether it is one, as in a list that is read until a page is full:
    there it takes as long among a million as among ten thousand. find: by_index or not_by_index → the query.
    """
    first = {number for (number,) in find(by_index).limit(FEW + 1).tuples()}
    if len(first) <= FEW:
        return column.in_(sorted(first))
    inner = find(not_by_index).alias("among")
    return fn.EXISTS(Select([inner], [Value(1)]).where(inner.c.found == column))
