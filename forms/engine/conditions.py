"""When a question applies, as data: ((question, values), …), every one of which must hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

Condition = tuple[str, tuple[str, ...]]


def holds(conditions: tuple[Condition, ...], answers: Mapping[str, Any]) -> bool:
    """Whether each named question is answered with one of the values. No conditions: always."""
    return not conditions or all(answers.get(question) in values for question, values in conditions)


class Conditional(Protocol):
    """What a layout needs to know of a question."""

    when: tuple[Condition, ...]
    reveals_others: bool


@dataclass(frozen=True)
class Layout:
    """How the questions of a page hang together: reveals[radio question][value] are the questions shown under it."""

    reveals: Mapping[str, Mapping[str, tuple[str, ...]]]
    hung: frozenset[str]


def layout_of(questions: Mapping[str, Conditional]) -> Layout:
    """Hangs each question that depends on one radio of the same page under that radio.

    The last such condition decides. A condition that allows several values hangs nothing, because the
    design system reveals a thing under one radio only.
    """
    reveals: dict[str, dict[str, tuple[str, ...]]] = {}
    hung = set()
    for name, question in questions.items():
        for parent, values in reversed(question.when):
            if len(values) == 1 and parent in questions and questions[parent].reveals_others:
                under = reveals.setdefault(parent, {})
                under[values[0]] = (*under.get(values[0], ()), name)
                hung.add(name)
                break
    return Layout(reveals, frozenset(hung))
