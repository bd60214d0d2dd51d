"""The places that lines name: a team that nobody knows, a locality that no team has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from models import Role, Team
from records.register import posts, spelling
from records.register.files import Line
from records.register.loaded import Load
from records.register.problems import Problem

NO_TEAM_HAS_IT = "No team has this locality. Correct it, or give it to a team in teams.csv."
MEANT = "{} Is {} meant?"


def unknown_team(line: Line[Any], teams: Mapping[str, Team], load: Load) -> list[Problem]:
    """The problem of a line that names a team that nobody knows, with the one of the nearest name."""
    return [_with_nearest(one, line.row.team, teams) for one in load.missing(line, "team", "teams", "name")]


def warn_of_locality(line: Line[Any], role: str, teams: Mapping[str, Team], load: Load) -> None:
    """Warn of a post in a locality that no team has: it is above nobody."""
    localities = [team.locality for team in teams.values() if team.locality]
    written = line.row.locality
    if written and "locality" in posts.PLACES[Role(role)] and written not in localities:
        load.tally.warnings.append(_with_nearest(line.problem("locality", NO_TEAM_HAS_IT), written, localities))


def _with_nearest(problem: Problem, written: str, known: Any) -> Problem:
    nearest = [] if problem.follows else spelling.nearest(written, tuple(known))
    names = " or ".join(f"'{name}'" for name in nearest)
    return replace(problem, text=MEANT.format(problem.text, names)) if names else problem
