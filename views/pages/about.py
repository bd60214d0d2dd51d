"""Pages about the service itself."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from documents import logo
from documents.colour import readable
from records import council
from settings import VERSION
from views.web import sessions
from views.web.guard import open_to_anyone

bp = Blueprint("pages", __name__)


@bp.get("/accessibility")
@open_to_anyone
def show_accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    return render_template("pages/accessibility.html", settings=sessions.settings())


@bp.get("/about")
@open_to_anyone
def show_about() -> ResponseReturnValue:
    """What the service is, and the running release."""
    return render_template("pages/about.html", version=VERSION)


@bp.get("/council.css")
@open_to_anyone
def council_stylesheet() -> ResponseReturnValue:
    """The council's colour, dark enough for white words, in a stylesheet: the security policy forbids inline styles."""
    text = f":root{{--handover-brand:{readable(sessions.settings().council_colour)}}}"
    return Response(text, mimetype="text/css")


@bp.get("/council-logo/<name>.png")
@open_to_anyone
def show_logo(name: str) -> ResponseReturnValue:
    """The council's logo. Browsers cache it for ever (web/security.py); its URL contains a hash of it."""
    picture = council.current().logo
    if not name or name != logo.file_name(picture):
        abort(404)
    return Response(picture, mimetype="image/png")
