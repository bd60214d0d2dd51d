"""The places that figures are counted for, a team, a locality, a service or the council, and who may see which."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from peewee import fn

from models import RANK, Post, Role, Staff, Team
from records import access
from records.register import posts
from records.reporting.plain_rows import rows_of

COUNTED = 3  # another number has everything counted anew, once
COUNCIL = "council"
MANY = 100  # places, of which not every one is offered at once
TEAM, LOCALITY, SERVICE = "team", "locality", "service"
COLUMNS = {SERVICE: Team.service, LOCALITY: Team.locality, TEAM: Team.id}  # of the place that a team belongs to
SERVICES = {"cluster": "The {cluster_team} service", "looked_after": "The {looked_after_team} service"}


@dataclass(frozen=True)
class Place:
    """A place. name: as it is stored and stands in an address ('team-12'); words: as it is shown, with placeholders of
    displayed terms."""

    name: str
    words: str


def name_of(kind: str, value: object) -> str:
    """The name of a team (by id), a locality or a service."""
    return f"{kind}-{value}"


def team_in(name: str) -> int:
    """The id of the team that a place is; 0 for any other place."""
    kind, _, number = name.partition("-")
    return int(number) if kind == TEAM and number.isdecimal() else 0


def ids_in(name: str) -> frozenset[int]:
    """The ids of the teams that a place has."""
    kind, _, value = name.partition("-")
    teams = Team.select(Team.id)
    return frozenset(number for (number,) in rows_of(teams.where(COLUMNS[kind] == value) if kind in COLUMNS else teams))


def of_teams() -> Mapping[int, frozenset[str]]:
    """Team id → the names of the places that it belongs to, the council among them."""
    rows = rows_of(Team.select(Team.id, Team.locality, Team.service))
    return {
        number: frozenset(
            {COUNCIL, name_of(TEAM, number)}
            | ({name_of(LOCALITY, locality)} if locality else set())
            | ({name_of(SERVICE, service)} if service else set())
        )
        for number, locality, service in rows
    }


def fingerprint(teams: Mapping[int, frozenset[str]]) -> str:
    """A hash of which team belongs where, and of what is counted: sums are right for as long as it stays."""
    told = f"{COUNTED}\n" + "\n".join(f"{number} {' '.join(sorted(names))}" for number, names in sorted(teams.items()))
    return hashlib.sha256(told.encode()).hexdigest()


def sees_figures(staff: Staff) -> bool:
    """Whether somebody leads teams, or reads for a purpose that they have stated."""
    return bool(_led_by(staff)) or access.purpose_of(staff) is not None


def _led_by(staff: Staff) -> list[tuple[str, str | int]]:
    """(kind, value) of the places that somebody's posts lead, the widest first."""
    held: list[Staff | Post] = [staff, *posts.held_beside(staff)]
    found = [_led_with(post) for post in held if RANK[Role(post.role)] >= RANK[Role.TEAM_LEADER]]
    order = (SERVICE, LOCALITY, TEAM)
    return sorted({(kind, value) for kind, value in found if value}, key=lambda one: (order.index(one[0]), one[1]))


def _led_with(post: Staff | Post) -> tuple[str, str | int | None]:
    match post.role:
        case Role.TEAM_LEADER:
            return TEAM, post.team_id
        case Role.LOCALITY_LEADER:
            return LOCALITY, post.locality
        case _:
            return SERVICE, post.service


def of_staff(staff: Staff) -> list[Place]:
    """The places whose figures somebody may see, the widest first, then each team in them by name.

    Whoever reads for a purpose sees the council, each service and each team.
    """
    if access.purpose_of(staff):
        return everywhere()
    led = _led_by(staff)
    if not led:
        return []
    teams = reduce(or_, (COLUMNS[kind] == value for kind, value in led))
    wide = [one for one in led if one[0] != TEAM]
    wide += [(LOCALITY, one) for one in _whole_localities(teams) if (LOCALITY, one) not in wide]
    return [*(_place(kind, value) for kind, value in wide), *_teams(teams)]


def to_choose_from(offered: list[Place], place: Place) -> list[Place]:
    """Of many places those to go on to from one: not the teams of another locality that is itself among them."""
    if len(offered) <= MANY:
        return offered
    home = Team.select(Team.locality).where(Team.id == team_in(place.name)).scalar() or place.name.partition("-")[2]
    localities = [one.name.partition("-")[2] for one in offered if one.name.startswith(LOCALITY)]
    elsewhere = [one for one in localities if one != home]
    near = Team.select(Team.id).where(Team.locality.is_null() | Team.locality.not_in(elsewhere))
    kept = {name_of(TEAM, number) for (number,) in rows_of(near)}
    return [one for one in offered if not team_in(one.name) or one.name in kept]


def _whole_localities(teams: object) -> list[str]:
    """The localities of which every team is one of several of these."""
    of_all = dict(rows_of(Team.select(Team.locality, fn.COUNT(Team.id)).group_by(Team.locality)))
    of_these = rows_of(Team.select(Team.locality, fn.COUNT(Team.id)).where(teams).group_by(Team.locality))
    return sorted(one for one, number in of_these if one and number > 1 and number == of_all[one])


def everywhere() -> list[Place]:
    """Every place."""
    rows = rows_of(Team.select(Team.service, Team.locality).distinct())
    services = sorted({service for service, _ in rows if service})
    localities = sorted({locality for _, locality in rows if locality})
    wide = [*((SERVICE, one) for one in services), *((LOCALITY, one) for one in localities)]
    return [Place(COUNCIL, "The whole council"), *(_place(kind, value) for kind, value in wide), *_teams(True)]  # noqa: FBT003


def _teams(condition: object) -> list[Place]:
    rows = rows_of(Team.select(Team.id, Team.name).where(condition).order_by(Team.name))
    return [Place(name_of(TEAM, number), name) for number, name in rows]


def _place(kind: str, value: str | int) -> Place:
    return Place(name_of(kind, value), SERVICES[str(value)] if kind == SERVICE else f"{value} {kind}")
