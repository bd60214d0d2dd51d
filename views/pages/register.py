"""Search the register for picker questions; JSON for their script."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from models import Child, Staff, Team
from records.register import lookup
from views.web import templating
from views.web.guard import STARTS_NOTHING, me, staff_only

bp = Blueprint("register", __name__, url_prefix="/register")

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


@bp.get("/staff")
@staff_only
def find_staff() -> ResponseReturnValue:
    """Staff whose name or registration number contains ?q="""
    return jsonify(staff_matches(request.args.get("q", "")[:200]))


@bp.get("/teams")
@staff_only
def find_teams() -> ResponseReturnValue:
    """Teams whose name contains ?q="""
    return jsonify(team_matches(request.args.get("q", "")[:200]))


@bp.get("/children")
@staff_only
def find_children() -> ResponseReturnValue:
    """Children whose name or local id contains ?q="""
    return jsonify(child_matches(request.args.get("q", "")[:200]))
