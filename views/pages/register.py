"""The register as the pickers ask for it: a few matches for what was typed, as JSON."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from models import Child, Staff, Team
from records.register import lookup
from views.web import template_words
from views.web.guard import STARTS_NOTHING, me, staff_only

bp = Blueprint("register", __name__, url_prefix="/register")

Match = dict[str, str | int]


def staff_matches(text: str) -> list[Match]:
    """Staff for what was typed, with what tells them apart."""
    return [staff_match(staff) for staff in lookup.find_staff(text)]


def staff_match(staff: Staff) -> Match:
    """Somebody as a picker offers them."""
    return _match(staff, template_words.detail_of(staff))


def team_matches(text: str) -> list[Match]:
    """Teams for what was typed."""
    return [_match(team, team.locality or "") for team in lookup.find_teams(text)]


def child_matches(text: str) -> list[Match]:
    """Children for what was typed, by name or local id, for those who may start a record about one."""
    if me().role in STARTS_NOTHING:
        return []
    return [_match(child, template_words.child_detail(child)) for child in lookup.find_children(text)]


MATCHES = {"staff": staff_matches, "team": team_matches, "child": child_matches}


def _match(row: Staff | Team | Child, detail: str) -> Match:
    return {"id": row.id, "name": row.name, "detail": detail}


@bp.get("/staff")
@staff_only
def find_staff() -> ResponseReturnValue:
    """Members of staff whose name or registration number contains ?q="""
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
