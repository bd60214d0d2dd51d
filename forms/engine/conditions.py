"""Conditions under which a question applies, as data: ((question, allowed values), …), joined by 'and'."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import Any, Protocol

from protocol import BY_ID
from protocol.statements.scope import EVERY_CHILD, Condition, Scope

# The figures of the current council that widen scopes; records.council sets them with the council.
WIDENED: ContextVar[frozenset[str]] = ContextVar("figures that widen scopes", default=frozenset())


def holds(conditions: tuple[Condition, ...], answers: Mapping[str, Any]) -> bool:
    """Whether all conditions hold for these answers; true without conditions."""
    for question, values in conditions:  # noqa: SIM110 - all() takes three times as long, and a page asks a hundred times
        if answers.get(question) not in values:
            return False
    return True


@contextmanager
def widened(figures: Iterable[str]) -> Iterator[None]:
    """Widen scopes by these figures within the block."""
    token = WIDENED.set(frozenset(figures))
    try:
        yield
    finally:
        WIDENED.reset(token)


@lru_cache(maxsize=256)
def scope_of(cites: tuple[str, ...]) -> Scope:
    """The children whom these statements are about, one or another of them; every child for no statement."""
    return reduce(or_, (BY_ID[statement].scope for statement in cites)) if cites else EVERY_CHILD


class Conditional(Protocol):
    """The attributes of a question that determine the layout."""

    when: tuple[Condition, ...]
    reveals_others: bool


@dataclass(frozen=True)
class Layout:
    """How questions nest. reveals[question][value]: the names that a radio reveals; nested: name → that question."""

    reveals: Mapping[str, Mapping[str, tuple[str, ...]]]
    nested: Mapping[str, str]


def layout_of(questions: Mapping[str, Conditional]) -> Layout:
    """Nest each question that depends on one radio of the same page under that radio.

    With several such conditions the last counts. A condition that allows several values nests nothing, because the
    design system can reveal a question under one radio only.
    """
    reveals: dict[str, dict[str, tuple[str, ...]]] = {}
    nested: dict[str, str] = {}
    for name, question in questions.items():
        for parent, values in reversed(question.when):
            value = values[0] if len(values) == 1 else None
            if value and parent in questions and questions[parent].reveals_others:
                under = reveals.setdefault(parent, {})
                under[value] = (*under.get(value, ()), name)
                nested[name] = parent
                break
    return Layout(reveals, nested)
