"""Home: what waits for somebody, their drafts and where their records wait; and the list of records they can see."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from htmx_flask import make_response

from forms import KINDS
from records import access, clock, needing, purposes
from records.deciding import absences, chain, passing_on
from records.letters import waiting
from records.reporting import list_changes, listing, work
from records.reporting.listing import Filters
from views import lists
from views.web import sessions
from views.web.guard import STARTS_NOTHING, me, staff_only

bp = Blueprint("home", __name__)


@bp.get("/")
@staff_only
def show_home() -> ResponseReturnValue:
    """The home page."""
    starts = me().role not in STARTS_NOTHING
    return render_template(
        "home/home.html",
        work=work.get_work(me(), sessions.settings().displayed_terms),
        letters=waiting.waiting_for(me(), sessions.settings()),
        given=passing_on.given_to_others(me()),
        may_be_away=absences.may_declare(me()),
        kinds=KINDS,
        needs=needing.told_to(me()),
        read_of_teams=purposes.read_of_teams_of(me()),
        purpose=access.purpose_of(me()),
        without_record=list_changes.count_open(me(), clock.today()),
        older=list_changes.older(me(), list_changes.lately(clock.today())).number,
        today=clock.today(),
        to_start=[form for form in KINDS.values() if starts and chain.is_offered(form.key)],
        to_read=None if starts else listing.get_page(me(), Filters()),
    )


@bp.get("/records")
@staff_only
def list_records() -> ResponseReturnValue:
    """The records that the user can see, narrowed by the filters in the address; by HTMX the list alone."""
    filters, page = lists.record_filters(), asked_page()
    listed = lists.list_records(me(), filters, page)
    part = "home/list.html" if request.htmx else "home/records.html"  # type: ignore[attr-defined]
    drawn = render_template(part, filters=filters, listed=listed, kinds=KINDS, too_long="")
    # Of the page as it is then, without the filters that are blank.
    return make_response(drawn, push_url=lists.page_address(filters, page)) if request.htmx else drawn  # type: ignore[attr-defined]


def asked_page() -> int:
    """The page of a list that the address asks for, 1 where it names none; 404 for one that cannot be."""
    page = request.args.get("page", 1, type=int)
    return page if 1 <= page <= listing.MAX_PAGES else abort(404)
