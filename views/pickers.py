"""Entries of the register that match what was typed into a picker question, and their details, to tell them apart."""

from __future__ import annotations

from models import Child, Staff, Team
from records.register import lookup
from views.web import templating
from views.web.guard import STARTS_NOTHING, me

Match = dict[str, str | int]


def staff_matches(text: str) -> list[Match]:
    """Matching staff, with post and team to tell them apart."""
    return [staff_match(staff) for staff in lookup.find_staff(text)]


def staff_match(staff: Staff) -> Match:
    """A member of staff as a match for a picker."""
    return _match(staff, templating.detail_of(staff))


def team_matches(text: str) -> list[Match]:
    """Matching teams."""
    return [_match(team, team.locality or "") for team in lookup.find_teams(text)]


def child_matches(text: str) -> list[Match]:
    """Matching children by name or local id; none for people who may not start a record."""
    if me().role in STARTS_NOTHING:
        return []
    return [_match(child, templating.child_detail(child)) for child in lookup.find_children(text)]


MATCHES = {"staff": staff_matches, "team": team_matches, "child": child_matches}


def _match(row: Staff | Team | Child, detail: str) -> Match:
    return {"id": row.id, "name": row.name, "detail": detail}
