"""Select the active steps of a chain and their people, from the steps alone: a stored chain runs no protocol code."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, fields, replace
from types import MappingProxyType
from typing import Any

from protocol.chains.step import CONFIRM, Ask, StepSpec
from protocol.decisions import (
    APPROVED,
    CANNOT_AGREE,
    CORRECTIONS_RIGHT,
    HEADS_OF_SERVICE,
    SERVICE_DELIVERY_MANAGERS,
    TEAM_LEADERS,
    Decision,
)
from protocol.people import Person, person_from, same_person

_NOT_THEIR_OWN = "{name} wrote this record, so somebody else of the same rank or above takes this step."
_NOT_TWICE = "{name} already takes another step on this record, so somebody else takes this one."
_MANAGERS = ("team_leader", "locality_leader", "service_delivery_manager", "head_of_service")
CONFIRMS_CORRECTIONS = Ask(
    CORRECTIONS_RIGHT, "I confirm that what this record says in place of the register is right", "tick"
)
_RANKS: Mapping[str, str] = MappingProxyType(
    {
        "team_leader": TEAM_LEADERS,
        "service_delivery_manager": SERVICE_DELIVERY_MANAGERS,
        "head_of_service": HEADS_OF_SERVICE,
    }
)


def active_steps(
    steps: Iterable[StepSpec],
    *,
    author: Mapping[str, Any] | None = None,
    decisions: Iterable[Decision] = (),
    managers: Mapping[str, Any] | None = None,
) -> tuple[StepSpec, ...]:
    """The steps of a whole chain that are active after these decisions on its version.

    After a 'cannot agree', the undecided steps named in `voids` are replaced by those of the managers above.
    `managers`: the people for steps whose question is not answered, by side and rank
    ("current_service_delivery_manager", "new_head_of_service"), each {"id", "name"}. Nobody decides on a record that
    they wrote (they may confirm it by submitting), nor takes two steps of one record: such a step has `person` None
    and a `note` with the reason.
    """
    outcomes = {one.step: one.outcome for one in decisions}
    disagreed = {step for step, outcome in outcomes.items() if outcome == CANNOT_AGREE}
    called = [step for step in steps if not step.called_by or not disagreed.isdisjoint(step.called_by)]
    needless = {key for step in called for key in step.voids} - outcomes.keys()
    return assign_people([step for step in called if step.key not in needless], managers or {}, author=author)


def escalation_steps(steps: Iterable[StepSpec], key: str, disagreed: Collection[str]) -> list[StepSpec]:
    """The steps that become active because the person of the step `key` cannot agree.

    `disagreed`: the keys of earlier steps with that outcome. Steps that those have activated already are left out.
    """
    return [step for step in steps if key in step.called_by and step.called_by and not _called(step, disagreed)]


def _called(step: StepSpec, disagreed: Collection[str]) -> bool:
    return not set(disagreed).isdisjoint(step.called_by)


def assign_people(
    steps: Sequence[StepSpec],
    managers: Mapping[str, Any],
    *,
    author: Mapping[str, Any] | None = None,
    taken: Iterable[Mapping[str, Any]] = (),
) -> tuple[StepSpec, ...]:
    """Assign people to steps. One step replaces those of both sides where one person holds both posts.

    `taken`: people who already have a step on this version, each {"id", "name"}.
    """
    filled = [step if step.in_person else _filled(step, managers) for step in steps]
    people = {step.key: person_from(step.person) for step in filled}
    merged = [step for step in filled if step.stands_for and same_person(*map(people.get, step.stands_for))]
    merged_keys = {key for step in merged for key in step.stands_for}
    kept = [step for step in filled if (step in merged if step.stands_for else step.key not in merged_keys)]
    others = [person for one in taken if (person := person_from(one))]
    return _each_person_once(kept, person_from(author), others)


def _filled(step: StepSpec, managers: Mapping[str, Any]) -> StepSpec:
    return replace(step, person=step.person or managers.get(f"{step.side}_{step.rank}"))


def _each_person_once(steps: Iterable[StepSpec], author: Person | None, taken: list[Person]) -> tuple[StepSpec, ...]:
    assigned: list[StepSpec] = []
    for step in steps:
        person = person_from(step.person)
        if person is None:
            assigned.append(replace(step, person=None))
        elif any(same_person(person, other) for other in taken):
            assigned.append(_without_person(step, _NOT_TWICE, person))
        elif same_person(person, author) and step.action != CONFIRM:
            assigned.append(_without_person(step, _NOT_THEIR_OWN, person))
        else:
            taken.append(person)
            assigned.append(replace(step, on_submission=same_person(person, author)))
    return tuple(assigned)


def _without_person(step: StepSpec, note: str, person: Person) -> StepSpec:
    return replace(step, person=None, note=note.replace("{name}", person.name or "The person named"))


def confirming_first(steps: Sequence[StepSpec], barred: Collection[str] = ()) -> tuple[StepSpec, ...]:
    """The steps with that of the transferring side's first manager before all others: it confirms the corrections.

    barred: keys of the steps of people who wrote the record. Unchanged where no other manager has a step.
    """
    managers = [step for step in steps if step.rank in _MANAGERS and step.key not in barred]
    if not managers:
        return tuple(steps)
    chosen = min(managers, key=lambda step: (step.order, step.side != "current"))
    first = min(step.order for step in steps) - 1
    confirming = replace(chosen, order=first, asks=(CONFIRMS_CORRECTIONS, *chosen.asks))
    return (confirming, *(step for step in steps if step is not chosen))


def confirms_corrections(step: StepSpec) -> bool:
    """Whether it is the step at which the corrections are confirmed."""
    return CONFIRMS_CORRECTIONS in step.asks


def authority_of(ranks: Mapping[str, str], decisions: Iterable[Decision]) -> frozenset[str]:
    """The ranks whose steps have all approved an exception decision, for `ExceptionDecision.authority`.

    `ranks`: step key → rank, of every active step.
    """
    approved = {one.step for one in decisions if one.outcome == APPROVED}
    missing = {rank for step, rank in ranks.items() if step not in approved}
    return frozenset(_RANKS[rank] for rank in {*ranks.values()} - missing if rank in _RANKS)


def to_data(step: StepSpec) -> dict[str, Any]:
    """A step as JSON-serialisable values, to be stored with a version."""
    return asdict(step)


def from_data(data: Mapping[str, Any]) -> StepSpec:
    """The inverse of `to_data`. Fields that an earlier release did not store get their defaults."""
    known = {one.name for one in fields(StepSpec)}
    given: dict[str, Any] = {name: value for name, value in data.items() if name in known}
    given |= {name: tuple(value) for name, value in given.items() if isinstance(value, list)}
    given["asks"] = tuple(Ask(**ask) for ask in data.get("asks", ()))
    return StepSpec(**given)
