"""Finds the managers above the teams that a record names, by side and rank as the chain uses them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models import Role, Team
from records.drafting import named_people
from records.register import lookup, posts

# Side → questions that name its team; records about a child, about a worker and about a child who stays differ.
TEAMS = {"current": ("current_team", "outgoing_team"), "new": ("new_team", "other_team")}
RANKS = (Role.LOCALITY_LEADER, Role.SERVICE_DELIVERY_MANAGER, Role.HEAD_OF_SERVICE)


def managers_named(answers: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """'<side>_<rank>' (such as 'current_head_of_service') → {"id", "name"} of the managers above both teams."""
    found: dict[str, dict[str, Any]] = {}
    for side, questions in TEAMS.items():
        team = next((team for question in questions if (team := get_named_team(answers.get(question)))), None)
        for rank in RANKS:
            holder = posts.manager_above(rank, team)
            if holder:
                found[f"{side}_{rank}"] = lookup.as_answer(holder) or {}
    return found


def get_named_team(value: Any) -> Team | None:
    """The team that an answer ({"id", "name"}) names, or None."""
    number = named_people.get_id(value)
    return Team.get_or_none(Team.id == number) if number is not None else None
