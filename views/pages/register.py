"""Search the register for picker questions; JSON for their script."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from forms.engine.cleaning import tidy_line
from forms.engine.holders import Holders
from views import children
from views.pickers import child_matches, staff_matches, team_matches
from views.web.guard import staff_only

bp = Blueprint("register", __name__, url_prefix="/register")


@bp.get("/staff")
@staff_only
def find_staff() -> ResponseReturnValue:
    """Staff whose name or registration number contains ?q=, with ?roles= and in teams of ?kinds= where given."""
    return jsonify(staff_matches(request.args.get("q", "")[:200], _holders()))


@bp.get("/teams")
@staff_only
def find_teams() -> ResponseReturnValue:
    """Teams whose name contains ?q=, of ?kinds= where given."""
    return jsonify(team_matches(request.args.get("q", "")[:200], _holders()))


@bp.get("/children")
@staff_only
def find_children() -> ResponseReturnValue:
    """Children whose name or local id contains ?q=; at the limit of searches (429) what to say, as `said`."""
    found = children.find(request.args.get("q", "")[:200])
    if found.refused and not found.children:
        return jsonify(said=found.refused), HTTPStatus.TOO_MANY_REQUESTS
    return jsonify(child_matches(found))


def _holders() -> Holders:
    """Who can hold the part that a picker is for, as it says in its request."""
    roles, kinds = (tuple(tidy_line(request.args.get(name, "")[:200]).split()) for name in ("roles", "kinds"))
    return Holders("", roles, kinds)
