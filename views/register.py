"""The register as the pickers ask for it: a few matches for what was typed, as JSON."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from models import Staff, Team
from records import register
from views import words
from views.guard import staff_only

bp = Blueprint("register", __name__, url_prefix="/register")

Match = dict[str, str | int]


def staff_matches(text: str) -> list[Match]:
    """Staff for what was typed, with what tells them apart."""
    return [_match(staff, words.detail_of(staff)) for staff in register.find_staff(text)]


def team_matches(text: str) -> list[Match]:
    """Teams for what was typed."""
    return [_match(team, team.locality or "") for team in register.find_teams(text)]


MATCHES = {"staff": staff_matches, "team": team_matches}


def _match(row: Staff | Team, detail: str) -> Match:
    return {"id": row.id, "name": row.name, "detail": detail}


@bp.get("/staff")
@staff_only
def find_staff() -> ResponseReturnValue:
    """Members of staff whose name contains ?q="""
    return jsonify(staff_matches(request.args.get("q", "")[:200]))


@bp.get("/teams")
@staff_only
def find_teams() -> ResponseReturnValue:
    """Teams whose name contains ?q="""
    return jsonify(team_matches(request.args.get("q", "")[:200]))
