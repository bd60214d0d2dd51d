"""Assigns a person to each step of the chain. Nobody decides on what they wrote, or twice on one record."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models import RANK, Absence, Record, Role, Staff, Step
from protocol import StepSpec
from protocol.chains.refusing import seniority
from protocol.chains.selection import REGISTERS_LEADER
from protocol.corrections import readings
from records import access, clock
from records.deciding import managers
from records.errors import CannotSubmitError
from records.register import posts

LINE_MANAGEMENT = (Role.TEAM_LEADER, *managers.RANKS)  # ranks whose holder is looked up where nobody is named


@dataclass(frozen=True)
class Assignment:
    """A step with its assignee. `instead_of` is the person the record names, when that is somebody else."""

    spec: StepSpec
    staff: Staff
    instead_of: Staff | None = None


def assign(
    specs: Sequence[StepSpec],
    record: Record,
    taken: Collection[int] = (),
    *,
    submitted_by: int | None = None,
    again: Mapping[str, set[int]] | None = None,
) -> list[Assignment]:
    """Assign each step to the person named or, when they wrote the record or have left, to the next in line above.

    `taken`: staff ids that already have a step of this version. `submitted_by`: staff id of the submitter, excluded
    from deciding like the writers.
    `again`: step → staff ids, of those who may take the step after it as well.

    Of a correction, whoever is above somebody who has left since also confirms what they confirmed.
    Raises CannotSubmitError when nobody can be assigned to a step.
    """
    wrote = access.get_writer_ids(record) | ({submitted_by} if submitted_by else set())
    named = {spec.key: _get_named_staff(spec, answers_for(spec, record)) for spec in specs}
    taken = set(taken)
    assignments = []
    for spec in specs:
        person = named[spec.key]
        _require_named(spec, person)
        _require_rank(spec, person)
        barred = taken - (again or {}).get(spec.again_after, set())
        others = {other.id for key, other in named.items() if other and key != spec.key} | barred
        alone = spec.in_person and (record.amends_id is None or (person is not None and person.active))
        candidates = [person] if alone and person else _candidates(spec, person, answers_for(spec, record))
        staff = next((c for c in candidates if _fits(c, spec, wrote, others if c != person else barred)), None)
        if staff is None:
            raise CannotSubmitError(
                f"nobody for step {spec.key} of record {record.id}",
                f"Nobody can be found to act as {spec.part}: whoever the register has for it, and everybody above, "
                "wrote this record, has left, or already has another part in it. Ask for the register to be put right.",
            )
        taken.add(staff.id)
        assignments.append(Assignment(spec, staff, person if person and person != staff else None))
    return assignments


def answers_for(spec: StepSpec | Step, record: Record) -> Mapping[str, Any]:
    """The answers that name people for a step: those of the register where its own leader confirms its corrections."""
    return readings(record.answers)[-1] if spec.key == REGISTERS_LEADER else record.answers


def _get_named_staff(spec: StepSpec, answers: Mapping[str, Any]) -> Staff | None:
    # The chain clears `person` where they have another part in it; the answers still name them.
    person = spec.person or answers.get(spec.question or "") or {}
    number = person.get("id")
    return Staff.get_or_none(Staff.id == number) if isinstance(number, int) else None


def rank_needed(rank: str) -> int:
    """The minimum Staff.rank for a step of this rank; a team leader's where it is not a Role."""
    return RANK[Role(rank)] if rank in set(Role) else RANK[Role.TEAM_LEADER]


def rank_held(rank: str, staff: Staff) -> str:
    """The rank at which somebody takes a step of this rank: their own, where they take it from above."""
    return str(staff.role) if 0 <= seniority(rank) < seniority(str(staff.role)) else rank


def _require_named(spec: StepSpec, person: Staff | None) -> None:
    """Raise CannotSubmitError where nobody is named and the rank is not one whose holder can be looked up."""
    if person is not None or (spec.rank in LINE_MANAGEMENT and not spec.in_person):
        return
    raise CannotSubmitError(
        f"nobody is named for step {spec.key}",
        f"The register has nobody as {spec.part}, and nobody else can take that part. Ask for it to be put right.",
    )


def _require_rank(spec: StepSpec, person: Staff | None) -> None:
    if person is None or spec.action == "confirm" or person.rank >= rank_needed(spec.rank):
        return
    raise CannotSubmitError(
        f"rank too low for step {spec.key}",
        f"{person.name} cannot act as {spec.part}: that needs somebody of a higher rank. Ask for the register to be "
        "put right.",
    )


def _fits(staff: Staff, spec: StepSpec, wrote: set[int], taken: set[int]) -> bool:
    if not staff.active or staff.id in taken:
        return False
    return spec.action == "confirm" or (staff.id not in wrote and staff.rank >= rank_needed(spec.rank))


def _candidates(spec: StepSpec, person: Staff | None, answers: Mapping[str, Any]) -> Iterator[Staff]:
    if person is not None:
        yield person
        yield from others_in_post(spec, answers)
        yield from replacements_for(person)
    else:
        yield from managers_of_side(spec, answers)


def others_in_post(step: StepSpec | Step, answers: Mapping[str, Any]) -> Iterator[Staff]:
    """All who lead the team of the step's side, where its leader is asked: a team can have several."""
    for question in managers.TEAMS.get(step.side, ()) if step.rank == Role.TEAM_LEADER else ():
        yield from posts.holders_for(Role.TEAM_LEADER, managers.get_named_team(answers.get(question)))


def managers_of_side(step: StepSpec | Step, answers: Mapping[str, Any]) -> Iterator[Staff]:
    """Holders of the posts of sufficient rank above the team of the step's side, for a vacant post."""
    for question in managers.TEAMS.get(step.side, ()):
        team = managers.get_named_team(answers.get(question))
        for post in managers.RANKS:
            holder = posts.manager_above(post, team) if RANK[post] >= rank_needed(step.rank) else None
            if holder:
                yield holder


def replacements_for(person: Staff) -> Iterator[Staff]:
    """People who may act for somebody, in order: their stand-in while absent, leaders of their team, managers above."""
    stand_in = get_stand_in(person)
    if stand_in:
        yield stand_in
    yield from posts.holders_for(Role.TEAM_LEADER, person.team)
    yield from managers_above(person)


def get_stand_in(person: Staff) -> Staff | None:
    """Today's stand-in for somebody, or None when they are not absent."""
    away = Absence.select(Absence, Staff).join(Staff, on=(Absence.stand_in == Staff.id))
    found = away.where((Absence.staff == person) & is_current()).first()
    return found.stand_in if found else None


def stood_in_for(person: Staff) -> list[Staff]:
    """Those for whom somebody stands in today, and for whom these stand in, who are away too."""
    found, asked = {person.id: person}, [person.id]
    while asked:
        away = Absence.select(Absence, Staff).join(Staff, on=(Absence.staff == Staff.id))
        covered = [one.staff for one in away.where(Absence.stand_in.in_(asked) & is_current())]
        asked = [one.id for one in covered if one.id not in found]
        found |= {one.id: one for one in covered if one.id in asked}
    return list(found.values())[1:]


def last_stand_in(person: Staff) -> Staff:
    """Who stands in for somebody today, or for whoever does and is away too; they themselves where nobody does."""
    asked = [person]
    while (stand_in := get_stand_in(asked[-1])) and stand_in not in asked:
        asked.append(stand_in)
    return asked[-1]


def is_current() -> Any:
    """A peewee condition on Absence: it includes today and has not been ended."""
    today = clock.today()
    return Absence.ended_at.is_null() & (Absence.first_day <= today) & (Absence.last_day >= today)


def managers_above(person: Staff) -> Iterator[Staff]:
    """The managers above somebody, nearest first: locality leader, service delivery manager, Head of Service."""
    team = person.team
    service = team.service if team else person.service
    locality = team.locality if team else person.locality
    above = (
        (Role.LOCALITY_LEADER, "locality", locality),
        (Role.SERVICE_DELIVERY_MANAGER, "service", service),
        (Role.HEAD_OF_SERVICE, "service", service),
    )
    for role, column, place in above:
        if place:  # a blank place would match managers without one
            yield from posts.holders(role, {column: place})
