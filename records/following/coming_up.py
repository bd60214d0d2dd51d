"""Looked after children who will soon reach the older team's age, for the managers' regular meeting (315.6.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from models import Allocation, Child, Role, Staff, Team, TeamKind
from protocol.choices import LOOKED_AFTER
from protocol.days import birthday, months_from
from protocol.parameters import Parameters
from records import access

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


def children_coming_up(staff: Staff, *, today: date, figures: Parameters) -> list[ComingUp]:
    """Looked after children of the teams that this person supervises, by birthday.

    Children already with a team for that age are left out. `figures`: parameters older_team_age (years) and
    coming_up_months.
    """
    age, last = figures["older_team_age"], months_from(today, figures["coming_up_months"])
    # Somebody born on 29 February has their birthday on 1 March in most years: query a day more on both sides.
    a_day = timedelta(days=1)
    born = Child.date_of_birth.between(months_from(today, -12 * age) - a_day, months_from(last, -12 * age) + a_day)
    now = Allocation.select(Allocation, Child, Staff, Team).join(Child).switch(Allocation).join(Staff)
    now = now.switch(Allocation).join(Team, on=(Allocation.team == Team.id))
    theirs = (
        Allocation.ended_on.is_null() & access.supervised_teams(staff) & (Team.kind != TeamKind.LOOKED_AFTER_13_PLUS)
    )
    rows = now.where(theirs & (Child.status == LOOKED_AFTER) & born & Child.date_of_death.is_null())
    found = [_from_allocation(row, age) for row in rows]
    return sorted((one for one in found if today <= one.on <= last), key=lambda one: (one.on, one.child.name))


def _from_allocation(allocation: Allocation, age: int) -> ComingUp:
    child = allocation.child
    return ComingUp(child, birthday(child.date_of_birth, age), allocation.team, allocation.worker)  # type: ignore[arg-type]
