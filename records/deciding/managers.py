"""Finds the managers above the teams that a record names, by side and rank as the chain uses them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models import Role, Staff, Team
from records.drafting import named_people
from records.register import lookup

# Side → questions that name its team; records about a child and about a worker use different ones.
TEAMS = {"current": ("current_team", "outgoing_team"), "new": ("new_team",)}
RANKS = (Role.LOCALITY_LEADER, Role.SERVICE_DELIVERY_MANAGER, Role.HEAD_OF_SERVICE)


def managers_named(answers: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """'<side>_<rank>' (such as 'current_head_of_service') → {"id", "name"} of the managers above both teams."""
    found: dict[str, dict[str, Any]] = {}
    for side, questions in TEAMS.items():
        team = next((team for question in questions if (team := get_named_team(answers.get(question)))), None)
        for rank in RANKS:
            holder = get_post_holder(rank, team)
            if holder:
                found[f"{side}_{rank}"] = lookup.as_answer(holder) or {}
    return found


def get_post_holder(rank: Role, team: Team | None) -> Staff | None:
    """The active holder of a manager's post above a team; None where it is vacant or the team has no such place."""
    by_locality = rank == Role.LOCALITY_LEADER
    place = (team.locality if by_locality else team.service) if team else None
    if not place:
        return None
    where = (Staff.locality if by_locality else Staff.service) == place
    return Staff.select().where((Staff.role == rank) & where & Staff.active).order_by(Staff.id).first()


def team_facts(team: Team | None, part: str) -> dict[str, Any]:
    """Answers that follow from a team in a management handover: its leaders. `part`: "outgoing" or "new"."""
    leaders = {
        f"{part}_team_leader": lookup.as_answer(lookup.leader_of(team)),
        f"{part}_locality_leader": lookup.as_answer(get_post_holder(Role.LOCALITY_LEADER, team)),
    }
    return {question: leader for question, leader in leaders.items() if leader}


def get_named_team(value: Any) -> Team | None:
    """The team that an answer ({"id", "name"}) names, or None."""
    number = named_people.get_id(value)
    return Team.get_or_none(Team.id == number) if number is not None else None
