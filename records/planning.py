"""Conditions for SQLite's planner, which has no statistics: it cannot know that most records are in one state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import add
from typing import Any

from peewee import OP, SQL, Expression, Select, Value, fn

from models import Record, database

Narrow = Callable[[Any], Any]  # a column → that, or an expression for which no index is used
FindIds = Callable[[Narrow], Any]

# A condition that every record meets: a query that has it may use the index of kinds (models.py), and no other may.
BY_KIND = Record.revision >= SQL("0")
FEW = 2_000  # rows that are looked up one by one


class TooManyError(Exception):
    """A query would find more than are looked up one by one."""


def not_by_index(column: Any) -> Any:
    """A column as an expression, for which no index is used."""
    return fn.COALESCE(column, column)


def by_index(column: Any) -> Any:
    """A column as it is, so that its index may be used."""
    return column


def require_few(query: Any) -> None:
    """Raise TooManyError where a query, which an index alone answers, has more than FEW rows: that is quickly asked."""
    if query.limit(FEW + 1).count() > FEW:
        raise TooManyError


def few_of(find: FindIds) -> list[int] | None:
    """What a query finds in its column `found`, in order; None for more than FEW.

    find: by_index or not_by_index → the query. For by_index it may raise TooManyError.
    """
    try:
        first = {number for (number,) in find(by_index).limit(FEW + 1).tuples()}
    except TooManyError:
        return None
    return sorted(first) if len(first) <= FEW else None


def one_of(column: Any, numbers: Sequence[int]) -> Any:
    """A condition: `column` is one of these numbers. They stand in the query itself, as peewee passes many slowly."""
    if not numbers:
        return column.in_([])
    return Expression(column, OP.IN, SQL(f"({','.join(str(int(number)) for number in numbers)})"))


def is_found(column: Any, find: FindIds) -> Any:
    """A condition: `column` is one of the many that a query finds in its column `found`.

    Each row is asked whether it is one, as in a list that is read until a page is full: there it takes as long among a
    million as among ten thousand.
    """
    inner = find(not_by_index).alias("among")
    return fn.EXISTS(Select([inner], [Value(1)]).where(inner.c.found == column))


def merged(leads: Sequence[tuple[Any, Any]], conditions: Sequence[Any]) -> Any:
    """Query of the records that meet a lead and all conditions: ids (`number`) and `at`, to be ordered by both.

    leads: (condition, column or expression for `at`), each of which an index leads to in the order of `at`. What is
    asked of each record is written once: writing it for each lead took longer than the database's answer.
    """
    text, values = Record.select(Record.id).where(Record.id == SQL('"led"."number"'), *conditions).sql()
    is_asked, parts = SQL(f"EXISTS ({text})", values), []
    for condition, at in leads:
        led = Record.select(Record.id.alias("number"), at.alias("at")).where(condition).alias("led")
        parts.append(Select([led], [led.c.number, led.c.at]).where(is_asked))
    return reduce(add, parts).bind(database)


class Found:
    """What several queries find in common. ids: of those that each find a few; None where none of them does.

    many: conditions, of those that each find many, and of `led`: what these find the order of the list leads to.
    """

    def __init__(self, column: Any, finds: Iterable[FindIds], led: Iterable[FindIds] = ()) -> None:
        self.ids: list[int] | None = None
        self.many: list[Any] = [is_found(column, find) for find in led]
        for find in finds:
            if (few := few_of(find)) is None:
                self.many.append(is_found(column, find))
            else:
                self.ids = few if self.ids is None else sorted({*self.ids}.intersection(few))
        self.conditions = self.many if self.ids is None else [one_of(column, self.ids), *self.many]
