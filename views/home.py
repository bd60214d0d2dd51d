"""Home: what waits for me, my drafts, my records and where each one waits."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forms import FORMS
from records import chain, clock, work
from views.guard import STARTS_NOTHING, me, staff_only

bp = Blueprint("home", __name__)


@bp.get("/")
@staff_only
def show_home() -> ResponseReturnValue:
    """Everything that concerns the person signed in, most pressing first."""
    return render_template(
        "home/home.html", work=work.work_of(me()), forms=FORMS, today=clock.today(),
        to_start=[form for form in FORMS.values() if chain.is_offered(form.kind) and me().role not in STARTS_NOTHING],
    )  # fmt: skip
