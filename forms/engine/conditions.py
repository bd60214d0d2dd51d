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
_widened: ContextVar[frozenset[str]] = ContextVar("figures that widen scopes", default=frozenset())


def holds(conditions: tuple[Condition, ...], answers: Mapping[str, Any]) -> bool:
    """Whether all conditions hold for these answers; true without conditions."""
    for question, values in conditions:  # noqa: SIM110 - all() takes three times as long, and a page asks a hundred times
        if answers.get(question) not in values:
            return False
    return True


def widen(figures: Iterable[str]) -> None:
    """Set the figures by which scopes are widened in the current context."""
    _widened.set(frozenset(figures))


@contextmanager
def widened(figures: Iterable[str]) -> Iterator[None]:
    """Set them within the block."""
    token = _widened.set(frozenset(figures))
    try:
        yield
    finally:
        _widened.reset(token)


@lru_cache(maxsize=256)
def scope_of(cites: tuple[str, ...]) -> Scope:
    """The children who are asked a question that serves these statements: those of any of them; every child for none."""
    return reduce(or_, (BY_ID[statement].scope for statement in cites)) if cites else EVERY_CHILD


def is_about(scope: Scope, answers: Mapping[str, Any]) -> bool:
    """Whether the record is about a child within the scope, as far as its answers say."""
    return scope.holds(answers.get, _widened.get())


class Conditional(Protocol):
    """The attributes of a question that determine the layout."""

    when: tuple[Condition, ...]
    reveals_others: bool


class Applicable(Protocol):
    """A question that knows whether it applies."""

    def applies(self, answers: Mapping[str, Any]) -> bool: ...


@dataclass(frozen=True)
class Applicability:
    """Which answers of a record apply. questions: by name; columns: name of a table → column → question."""

    questions: Mapping[str, Applicable]
    columns: Mapping[str, Mapping[str, Applicable]]

    def __call__(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """The answers to questions that apply. Names that are not questions ('departures') are kept."""
        applicable = _applicable(self.questions, answers)
        for name, columns in self.columns.items():
            if isinstance(rows := applicable.get(name), list):
                applicable[name] = [_applicable(columns, row) if isinstance(row, dict) else row for row in rows]
        return applicable


def _applicable(questions: Mapping[str, Applicable], answers: Mapping[str, Any]) -> dict[str, Any]:
    hidden = {name for name in questions.keys() & answers.keys() if not questions[name].applies(answers)}
    return {name: answer for name, answer in answers.items() if name not in hidden}


@dataclass(frozen=True)
class Layout:
    """How a page's questions nest. reveals[question][value]: the names that a radio reveals; nested: all of them."""

    reveals: Mapping[str, Mapping[str, tuple[str, ...]]]
    nested: frozenset[str]


def layout_of(questions: Mapping[str, Conditional]) -> Layout:
    """Nest each question that depends on one radio of the same page under that radio.

    With several such conditions the last counts. A condition that allows several values nests nothing, because the
    design system can reveal a question under one radio only.
    """
    reveals: dict[str, dict[str, tuple[str, ...]]] = {}
    nested = set()
    for name, question in questions.items():
        for parent, values in reversed(question.when):
            if len(values) == 1 and parent in questions and questions[parent].reveals_others:
                under = reveals.setdefault(parent, {})
                under[values[0]] = (*under.get(values[0], ()), name)
                nested.add(name)
                break
    return Layout(reveals, frozenset(nested))
