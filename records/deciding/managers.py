"""The managers above teams, and those who were asked: by side and rank, as the chain knows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models import Role, Staff, Team
from records.drafting import named_people
from records.register import lookup

# Which questions name the team of each side: a child's record and a worker's have their own.
TEAMS = {"current": ("current_team", "outgoing_team"), "new": ("new_team",)}
RANKS = (Role.LOCALITY_LEADER, Role.SERVICE_DELIVERY_MANAGER, Role.HEAD_OF_SERVICE)


def managers_named(answers: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The managers above both teams, as the chain asks for them: 'current_head_of_service' → {"id", "name"}."""
    found: dict[str, dict[str, Any]] = {}
    for side, questions in TEAMS.items():
        team = next((team for question in questions if (team := team_named(answers.get(question)))), None)
        for rank in RANKS:
            holder = holder_of(rank, team)
            if holder:
                found[f"{side}_{rank}"] = lookup.named(holder) or {}
    return found


def holder_of(rank: Role, team: Team | None) -> Staff | None:
    """Who is in this post above a team, or None: a team without a locality has no locality leader."""
    by_locality = rank == Role.LOCALITY_LEADER
    place = (team.locality if by_locality else team.service) if team else None
    if not place:
        return None
    where = (Staff.locality if by_locality else Staff.service) == place
    return Staff.select().where((Staff.role == rank) & where & Staff.active).order_by(Staff.id).first()


def team_facts(team: Team | None, part: str) -> dict[str, Any]:
    """What follows from a team for `part` (outgoing, new) of a handover of management: its leaders, as answers."""
    leaders = {
        f"{part}_team_leader": lookup.named(lookup.leader_of(team)),
        f"{part}_locality_leader": lookup.named(holder_of(Role.LOCALITY_LEADER, team)),
    }
    return {question: leader for question, leader in leaders.items() if leader}


def team_named(value: Any) -> Team | None:
    """The team that an answer names, or None."""
    number = named_people.id_in(value)
    return Team.get_or_none(Team.id == number) if number is not None else None
