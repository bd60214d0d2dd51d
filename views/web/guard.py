"""The access decision of every route. A route without one is refused, and a test fails."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import abort, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from models import Record, Role, Staff
from records import access, audit
from records.following import coming_up

# Posts that print, file or audit: they start no record, and have no reason to look for a child.
STARTS_NOTHING = (Role.BUSINESS_SUPPORT, Role.AUDITOR)

View = Callable[..., ResponseReturnValue]


def _decided(view: View, decision: str) -> View:
    view.access_decision = decision  # type: ignore[attr-defined]
    return view


def open_to_anyone(view: View) -> View:
    """This page needs no sign-in: it shows nothing about any child."""
    return _decided(view, "anyone")


def staff_only(view: View) -> View:
    """This page is for signed-in staff."""

    @wraps(view)
    def guarded(**values: Any) -> ResponseReturnValue:
        if not current_user.is_authenticated:
            return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        return view(**values)

    return _decided(guarded, "staff")


def _only_for(view: View, belongs: Callable[[], bool], decision: str) -> View:
    """For everybody else the page does not exist."""

    @wraps(view)
    def guarded(**values: Any) -> ResponseReturnValue:
        if not belongs():
            abort(404)
        return view(**values)

    return _decided(staff_only(guarded), decision)


def operators_only(view: View) -> View:
    """This page is for those who look after the service (HANDOVER_OPERATORS); for others it does not exist."""
    return _only_for(view, is_operator, "operators")


def leaders_only(view: View) -> View:
    """This page is for those who lead teams and talk about their children; for others it does not exist."""
    return _only_for(view, leads_teams, "leaders of teams")


def leads_teams() -> bool:
    """Whether the person signed in leads a team, a locality or a service of teams."""
    return coming_up.may_list(me())


def is_operator() -> bool:
    """Whether the person signed in looks after the service."""
    return me().email.casefold() in current_app.extensions["settings"].operators


def readers_only(view: View) -> View:
    """This page is for those who may see the record of its `reference`: g.record. Reading it is noted."""

    @wraps(view)
    def guarded(reference: str, **values: Any) -> ResponseReturnValue:
        g.record = access.get_record(reference=reference, staff=me())
        if is_read():
            audit.note_view(record=g.record, by=me())
        return view(**values)

    return _decided(staff_only(guarded), "readers of the record")


def is_read() -> bool:
    """Whether somebody gets to read what this request asks for. HEAD brings headers alone: it is noted nowhere."""
    return request.method == "GET"


def writers_only(view: View) -> View:
    """This page is for those who may write in the record's draft."""

    @wraps(view)
    def guarded(**values: Any) -> ResponseReturnValue:
        access.require_edit(g.record, me())
        return view(**values)

    return _decided(readers_only(guarded), "writers of the record")


def me() -> Staff:
    """The person signed in."""
    return current_user._get_current_object()  # noqa: SLF001 - flask-login's documented way to the object itself


def this_record() -> Record:
    """The record that this request is about, already authorised."""
    record: Record = g.record
    return record


def refuse_undecided() -> None:
    """Before each request: a route that nobody decided about is closed to everybody."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is not None and not hasattr(view, "access_decision"):
        abort(403)
