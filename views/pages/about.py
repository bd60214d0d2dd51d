"""Pages about the service itself."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

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
