"""Who is asked for each step of the chain. Nobody decides on what they wrote, or twice on one record."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models import RANK, Absence, Record, Role, Staff
from protocol import StepSpec
from records import access, clock
from records.deciding import managers
from records.errors import CannotSubmitError
from records.register import lookup

LINE = (Role.TEAM_LEADER, *managers.RANKS)  # whose posts the register fills where nobody is named


@dataclass(frozen=True)
class Assignment:
    """One step and the person asked; `instead_of` is whom the record names, when that is somebody else."""

    spec: StepSpec
    staff: Staff
    instead_of: Staff | None = None


def assign(
    specs: Sequence[StepSpec], record: Record, taken: Collection[int] = (), *, submitted_by: int | None = None
) -> list[Assignment]:
    """A person for each step: the one named, or, when they wrote the record or have left, the next in line above.

    `taken` are the ids of those who have a step on this version already; whoever submits it decides on it no more
    than its writers do.

    Raises CannotSubmitError when a step is left without anybody.
    """
    wrote = access.wrote(record) | ({submitted_by} if submitted_by else set())
    named = {spec.key: _named(spec, record.answers) for spec in specs}
    taken = set(taken)
    assignments = []
    for spec in specs:
        person = named[spec.key]
        _refuse_unnamed(spec, person)
        _refuse_rank(spec, person)
        others = {other.id for key, other in named.items() if other and key != spec.key} | taken
        candidates = [person] if spec.in_person and person else _candidates(spec, person, record.answers)
        staff = next((c for c in candidates if _fits(c, spec, wrote, others if c != person else taken)), None)
        if staff is None:
            raise CannotSubmitError(
                f"nobody for step {spec.key} of record {record.id}",
                f"Nobody can be found to act as {spec.part}: the person named wrote this record, has left, or already "
                f"has another part in it. Name somebody else as {spec.part}.",
            )
        taken.add(staff.id)
        assignments.append(Assignment(spec, staff, person if person and person != staff else None))
    return assignments


def _named(spec: StepSpec, answers: Mapping[str, Any]) -> Staff | None:
    # The chain leaves a step empty where its person has another part; the answers still say who it was.
    person = spec.person or answers.get(spec.question or "") or {}
    number = person.get("id")
    return Staff.get_or_none(Staff.id == number) if isinstance(number, int) else None


def rank_needed(rank: str) -> int:
    """The seniority that a step of this rank asks for; a team leader's where it names no post."""
    return RANK[Role(rank)] if rank in set(Role) else RANK[Role.TEAM_LEADER]


def _refuse_unnamed(spec: StepSpec, person: Staff | None) -> None:
    """A step of a certain person falls to nobody else: only posts in the line of management are looked up."""
    if person is not None or (spec.rank in LINE and not spec.in_person):
        return
    raise CannotSubmitError(
        f"nobody is named for step {spec.key}",
        f"Nobody is named as {spec.part}, and nobody else can take that part. Name the {spec.part} in this record.",
    )


def _refuse_rank(spec: StepSpec, person: Staff | None) -> None:
    if person is None or spec.action == "confirm" or person.rank >= rank_needed(spec.rank):
        return
    raise CannotSubmitError(
        f"rank too low for step {spec.key}",
        f"{person.name} cannot act as {spec.part}: that needs somebody of a higher rank. Name somebody else as "
        f"{spec.part}.",
    )


def _fits(staff: Staff, spec: StepSpec, wrote: set[int], taken: set[int]) -> bool:
    if not staff.active or staff.id in taken:
        return False
    return spec.action == "confirm" or (staff.id not in wrote and staff.rank >= rank_needed(spec.rank))


def _candidates(spec: StepSpec, person: Staff | None, answers: Mapping[str, Any]) -> Iterator[Staff]:
    if person is not None:
        yield person
        yield from in_line_for(person)
    else:
        yield from _above_side(spec, answers)


def _above_side(spec: StepSpec, answers: Mapping[str, Any]) -> Iterator[Staff]:
    """Where a post is vacant: those in the posts above it, over the team of the step's side."""
    for question in managers.TEAMS.get(spec.side, ()):
        team = managers.team_named(answers.get(question))
        for post in managers.RANKS:
            holder = managers.holder_of(post, team) if RANK[post] >= rank_needed(spec.rank) else None
            if holder:
                yield holder


def in_line_for(person: Staff) -> Iterator[Staff]:
    """Who may act for somebody, the nearest first: their stand-in while they are away, then those above them."""
    stand_in = stand_in_of(person)
    if stand_in:
        yield stand_in
    leader = lookup.leader_of(person.team)
    if leader:
        yield leader
    yield from managers_above(person)


def stand_in_of(person: Staff) -> Staff | None:
    """Who stands in for somebody today, or None when they are not away."""
    away = Absence.select(Absence, Staff).join(Staff, on=(Absence.stand_in == Staff.id))
    found = away.where((Absence.staff == person) & lasts_today()).first()
    return found.stand_in if found else None


def lasts_today() -> Any:
    """A condition on absences: that today is one of their days."""
    today = clock.today()
    return Absence.ended_at.is_null() & (Absence.first_day <= today) & (Absence.last_day >= today)


def managers_above(person: Staff) -> Iterator[Staff]:
    """The managers above a worker or team leader, nearest first: locality, service, Head of Service."""
    team = person.team
    service = team.service if team else person.service
    locality = team.locality if team else person.locality
    posts = (
        (Role.LOCALITY_LEADER, Staff.locality, locality),
        (Role.SERVICE_DELIVERY_MANAGER, Staff.service, service),
        (Role.HEAD_OF_SERVICE, Staff.service, service),
    )
    for role, column, place in posts:
        if place:  # a manager whose own is blank is nobody's
            post = (Staff.role == role) & (column == place) & Staff.active
            yield from Staff.select().where(post).order_by(Staff.id)
