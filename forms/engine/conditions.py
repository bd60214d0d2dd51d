"""Conditions under which a question applies, as data: ((question, allowed values), …), joined by 'and'."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

Condition = tuple[str, tuple[str, ...]]


def holds(conditions: tuple[Condition, ...], answers: Mapping[str, Any]) -> bool:
    """Whether all conditions hold for these answers; true without conditions."""
    for question, values in conditions:  # noqa: SIM110 - all() takes three times as long, and a page asks a hundred times
        if answers.get(question) not in values:
            return False
    return True


class Conditional(Protocol):
    """The attributes of a question that determine the layout."""

    when: tuple[Condition, ...]
    reveals_others: bool


@dataclass(frozen=True)
class Applicability:
    """Which answers of a record apply. questions: name → conditions; columns: name of a table → column → conditions."""

    questions: Mapping[str, tuple[Condition, ...]]
    columns: Mapping[str, Mapping[str, tuple[Condition, ...]]]

    def __call__(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """The answers to questions that apply. Names that are not questions ('departures') are kept."""
        applicable = _applicable(self.questions, answers)
        for name, conditions in self.columns.items():
            if isinstance(rows := applicable.get(name), list):
                applicable[name] = [_applicable(conditions, row) if isinstance(row, dict) else row for row in rows]
        return applicable


def _applicable(conditions: Mapping[str, tuple[Condition, ...]], answers: Mapping[str, Any]) -> dict[str, Any]:
    hidden = {name for name in conditions.keys() & answers.keys() if not holds(conditions[name], answers)}
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
