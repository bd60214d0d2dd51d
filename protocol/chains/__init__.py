"""Who decides on a record, in which order and under which statement, computed from its answers."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from protocol.answers import Answers
from protocol.chains.asking import asked
from protocol.chains.emergency import emergency_chain
from protocol.chains.exception import exception_chain
from protocol.chains.management import management_chain
from protocol.chains.model import Ask, StepSpec
from protocol.chains.transfer import transfer_chain
from protocol.decisions import Decision
from protocol.statements import EMERGENCY, EXCEPTION, MANAGEMENT, TRANSFER

__all__ = ["Ask", "StepSpec", "chain", "whole_chain"]

Builder = Callable[[Answers], tuple[StepSpec, ...]]
_CHAINS: Mapping[str, Builder] = MappingProxyType(
    {
        TRANSFER: transfer_chain,
        EMERGENCY: emergency_chain,
        EXCEPTION: exception_chain,
        MANAGEMENT: management_chain,
    }
)


def whole_chain(kind: str, answers: Mapping[str, Any]) -> tuple[StepSpec, ...]:
    """Every step that a record with these answers can come to have, in order, those of disagreement among them.

    Raises KeyError for an unknown kind.
    """
    # The chain looks at no clock: only a rule asks what day it is.
    return _CHAINS[kind](Answers(answers, kind=kind, today=date.min))


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
