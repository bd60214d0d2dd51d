"""Home: the user's open steps, drafts and records; and each of those lists, page by page."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from forms import KINDS
from records import clock
from records.deciding import chain
from records.reporting import work
from views.web import sessions
from views.web.guard import STARTS_NOTHING, me, staff_only

bp = Blueprint("home", __name__)

TITLES = {
    "drafts": "Your drafts",
    "under-way": "Your records under way",
    "others": "Other records you can see",
    "finished": "Your finished records",
}


@bp.get("/")
@staff_only
def show_home() -> ResponseReturnValue:
    """The home page."""
    return render_template(
        "home/home.html",
        work=work.get_work(me(), sessions.settings().displayed_terms),
        kinds=KINDS,
        today=clock.today(),
        titles=TITLES,
        to_start=[form for form in KINDS.values() if chain.is_offered(form.key) and me().role not in STARTS_NOTHING],
    )


@bp.get("/records")
@staff_only
def list_records() -> ResponseReturnValue:
    """One list of records in full (?list=…&page=2), newest first."""
    name = request.args.get("list", "drafts")
    page = request.args.get("page", 1, type=int)
    if name not in TITLES or not 1 <= page <= work.MAX_PAGES:
        abort(404)
    shown = work.get_page(me(), name, page)
    return render_template(
        "home/records.html",
        name=name,
        shown=shown,
        titles=TITLES,
        kinds=KINDS,
        most_pages=work.MAX_PAGES,
        waiting_on=work.get_open_steps(shown.records),
    )
