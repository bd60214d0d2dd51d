"""The chain of a version as it stands after the decisions so far: whose steps there are, and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from models import Record, RecordVersion, Step, StepState
from protocol import STATEMENTS, Decision, StepSpec, chain
from records.assigning import Assignment, assign
from records.managers import managers_named
from records.weighing import decisions_in, for_protocol, is_in_force

UNSETTLED = (StepState.WAITING, StepState.OPEN)


def specs_for(*, kind: str, answers: Mapping[str, Any], decisions: Iterable[Decision] = ()) -> tuple[StepSpec, ...]:
    """The steps that the protocol asks for, given what has been decided; none for a chapter that is switched off."""
    specs = chain(kind, for_protocol(answers), decisions=tuple(decisions), managers=managers_named(answers))
    return tuple(spec for spec in specs if any(map(is_in_force, spec.statements)))


def is_offered(kind: str) -> bool:
    """Whether records of this kind are written here: where a statement about no other kind is in force."""
    return any(is_in_force(statement.id) for statement in STATEMENTS if statement.records == (kind,))


def lay_steps(record: Record, version: RecordVersion, assignments: Iterable[Assignment]) -> list[Step]:
    """Write the steps of these assignments, waiting."""
    return [
        Step.create(
            record=record, version=version.number, key=spec.key, order=spec.order, action=spec.action,
            title=spec.title, part=spec.part, rank=spec.rank, side=spec.side, statements=list(spec.statements),
            declaration=spec.declaration,
            asks=[{"name": ask.name, "label": ask.label, "kind": ask.kind} for ask in spec.asks],
            assignee=staff, instead_of=instead_of,
        )
        for spec, staff, instead_of in ((a.spec, a.staff, a.instead_of) for a in assignments)
    ]  # fmt: skip


def bring_up_to_date(record: Record, version: RecordVersion, steps: Sequence[Step]) -> None:
    """After a decision: steps that it made needless are void, and those that it calls for are laid."""
    specs = specs_for(kind=record.kind, answers=version.answers, decisions=decisions_in(steps))
    wanted, present = {spec.key for spec in specs}, {step.key for step in steps}
    for step in steps:
        if step.state in UNSETTLED and step.key not in wanted:
            step.state = StepState.VOID
            step.save()
    standing = [step for step in steps if step.state != StepState.VOID]
    taken = {step.assignee_id for step in standing} | {step.instead_of_id for step in standing if step.instead_of_id}
    missing = [spec for spec in specs if spec.key not in present]
    lay_steps(record, version, assign(missing, record, taken=taken))


def escalates(step: Step, version: RecordVersion, steps: Sequence[Step]) -> bool:
    """Whether the protocol takes the record to the managers above when this step's person cannot agree."""
    # Whether this one alone would take it up: those beside count as agreeing, whatever they have said.
    undecided = (*UNSETTLED, StepState.CANNOT_AGREE)
    beside = {o.key: o for o in steps if o.state in undecided and o.order == step.order and o != step}
    settled = [decision for decision in decisions_in(steps) if decision.step not in beside]
    so_far = (*settled, *(_supposed(other, StepState.APPROVED) for other in beside.values()))
    disagreed = _supposed(step, StepState.CANNOT_AGREE)
    kind, answers = step.record.kind, version.answers
    before = {spec.key for spec in specs_for(kind=kind, answers=answers, decisions=so_far)}
    after = {spec.key for spec in specs_for(kind=kind, answers=answers, decisions=(*so_far, disagreed))}
    return bool(after - before)


def _supposed(step: Step, outcome: StepState) -> Decision:
    return Decision(step.key, outcome, {"id": step.assignee_id, "name": step.assignee.name}, date.min)
