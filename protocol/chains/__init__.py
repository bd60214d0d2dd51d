"""Approval chains: who signs a record, in which order and under which statement, computed from its answers."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from protocol import corrections
from protocol.answers import Answers
from protocol.chains import acceptance, emergency, exception, management, transfer  # noqa: F401 (registers each chain)
from protocol.chains.selection import active_steps, confirming_first, with_registers_leader
from protocol.chains.step import CHAINS, CONFIRM, Ask, StepSpec
from protocol.decisions import Decision
from protocol.people import person_from, same_person

__all__ = ["CHAINS", "Ask", "StepSpec", "chain", "whole_chain"]

BY_REGISTER = "by the register"  # after a part of somebody whom the record has not in that part


def whole_chain(
    kind: str, answers: Mapping[str, Any], accepts: Sequence[str] = (), switches: Collection[str] = ()
) -> tuple[StepSpec, ...]:
    """All possible steps of a record with these answers, in order, including those of an escalation.

    accepts: the statements that are to be accepted as not met, which puts the managers above those who decide last.
    switches: the figures that the council has switched on.

    Where the answers correct the register, it is the chain that asks for more, of the record's values and the
    register's, and the leader of the team that the register has for the child is in it. Raises KeyError for an
    unknown kind, ValueError for a step whose key the chain does not declare.
    """
    return acceptance.with_acceptance(_by_both_readings(kind, answers, switches), accepts, answers)


def _by_both_readings(kind: str, answers: Mapping[str, Any], switches: Collection[str]) -> tuple[StepSpec, ...]:
    said, other = _built(kind, answers, switches), corrections.by_register(answers)
    if other is None:
        return said
    longer = max(said, _built(kind, other, switches), key=_how_much)
    if longer is not said:
        longer = tuple(_beside_the_record(step, longer, answers) for step in longer)
    return with_registers_leader(longer, answers, other)


def _beside_the_record(step: StepSpec, chain: Sequence[StepSpec], answers: Mapping[str, Any]) -> StepSpec:
    """A step of the register's chain where the record has somebody else in that part: whoever it has confirms, unless
    they have another step; whoever decides does so by the register, which their part says.
    """
    said, person = person_from(answers.get(step.question or "")), person_from(step.person)
    if step.called_by or person is None or same_person(person, said):
        return step
    others = (person_from(one.person) for one in chain if one is not step and not one.called_by)
    if said and step.action == CONFIRM and not any(same_person(said, one) for one in others):
        return replace(step, person=said._asdict())
    part = f"{step.part} {BY_REGISTER}"
    return replace(step, part=part, title=step.title.replace(step.part, part))


def _how_much(steps: tuple[StepSpec, ...]) -> tuple[int, int]:
    return sum(not step.called_by for step in steps), len(steps)


def _built(kind: str, answers: Mapping[str, Any], switches: Collection[str]) -> tuple[StepSpec, ...]:
    of_kind = CHAINS[kind]
    # Chains do not depend on the date, so that a stored chain stays valid.
    steps = of_kind.build(Answers(answers, kind=kind, today=date.min, switches=switches))
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
    accepts: Sequence[str] = (),
    switches: Collection[str] = (),
) -> tuple[StepSpec, ...]:
    """The active steps of a record, in order, for its answers and decisions: see `active_steps`.

    accepts, switches: see `whole_chain`.

    Where the answers correct the register, that is confirmed before all: see `confirming_first`.
    """
    whole = whole_chain(kind, answers, accepts, switches)
    steps = active_steps(whole, author=author, decisions=decisions, managers=managers)
    if corrections.by_register(answers) is None:
        return steps
    return confirming_first(steps, barred={step.key for step in steps if step.on_submission})
