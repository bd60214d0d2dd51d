"""Who decides on a record, in which order and under which statement, computed from its answers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from protocol.answers import Answers
from protocol.chains.emergency import emergency_chain
from protocol.chains.exception import exception_chain
from protocol.chains.management import management_chain
from protocol.chains.model import CONFIRM, Ask, StepSpec
from protocol.chains.transfer import transfer_chain
from protocol.decisions import APPROVED, HEADS_OF_SERVICE, SERVICE_DELIVERY_MANAGERS, TEAM_LEADERS, Decision
from protocol.people import Person, person_from, same_person
from protocol.statements import EMERGENCY, EXCEPTION, MANAGEMENT, TRANSFER

__all__ = ["Ask", "StepSpec", "authority_of", "chain"]

_NOT_THEIR_OWN = "{name} wrote this record, so somebody else of the same rank or above takes this step."
_NOT_TWICE = "{name} already takes another step on this record, so somebody else takes this one."

Builder = Callable[[Answers, Mapping[str, Any]], tuple[StepSpec, ...]]
_CHAINS: Mapping[str, Builder] = MappingProxyType(
    {
        TRANSFER: transfer_chain,
        EMERGENCY: emergency_chain,
        EXCEPTION: exception_chain,
        MANAGEMENT: management_chain,
    }
)
_RANKS: Mapping[str, str] = MappingProxyType(
    {
        "team_leader": TEAM_LEADERS,
        "service_delivery_manager": SERVICE_DELIVERY_MANAGERS,
        "head_of_service": HEADS_OF_SERVICE,
    }
)


def chain(
    kind: str,
    answers: Mapping[str, Any],
    *,
    author: Mapping[str, Any] | None = None,
    decisions: Iterable[Decision] = (),
    managers: Mapping[str, Any] | None = None,
) -> tuple[StepSpec, ...]:
    """The steps of a record, in order, for its present answers and decisions.

    `decisions` are those on the version at hand: where somebody could not agree, undecided steps give way
    to those of the managers above. `managers` names these people where no question does, by side and
    rank ("current_service_delivery_manager", "new_head_of_service"), each {"id", "name"}. Nobody is given a
    step on a record that they wrote, except to confirm by submitting it, nor two steps of one record: such
    a step has no person, and its `note` says why. Raises KeyError for an unknown kind.
    """
    # The chain looks at no clock: only a rule asks what day it is.
    read = Answers(answers, kind=kind, today=date.min, decisions=tuple(decisions), author=person_from(author))
    return _each_person_once(_CHAINS[kind](read, managers or {}), read.author)


def authority_of(
    answers: Mapping[str, Any], decisions: Iterable[Decision], managers: Mapping[str, Any] | None = None
) -> frozenset[str]:
    """The ranks of which everybody asked has approved an exception decision, for `ExceptionDecision.authority`."""
    decided = tuple(decisions)
    approved = {one.step for one in decided if one.outcome == APPROVED}
    steps = chain(EXCEPTION, answers, decisions=decided, managers=managers)
    missing = {step.rank for step in steps if step.key not in approved}
    return frozenset(_RANKS[rank] for rank in {step.rank for step in steps} - missing)


def _each_person_once(steps: Iterable[StepSpec], author: Person | None) -> tuple[StepSpec, ...]:
    settled: list[StepSpec] = []
    taken: list[Person] = []
    for step in steps:
        person = person_from(step.person)
        if person is None:
            settled.append(step)
        elif any(same_person(person, other) for other in taken):
            settled.append(_without_person(step, _NOT_TWICE, person))
        elif same_person(person, author) and step.action != CONFIRM:
            settled.append(_without_person(step, _NOT_THEIR_OWN, person))
        else:
            taken.append(person)
            settled.append(replace(step, on_submission=same_person(person, author)))
    return tuple(settled)


def _without_person(step: StepSpec, note: str, person: Person) -> StepSpec:
    return replace(step, person=None, note=note.replace("{name}", person.name or "The person named"))
