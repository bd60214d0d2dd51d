"""Who is asked for each step of the chain. Nobody decides on what they wrote, or twice on one record."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models import Absence, Record, Role, Staff
from protocol import StepSpec
from records import access, clock, register
from records.errors import CannotSubmitError


@dataclass(frozen=True)
class Assignment:
    """One step and the person asked; `instead_of` is whom the record names, when that is somebody else."""

    spec: StepSpec
    staff: Staff
    instead_of: Staff | None = None


def assign(specs: Sequence[StepSpec], record: Record, taken: Collection[int] = ()) -> list[Assignment]:
    """A person for each step: the one named, or, when they wrote the record or have left, the next in line above.

    `taken` are the ids of those who have a step on this version already.

    Raises CannotSubmitError when a step is left without anybody.
    """
    wrote = access.wrote(record)
    named = {spec.key: _named(spec, record.answers) for spec in specs}
    taken = set(taken)
    assignments = []
    for spec in specs:
        person = named[spec.key]
        others = {other.id for key, other in named.items() if other and key != spec.key} | taken
        candidates = [person] if spec.in_person and person else _candidates(person)
        staff = next((c for c in candidates if _fits(c, spec, wrote, others if c != person else taken)), None)
        if staff is None:
            raise CannotSubmitError(
                f"nobody for step {spec.key} of record {record.id}",
                f"Nobody can be found to act as {spec.part}: the person named wrote this record, has left, or already "
                f"has another part in it. Choose somebody else in 'Workers and teams'.",
            )
        taken.add(staff.id)
        assignments.append(Assignment(spec, staff, person if person and person != staff else None))
    return assignments


def _named(spec: StepSpec, answers: Mapping[str, Any]) -> Staff | None:
    # The chain leaves a step empty where its person has another part; the answers still say who it was.
    person = spec.person or answers.get(spec.question or "") or {}
    number = person.get("id")
    return Staff.get_or_none(Staff.id == number) if isinstance(number, int) else None


def _fits(staff: Staff, spec: StepSpec, wrote: set[int], taken: set[int]) -> bool:
    return bool(staff.active) and staff.id not in taken and (spec.action == "confirm" or staff.id not in wrote)


def _candidates(person: Staff | None) -> Iterator[Staff]:
    if person is not None:
        yield person
        yield from in_line_for(person)


def in_line_for(person: Staff) -> Iterator[Staff]:
    """Who may act for somebody, the nearest first: their stand-in while they are away, then those above them."""
    stand_in = stand_in_of(person)
    if stand_in:
        yield stand_in
    leader = register.leader_of(person.team)
    if leader:
        yield leader
    yield from managers_above(person)


def stand_in_of(person: Staff) -> Staff | None:
    """Who stands in for somebody today, or None when they are not away."""
    today = clock.today()
    lasts = Absence.ended_at.is_null() & (Absence.first_day <= today) & (Absence.last_day >= today)
    away = Absence.select(Absence, Staff).join(Staff, on=(Absence.stand_in == Staff.id))
    found = away.where((Absence.staff == person) & lasts).first()
    return found.stand_in if found else None


def managers_above(person: Staff) -> Iterator[Staff]:
    """The managers above a worker or team leader, nearest first: locality, service, Head of Service."""
    team = person.team
    service = team.service if team else person.service
    locality = team.locality if team else person.locality
    posts = (
        (Staff.role == Role.LOCALITY_LEADER) & (Staff.locality == locality),
        (Staff.role == Role.SERVICE_DELIVERY_MANAGER) & (Staff.service == service),
        (Staff.role == Role.HEAD_OF_SERVICE) & (Staff.service == service),
    )
    for post in posts:
        yield from Staff.select().where(post & Staff.active).order_by(Staff.id)
