"""Select the active steps of a chain and their people, from the steps alone: a stored chain runs no protocol code."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, fields, replace
from types import MappingProxyType
from typing import Any

from protocol.chains import refusing
from protocol.chains.acceptance import is_acceptance
from protocol.chains.step import CONFIRM, DECIDE, Ask, StepSpec
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
_MANAGERS = refusing.SENIORITY
CONFIRMS_CORRECTIONS = Ask(
    CORRECTIONS_RIGHT, "I confirm that the corrections of the register in this record are right", "tick"
)
REGISTERS_LEADER = "registers_team_leader"
_LEADER_OF_TEAM = ("current_team_leader", "reallocating_team_leader")
_RIGHT = (
    "The register has this child with my team. I have read the corrections of the register in this record, and they "
    "are right."
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

    After a 'cannot agree', or when those of one rank differ over refusing, the undecided steps named in `voids` are
    replaced by those of the managers above. After a refusal for good only what was decided is left.
    `managers`: the people for steps whose question is not answered, by side and rank
    ("current_service_delivery_manager", "new_head_of_service"), each {"id", "name"}. Nobody decides on a record that
    they wrote (they may confirm it by submitting), nor takes two steps of one record: such a step has `person` None
    and a `note` with the reason.
    """
    outcomes = {one.step: one.outcome for one in decisions}
    disagreed = {step for step, outcome in outcomes.items() if outcome == CANNOT_AGREE}
    active = _active(steps := tuple(steps), disagreed, outcomes, managers or {}, author)
    while differing := refusing.differing(active, outcomes) - disagreed:
        disagreed |= differing
        active = _active(steps, disagreed, outcomes, managers or {}, author)
    if refusing.refused_by(active, outcomes):
        return tuple(step for step in active if step.key in outcomes)
    return active


def _active(
    steps: Iterable[StepSpec],
    disagreed: Collection[str],
    outcomes: Collection[str],
    managers: Mapping[str, Any],
    author: Mapping[str, Any] | None,
) -> tuple[StepSpec, ...]:
    called = [step for step in steps if not step.called_by or _called(step, disagreed)]
    needless = {key for step in called for key in step.voids}.difference(outcomes)
    return assign_people([step for step in called if step.key not in needless], managers, author=author)


def escalation_steps(
    steps: Iterable[StepSpec], disagree: Collection[str], disagreed: Collection[str]
) -> list[StepSpec]:
    """The steps that become active because the people of the steps `disagree` cannot agree, or differ over refusing.

    `disagreed`: the keys of earlier such steps. Steps that those have activated already are left out.
    """
    return [step for step in steps if _called(step, disagree) and not _called(step, disagreed)]


def _called(step: StepSpec, disagreed: Collection[str]) -> bool:
    return not set(disagreed).isdisjoint(step.called_by)


def assign_people(
    steps: Sequence[StepSpec],
    managers: Mapping[str, Any],
    *,
    author: Mapping[str, Any] | None = None,
    taken: Iterable[Mapping[str, Any]] = (),
) -> tuple[StepSpec, ...]:
    """Assign people to steps. One step replaces those of both sides where one person holds both posts, and takes in
    the steps that it `joins` where the same person has them.

    `taken`: people who already have a step on this version, each {"id", "name"}.
    """
    filled = [step if step.in_person else _filled(step, managers) for step in steps]
    people = {step.key: person_from(step.person) for step in filled}
    merged = [step for step in filled if step.stands_for and same_person(*map(people.get, step.stands_for))]
    merged_keys = {key for step in merged for key in step.stands_for}
    kept = [step for step in filled if (step in merged if step.stands_for else step.key not in merged_keys)]
    others = [person for one in taken if (person := person_from(one))]
    return _each_person_once(_joined(kept), person_from(author), others)


def _joined(steps: Sequence[StepSpec]) -> list[StepSpec]:
    """The steps, where one takes in those of the same person that it joins."""
    joined = {step.key: [one for one in steps if joins(step, one)] for step in steps if step.joins}
    taken_in = {one.key for others in joined.values() for one in others}
    return [with_parts_of(step, joined.get(step.key, ())) for step in steps if step.key not in taken_in]


def joins(step: StepSpec, other: StepSpec) -> bool:
    """Whether a step takes in another, because the same person has both."""
    return other.key in step.joins and same_person(person_from(step.person), person_from(other.person))


def with_parts_of(step: StepSpec, others: Iterable[StepSpec]) -> StepSpec:
    """The step with the parts, declarations, statements and questions of others as well."""
    for other in others:
        part = f"{other.part} and {step.part}"
        step = replace(
            step,
            part=part,
            title=f"Decision of the {part}",
            declaration=f"{other.declaration} {step.declaration}",
            statements=(*other.statements, *step.statements),
            asks=(*other.asks, *step.asks),
        )
    return step


def _filled(step: StepSpec, managers: Mapping[str, Any]) -> StepSpec:
    return replace(step, person=step.person or managers.get(f"{step.side}_{step.rank}"))


def _each_person_once(steps: Iterable[StepSpec], author: Person | None, taken: list[Person]) -> tuple[StepSpec, ...]:
    assigned: list[StepSpec] = []
    for step in steps:
        person = person_from(step.person)
        if person is None:
            assigned.append(replace(step, person=None))
        elif any(same_person(person, other) for other in taken) and not step.again_after:
            assigned.append(_without_person(step, _NOT_TWICE, person))
        elif same_person(person, author) and step.action != CONFIRM:
            assigned.append(_without_person(step, _NOT_THEIR_OWN, person))
        else:
            taken.append(person)
            assigned.append(replace(step, on_submission=same_person(person, author)))
    return tuple(assigned)


def _without_person(step: StepSpec, note: str, person: Person) -> StepSpec:
    return replace(step, person=None, note=note.replace("{name}", person.name or "The person named"))


def with_registers_leader(
    steps: Sequence[StepSpec], answers: Mapping[str, Any], register: Mapping[str, Any]
) -> tuple[StepSpec, ...]:
    """The steps with the one at which the leader of the register's team for the child confirms the corrections.

    Whoever corrects the worker would otherwise choose who confirms it. A step that this leader has already is marked;
    else one is added. Unchanged where the team is the same by both readings. register: the answers as the register
    would have them.
    """
    team = person_from(register.get("current_team"))
    if not steps or team is None or same_person(team, person_from(answers.get("current_team"))):
        return tuple(steps)
    question = next((one for one in _LEADER_OF_TEAM if one in register), _LEADER_OF_TEAM[0])
    leader = person_from(register.get(question))
    managers = [one for one in steps if one.rank in _MANAGERS and not one.called_by]
    theirs = [one for one in managers if same_person(person_from(one.person), leader)]
    if theirs:
        return tuple(_asked_to_confirm(one) if one is theirs[0] else one for one in steps)
    cited = managers[0].statements if managers else steps[0].statements
    added = StepSpec(
        REGISTERS_LEADER,
        1,
        "Confirmation of the corrections of the register",
        DECIDE,
        cited,
        leader._asdict() if leader else None,
        "{team_leader} whom the register has for the child",
        _RIGHT,
        question=question,
        rank="team_leader",
        side="current",
    )
    return (_asked_to_confirm(added), *steps)


def confirming_first(steps: Sequence[StepSpec], barred: Collection[str] = ()) -> tuple[StepSpec, ...]:
    """The steps with the one that confirms the corrections before all others.

    It is that of the register's leader (`with_registers_leader`), else that of the transferring side's first manager.
    barred: keys of the steps of people who wrote the record. Unchanged where no other manager has a step.
    """
    managers = [step for step in steps if step.rank in _MANAGERS and step.key not in barred]
    if not managers:
        return tuple(steps)
    chosen = min(managers, key=lambda step: (not confirms_corrections(step), step.side != "current", step.order))
    confirming = replace(_asked_to_confirm(chosen), order=min(step.order for step in steps) - 1)
    return (confirming, *(_not_asked_to_confirm(step) for step in steps if step is not chosen))


def _asked_to_confirm(step: StepSpec) -> StepSpec:
    return step if confirms_corrections(step) else replace(step, asks=(CONFIRMS_CORRECTIONS, *step.asks))


def _not_asked_to_confirm(step: StepSpec) -> StepSpec:
    return replace(step, asks=tuple(ask for ask in step.asks if ask != CONFIRMS_CORRECTIONS))


def confirms_corrections(step: StepSpec) -> bool:
    """Whether it is the step at which the corrections are confirmed."""
    return CONFIRMS_CORRECTIONS in step.asks


def authority_of(ranks: Mapping[str, str], decisions: Iterable[Decision]) -> frozenset[str]:
    """The ranks whose steps have all approved an exception decision, for `ExceptionDecision.authority`.

    `ranks`: step key → rank, of every active step. Confirming corrections for the register decides nothing else, and
    neither does accepting what is not met.
    """
    ranks = {step: rank for step, rank in ranks.items() if step != REGISTERS_LEADER and not is_acceptance(step)}
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
