"""Who decides on a record, in which order and under which statement, computed from its answers."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from protocol.answers import Answers
from protocol.chains import emergency, exception, management, transfer  # noqa: F401 (registers each chain)
from protocol.chains.asking import asked
from protocol.chains.step import CHAINS, Ask, StepSpec
from protocol.decisions import Decision

__all__ = ["CHAINS", "Ask", "StepSpec", "chain", "whole_chain"]


def whole_chain(kind: str, answers: Mapping[str, Any]) -> tuple[StepSpec, ...]:
    """Every step that a record with these answers can come to have, in order, those of disagreement among them.

    Raises KeyError for an unknown kind, ValueError for a step whose key the chain does not name.
    """
    of_kind = CHAINS[kind]
    # The chain looks at no clock: only a rule asks what day it is.
    steps = of_kind.build(Answers(answers, kind=kind, today=date.min))
    if strange := {step.key for step in steps}.difference(of_kind.steps):
        raise ValueError(f"The chain of {kind} does not name its step {', '.join(sorted(strange))}")
    return steps


def chain(
    kind: str,
    answers: Mapping[str, Any],
    *,
    author: Mapping[str, Any] | None = None,
    decisions: Iterable[Decision] = (),
    managers: Mapping[str, Any] | None = None,
) -> tuple[StepSpec, ...]:
    """The steps of a record that are asked for, in order, for its present answers and decisions: see `asked`."""
    return asked(whole_chain(kind, answers), author=author, decisions=decisions, managers=managers)
