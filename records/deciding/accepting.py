"""Acceptance of what is required and cannot be met: who accepts it, asking them, and what they accepted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from models import Acceptance, Record, RecordVersion, Role, Staff, Step, StepState
from protocol import StepSpec, Weighing
from protocol.chains import acceptance, refusing
from protocol.chains.acceptance import is_acceptance
from protocol.formatting import listed
from records import access, clock
from records.deciding import managers
from records.deciding.assignment import Assignment, rank_held
from records.errors import CannotSubmitError
from records.register import posts
from records.weighing import findings_of

NOBODY = (
    "Nobody can accept what is not met, as {part}: everybody above those who decide wrote this record "
    "or already has another part in it, or the register has nobody. Ask for the register to be put right."
)
SOMEBODY_ABOVE = "a manager above those who decide"
NOT_ACCEPTED = "This is not accepted: the record did not get that far."
NOT_TICKED = "Tick each thing that you accept as not met, or return the record."


def accepting_last(
    assignments: Sequence[Assignment],
    record: Record,
    answers: Mapping[str, Any],
    statements: Sequence[str],
    *,
    by: Staff,
) -> list[Assignment]:
    """The assignments with those who accept that these statements are not met.

    by: who submits, and accepts nothing. Raises CannotSubmitError when nobody can be found for it.
    """
    ranks = {one.spec.key: _rank_of(one) for one in assignments}
    specs = acceptance.with_acceptance([one.spec for one in assignments], statements, answers, ranks)
    deciding = [replace(one, spec=spec) for one in assignments for spec in specs if spec.key == one.spec.key]
    return assign(specs, deciding, record, wrote={by.id})


def _rank_of(assignment: Assignment) -> str:
    return rank_held(assignment.spec.rank, assignment.staff)


def assign(
    specs: Iterable[StepSpec],
    deciding: Sequence[Assignment],
    record: Record,
    *,
    wrote: Collection[int] = (),
    taken: Collection[int] = (),
) -> list[Assignment]:
    """The assignments with one for each side that accepts, or one of both where the same person is above both.

    specs: those for acceptance, among others. deciding: assignments of the other steps. taken: staff ids that have
    another step already. Where only Heads of Service are left who decide themselves, they accept within their decision.
    """
    asking = {spec.side: spec for spec in specs if is_acceptance(spec.key) and not spec.stands_for}
    if not asking:
        return list(deciding)
    barred = {*wrote, *taken, *access.get_writer_ids(record)}
    barred |= {one.id for a in deciding for one in (a.staff, a.instead_of) if one}
    found = {side: _holder(spec, record.answers, barred) for side, spec in asking.items()}
    missing = next((asking[side] for side, person in found.items() if person is None), None)
    if missing:
        return _within_their_decision(deciding, missing)
    people = {side: person for side, person in found.items() if person}
    if len({person.id for person in people.values()}) == 1:
        of_both = next((spec for spec in specs if is_acceptance(spec.key) and spec.stands_for), None)
        side, person = next(iter(people.items()))
        return [*deciding, _held(of_both or asking[side], person)]
    return [*deciding, *(_held(asking[side], person) for side, person in people.items())]


def _held(spec: StepSpec, person: Staff) -> Assignment:
    return Assignment(acceptance.held_by(spec, str(person.role)), person)


def _within_their_decision(deciding: Sequence[Assignment], missing: StepSpec) -> list[Assignment]:
    heads = [one.spec.key for one in deciding if _rank_of(one) == acceptance.HEAD]
    if not heads:
        raise CannotSubmitError("nobody accepts", NOBODY.format(part=missing.part))
    accepted = acceptance.accepted_at(ask.name for ask in missing.asks)
    return [
        replace(one, spec=acceptance.asked_to_accept(one.spec, accepted)) if one.spec.key in heads else one
        for one in deciding
    ]


def _holder(spec: StepSpec, answers: Mapping[str, Any], barred: Collection[int]) -> Staff | None:
    """The first who holds a post of this rank or above on the side of a step, wrote nothing and has no other step."""
    return next((one for one in _managers_above(spec, answers) if one.active and one.id not in barred), None)


def _managers_above(spec: StepSpec, answers: Mapping[str, Any]) -> Iterator[Staff]:
    named = (managers.get_named_team(answers.get(question)) for question in managers.TEAMS[spec.side])
    team = next((team for team in named if team), None)
    for rank in refusing.SENIORITY[refusing.seniority(spec.rank) :]:
        if holder := posts.manager_above(Role(rank), team):
            yield holder


def asked_of(step: Step) -> tuple[str, ...]:
    """The statements that a step accepts as not met."""
    return acceptance.accepted_at(ask["name"] for ask in step.asks)


def ticks_of(step: Step) -> list[str]:
    """What a step accepts as not met, in the words that are ticked there."""
    return [ask["label"] for ask in step.asks if acceptance.accepted_at([ask["name"]])]


def who_accepts(people: Iterable[tuple[Iterable[Mapping[str, Any]], Staff, str]]) -> dict[str, str]:
    """Statement → who accepts it: 'Una Sey ({service_delivery_manager} of both teams)'. people: (asks, staff, part)."""
    found: dict[str, list[str]] = {}
    for asks, staff, part in people:
        for statement in acceptance.accepted_at(ask["name"] for ask in asks):
            found.setdefault(statement, []).append(f"{staff.name} ({part})")
    return {statement: listed(who) for statement, who in found.items()}


def acceptors(steps: Iterable[Step]) -> dict[str, str]:
    """`who_accepts` of a version's steps; {} once it is refused, because then it is for nobody."""
    standing = [step for step in steps if step.state != StepState.VOID]
    if refusing.refused_by(standing, {step.key: str(step.state) for step in standing}):
        return {}
    return who_accepts((step.asks, step.assignee, step.part) for step in standing)


def with_acceptors(weighing: Weighing, steps: Iterable[Step]) -> Weighing:
    """The weighing, where what waits for acceptance says first whose."""
    steps = list(steps)
    names, waiting = acceptors(steps), {finding.statement for finding in weighing.to_accept}
    unknown = NOT_ACCEPTED if steps else f"To be accepted by {SOMEBODY_ABOVE}."
    said = {statement: f"To be accepted by {who}." for statement, who in names.items()}
    findings = (
        one._replace(message=f"{said.get(one.statement, unknown)} {one.fact}".strip())
        if one.statement in waiting
        else one
        for one in weighing.findings
    )
    return replace(weighing, findings=tuple(findings)) if waiting else weighing


def not_ticked(step: Step, stated: Mapping[str, Any]) -> list[str]:
    """The names of what a step has to accept and does not, by what is stated."""
    ticks = (ask["name"] for ask in step.asks if acceptance.accepted_at([ask["name"]]))
    return [name for name in ticks if stated.get(name) != "yes"]


def to_accept(version: RecordVersion) -> list[str]:
    """The statements that a version left to be accepted when it was submitted."""
    return [one.statement for one in version.acceptances.order_by(Acceptance.id)]


def ask(version: RecordVersion, weighing: Weighing) -> None:
    """Store what a version leaves to be accepted, in the caller's transaction."""
    rows = [{"version": version, "statement": finding.statement} for finding in weighing.to_accept]
    if rows:
        Acceptance.insert_many(rows).execute()


def note(version: RecordVersion) -> None:
    """Store when the statements that are accepted by now were, in the caller's transaction."""
    waiting = (Acceptance.version == version) & Acceptance.accepted_at.is_null()
    if Acceptance.select().where(waiting).exists():
        steps = Step.select().where((Step.record == version.record) & (Step.version == version.number))
        accepted = [finding.statement for finding in findings_of(version, steps).accepted]
        Acceptance.update(accepted_at=clock.now()).where(waiting & Acceptance.statement.in_(accepted)).execute()
