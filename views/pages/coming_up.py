"""Children who will soon reach the age of the older team, for the discussion of 3.1.5, section 6."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forms import KINDS
from records import clock
from records.following import coming_up
from records.weighing import figures_on
from views.web.guard import leaders_only, me

bp = Blueprint("coming_up", __name__)


@bp.get("/children/coming-up")
@leaders_only
def list_children() -> ResponseReturnValue:
    """List the children of the user's teams by the date on which they reach that age, with links to start a record."""
    today = clock.today()
    figures = figures_on(today)
    return render_template(
        "coming_up/children.html",
        children=coming_up.children_coming_up(me(), today=today, figures=figures),
        age=figures["older_team_age"],
        months=figures["coming_up_months"],
        form=KINDS["transfer_meeting"],
    )
