"""A version's chain: its steps are created at submission; those for a disagreement are stored as foreseen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from models import Record, RecordVersion, Step, StepState
from protocol import STATEMENTS, StepSpec, whole_chain
from protocol.chains import selection
from records import access
from records.deciding import correcting
from records.deciding.assignment import Assignment, assign
from records.deciding.managers import managers_named
from records.register.lookup import as_answer
from records.weighing import for_protocol, is_in_force

UNSETTLED = (StepState.WAITING, StepState.OPEN)


def specs_for(*, kind: str, answers: Mapping[str, Any]) -> tuple[StepSpec, ...]:
    """The steps that the protocol requires when a draft with these answers is submitted."""
    return selection.active_steps(_all_possible_steps(kind, answers), managers=managers_named(answers))


def foreseen_for(*, kind: str, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The steps that a disagreement would add, as dicts, stored with the version."""
    return [selection.to_data(spec) for spec in _all_possible_steps(kind, answers) if spec.called_by]


def _all_possible_steps(kind: str, answers: Mapping[str, Any]) -> list[StepSpec]:
    """Every step that may become part of the chain, without those of chapters that are off."""
    specs = whole_chain(kind, for_protocol(answers))
    return [spec for spec in specs if any(map(is_in_force, spec.statements))]


def is_offered(kind: str) -> bool:
    """Whether this kind of record is offered: a statement about this kind alone is in force."""
    return any(is_in_force(statement.id) for statement in STATEMENTS if statement.records == (kind,))


def create_steps(record: Record, version: RecordVersion, assignments: Iterable[Assignment]) -> list[Step]:
    """Insert a WAITING step for each assignment."""
    return [
        Step.create(
            record=record,
            version=version.number,
            key=spec.key,
            order=spec.order,
            action=spec.action,
            title=spec.title,
            part=spec.part,
            rank=spec.rank,
            side=spec.side,
            statements=list(spec.statements),
            declaration=spec.declaration,
            asks=[asdict(ask) for ask in spec.asks],
            assignee=staff,
            instead_of=instead_of,
        )
        for spec, staff, instead_of in ((a.spec, a.staff, a.instead_of) for a in assignments)
    ]


def escalate(record: Record, version: RecordVersion, steps: Sequence[Step], refused: Step) -> None:
    """After a disagreement: create the steps foreseen for it and void those that they replace.

    They are assigned to today's holders of the posts. Raises CannotSubmitError when a post has none.
    """
    others = {step.key for step in steps if step.state == StepState.CANNOT_AGREE and step.id != refused.id}
    called = selection.escalation_steps(_foreseen(version), refused.key, others)
    needless = {key for spec in called for key in spec.voids}
    for step in steps:
        if step.state in UNSETTLED and step.key in needless:
            step.state = StepState.VOID
            step.save()
    standing = [step for step in steps if step.state != StepState.VOID]
    people = [as_answer(step.instead_of or step.assignee) or {} for step in standing]
    specs = selection.assign_people(called, managers_named(version.answers), taken=people)
    taken = {step.assignee_id for step in standing} | {step.instead_of_id for step in standing if step.instead_of_id}
    assignments = assign(specs, record, taken=taken)
    if correcting.confirmed_in(steps) is None:
        wrote = access.get_writer_ids(record)
        assignments = correcting.confirming_first(assignments, version.answers, wrote=wrote)
    create_steps(record, version, assignments)


def escalates(step: Step, version: RecordVersion) -> bool:
    """Whether a disagreement at this step adds steps for managers above."""
    return any(step.key in spec.called_by for spec in _foreseen(version))


def _foreseen(version: RecordVersion) -> list[StepSpec]:
    return [selection.from_data(one) for one in (version.foreseen or {}).get("steps", ())]
