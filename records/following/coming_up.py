"""Looked after children who will soon reach the older team's age, for the managers' regular meeting (315.6.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from models import Allocation, Child, Role, Staff, Team, TeamKind
from protocol.choices import LOOKED_AFTER
from protocol.days import birthday, months_from
from protocol.parameters import Parameters
from records import access, planning

_YOUNGER: Any = Team.kind != TeamKind.LOOKED_AFTER_13_PLUS
READERS = (Role.TEAM_LEADER, Role.LOCALITY_LEADER, Role.SERVICE_DELIVERY_MANAGER, Role.HEAD_OF_SERVICE)


@dataclass(frozen=True)
class ComingUp:
    """A child, the birthday (`on`) of the older team's age, and the current team and worker."""

    child: Child
    on: date
    team: Team
    worker: Staff


def may_list(staff: Staff) -> bool:
    """Whether this person may see the list: they take part in the meeting, or lead a service of its teams."""
    return staff.role in READERS and access.supervised_teams(staff) is not None


def children_coming_up(
    staff: Staff, *, today: date, figures: Parameters, most: int | None = None, before: int = 0
) -> list[ComingUp]:
    """Looked after children of the teams that this person supervises, by birthday: at most so many, after so many."""
    rows = _rows(staff, today, figures).order_by(Child.date_of_birth, Child.name, Allocation.id)
    return [_from_allocation(row, figures["older_team_age"]) for row in rows.limit(most).offset(before)]


def count(staff: Staff, *, today: date, figures: Parameters, most: int) -> int:
    """How many they are, counted to `most`."""
    return int(_rows(staff, today, figures).limit(most).count())


def _rows(staff: Staff, today: date, figures: Parameters) -> Any:
    """The present allocations of those children.

    Children already with a team for that age are left out. `figures`: parameters older_team_age (years) and
    coming_up_months.
    """
    age, last = figures["older_team_age"], months_from(today, figures["coming_up_months"])
    now = Allocation.select(Allocation, Child, Staff, Team).join(Child).switch(Allocation).join(Staff)
    now = now.switch(Allocation).join(Team, on=(Allocation.team == Team.id))
    theirs = Allocation.select(Allocation.child.alias("found")).join(Team)
    theirs = theirs.where(Allocation.ended_on.is_null() & access.supervised_teams(staff) & _YOUNGER)
    few = planning.few_of(lambda _: theirs)
    of_teams = access.supervised_teams(staff) if few is None else planning.one_of(Allocation.child, few)
    lead = planning.by_index if few is None else planning.not_by_index  # to all in the order of birth, or to the few
    born = lead(Child.date_of_birth).between(
        _born(today, age), _born(last + timedelta(days=1), age) - timedelta(days=1)
    )
    rows = now.where((lead(Child.status) == LOOKED_AFTER) & born & Child.date_of_death.is_null())
    return rows.where(Allocation.ended_on.is_null() & of_teams & _YOUNGER)


def _born(on: date, age: int) -> date:
    """The first day of birth of those who reach an age on a day or later."""
    # Somebody born on 29 February has their birthday on 1 March in most years, so that the days around it are tried.
    around = months_from(on, -12 * age)
    return next(day for day in (around + timedelta(days=apart) for apart in range(-2, 3)) if birthday(day, age) >= on)


def _from_allocation(allocation: Allocation, age: int) -> ComingUp:
    child = allocation.child
    return ComingUp(child, birthday(child.date_of_birth, age), allocation.team, allocation.worker)  # type: ignore[arg-type]
