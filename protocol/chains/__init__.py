"""Who decides on a record, in which order and under which statement, computed from its answers."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from protocol.answers import Answers
from protocol.chains.asking import asked
from protocol.chains.emergency import emergency_chain
from protocol.chains.escalation import HEADS, LEADERS, MANAGERS
from protocol.chains.exception import exception_chain
from protocol.chains.management import LOCALITY_LEADERS, management_chain
from protocol.chains.model import Ask, StepSpec
from protocol.chains.transfer import transfer_chain
from protocol.decisions import Decision
from protocol.statements import EMERGENCY, EXCEPTION, MANAGEMENT, TRANSFER

__all__ = ["STEPS", "Ask", "StepSpec", "chain", "whole_chain"]

Builder = Callable[[Answers], tuple[StepSpec, ...]]
_CHAINS: Mapping[str, Builder] = MappingProxyType(
    {
        TRANSFER: transfer_chain,
        EMERGENCY: emergency_chain,
        EXCEPTION: exception_chain,
        MANAGEMENT: management_chain,
    }
)
_ABOVE = (*MANAGERS.every_key, *HEADS.every_key)
# The keys of all steps that a chain can come to have: each has a case and a story.
STEPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        TRANSFER: ("current_worker", "new_worker", *LEADERS.sides, *_ABOVE),
        EMERGENCY: ("reallocating_team_leader", "receiving_team_leader", "confirming_manager"),
        EXCEPTION: (*LEADERS.sides, *_ABOVE),
        MANAGEMENT: ("worker", "outgoing_team_leader", "new_team_leader", *LOCALITY_LEADERS),
    }
)


def whole_chain(kind: str, answers: Mapping[str, Any]) -> tuple[StepSpec, ...]:
    """Every step that a record with these answers can come to have, in order, those of disagreement among them.

    Raises KeyError for an unknown kind, ValueError for a step that STEPS does not name.
    """
    # The chain looks at no clock: only a rule asks what day it is.
    steps = _CHAINS[kind](Answers(answers, kind=kind, today=date.min))
    if strange := {step.key for step in steps}.difference(STEPS[kind]):
        raise ValueError(f"STEPS does not name {', '.join(sorted(strange))} of {kind}")
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
