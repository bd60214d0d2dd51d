"""Who holds which post: leads a team, leads a locality, manages or heads a service, on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from models import CASE_HOLDERS, READ_FOR_A_PURPOSE, Post, Role, Staff, Team
from records import clock
from records.register import dated

# Role → the columns that say where the post is. The first is required: the holder of a post is found by it.
PLACES: Mapping[Role, tuple[str, ...]] = {
    **dict.fromkeys((*CASE_HOLDERS, Role.TEAM_LEADER), ("team_id",)),
    Role.LOCALITY_LEADER: ("locality",),
    Role.SERVICE_DELIVERY_MANAGER: ("service",),
    Role.HEAD_OF_SERVICE: ("service",),
    Role.BUSINESS_SUPPORT: ("service", "locality"),
    **dict.fromkeys(READ_FOR_A_PURPOSE, ()),
}
NEEDS_NO_PLACE = (Role.BUSINESS_SUPPORT, *READ_FOR_A_PURPOSE)
HOLDS_NO_CASES: Mapping[str, str] = {
    Role.BUSINESS_SUPPORT: "business support",
    Role.AUDITOR: "an auditor",
    Role.INSPECTOR: "an inspector",
}


def required_place(role: str) -> str | None:
    """The column of the register's files without which nobody finds the holder of a post; None where none is needed."""
    return None if role in NEEDS_NO_PLACE else PLACES[Role(role)][0].removesuffix("_id")


def post_of(role: str, place: Mapping[str, Any]) -> dict[str, Any]:
    """A post as the columns of Post that tell it from another; `place`: team_id, service and locality, if known."""
    of_role = PLACES[Role(role)]
    columns = ("team_id", "service", "locality")
    return {"role": str(role), **{name: place.get(name) if name in of_role else None for name in columns}}


def main_post(person: Staff) -> dict[str, Any]:
    """The main post of somebody today, as post_of."""
    place = {name: getattr(person, name) for name in ("team_id", "service", "locality")}
    return post_of(person.role, place)


def held_beside(person: Staff) -> list[Post]:
    """The posts that somebody holds today beside the main one."""
    running = Post.select().where((Post.staff == person) & Post.ended_on.is_null())
    main = main_post(person)
    return [post for post in running if any(getattr(post, name) != value for name, value in main.items())]


def holders(role: Role, place: Mapping[str, Any], on: date | None = None) -> list[Staff]:
    """Who held a post on a day (None: today), the one who took it last first. Of today, nobody who has left.

    `place`: the column of Post for it → its value, such as {"service": "cluster"}.
    """
    day = on or clock.today()
    where = (Post.role == role) & dated.covers(Post, day)
    for name, value in place.items():
        where &= getattr(Post, name) == value
    held = Staff.select().join(Post, on=(Post.staff == Staff.id)).where(where)
    if day >= clock.today():
        held = held.where(Staff.active)
    return list(held.order_by(dated.begins(Post).desc(), Staff.id))


def leader_of(team: Team | None, on: date | None = None) -> Staff | None:
    """The leader of a team on a day (None: today), or None."""
    return next(iter(holders_for(Role.TEAM_LEADER, team, on)), None)


def holders_for(role: Role, team: Team | None, on: date | None = None) -> list[Staff]:
    """Who holds a post above a team on a day (None: today), its leaders or managers, the one who took it last first."""
    if role == Role.TEAM_LEADER:
        return holders(role, {"team": team}, on) if team else []
    (column,) = PLACES[role]
    place = getattr(team, column) if team else None
    return holders(role, {column: place}, on) if place else []


def team_of(worker: Staff | None, on: date | None = None) -> Team | None:
    """The team of somebody on a day; None where it is unknown. Today (None) it is the one of their main post."""
    if worker is None or on is None:
        return worker.team if worker else None
    held = Post.select(Post, Team).join(Team).where((Post.staff == worker) & Post.role.in_(CASE_HOLDERS))
    last = held.where(dated.covers(Post, on)).order_by(dated.begins(Post).desc(), Post.id).first()
    return last.team if last else None


def manager_above(rank: Role, team: Team | None, on: date | None = None) -> Staff | None:
    """The holder of a manager's post above a team on a day (None: today).

    None where it is vacant or the team has no such place.
    """
    return next(iter(holders_for(rank, team, on)), None)
