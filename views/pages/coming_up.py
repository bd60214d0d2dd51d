"""The children who will soon be of the age of the older team, for those who talk about them."""

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
    """The children of one's teams by the day on which they reach that age, each with a way to start a record."""
    today = clock.today()
    figures = figures_on(today)
    return render_template(
        "coming_up/children.html",
        children=coming_up.children_coming_up(me(), today=today, figures=figures),
        age=figures["older_team_age"],
        months=figures["coming_up_months"],
        form=KINDS["transfer_meeting"],
    )
