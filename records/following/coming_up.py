"""Looked after children who will soon be of the age of the older team, for the managers' regular talk (315.6.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from models import Allocation, Child, Role, Staff, Team, TeamKind
from protocol.choices import LOOKED_AFTER
from protocol.days import birthday, months_from
from protocol.parameters import Parameters
from records import access

READERS = (Role.TEAM_LEADER, Role.LOCALITY_LEADER, Role.SERVICE_DELIVERY_MANAGER)


@dataclass(frozen=True)
class ComingUp:
    """A child, the birthday in question, and who works with them now."""

    child: Child
    on: date
    team: Team
    worker: Staff


def may_list(staff: Staff) -> bool:
    """Whether this person leads teams whose children they talk about."""
    return staff.role in READERS and access.teams_above(staff) is not None


def children_coming_up(staff: Staff, *, today: date, figures: Parameters) -> list[ComingUp]:
    """The looked after children of the teams that this person leads, the next birthday first.

    Those whom a team for that age works with already are left out.
    """
    age, last = figures["older_team_age"], months_from(today, figures["coming_up_months"])
    # Who was born on 29 February has their birthday on 1 March in some years: look a day further on both sides.
    a_day = timedelta(days=1)
    born = Child.date_of_birth.between(months_from(today, -12 * age) - a_day, months_from(last, -12 * age) + a_day)
    now = Allocation.select(Allocation, Child, Staff, Team).join(Child).switch(Allocation).join(Staff)
    now = now.switch(Allocation).join(Team, on=(Allocation.team == Team.id))
    theirs = Allocation.ended_on.is_null() & access.teams_above(staff) & (Team.kind != TeamKind.LOOKED_AFTER_13_PLUS)
    rows = now.where(theirs & (Child.status == LOOKED_AFTER) & born)
    found = [_of(row, age) for row in rows]
    return sorted((one for one in found if today <= one.on <= last), key=lambda one: (one.on, one.child.name))


def _of(allocation: Allocation, age: int) -> ComingUp:
    child = allocation.child
    return ComingUp(child, birthday(child.date_of_birth, age), allocation.team, allocation.worker)  # type: ignore[arg-type]
