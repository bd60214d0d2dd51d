"""Children who will soon reach the age of the older team, for the discussion of 3.1.5, section 6."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from forms import KINDS
from records import clock, other_records
from records.following import coming_up
from records.reporting import listing
from records.weighing import figures_on
from views.pages.home import asked_page
from views.web.guard import leaders_only, me

bp = Blueprint("coming_up", __name__)


@bp.get("/children/coming-up")
@leaders_only
def list_children() -> ResponseReturnValue:
    """List the children of the user's teams by the date on which they reach that age, with links to start a record."""
    today, page = clock.today(), asked_page()
    figures, before = figures_on(today), (page - 1) * listing.PAGE_SIZE
    found = coming_up.children_coming_up(me(), today=today, figures=figures, most=listing.PAGE_SIZE + 1, before=before)
    number = coming_up.count(me(), today=today, figures=figures, most=listing.COUNTED + 1) if found else 0
    shown, form = found[: listing.PAGE_SIZE], KINDS["transfer_meeting"]
    return render_template(
        "coming_up/children.html",
        children=shown,
        under_way=other_records.under_way([one.child.id for one in shown], form.key, me()),
        total=number if number <= listing.COUNTED else None,
        page=page,
        pages={
            turn: url_for("coming_up.list_children", page=to if to > 1 else None)
            for turn, to in (("newer", page - 1), ("older", page + 1), ("first", 1))
        },
        has_older=len(found) > listing.PAGE_SIZE and page < listing.MAX_PAGES,
        age=figures["older_team_age"],
        months=figures["coming_up_months"],
        form=form,
    )
