"""Home: what waits for somebody, their drafts and where their records wait; and the list of records they can see."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from htmx_flask import make_response

from documents import codes
from forms import KINDS
from forms.filters import RecordFilters
from protocol.terms import fill_terms
from records import access, clock, needing, purposes
from records.deciding import absences, chain, passing_on
from records.reporting import listing, work
from records.reporting.listing import Filters, ListPage
from views.web import sessions
from views.web.guard import STARTS_NOTHING, me, staff_only
from views.web.templating import STATE_WORDS

bp = Blueprint("home", __name__)


@bp.get("/")
@staff_only
def show_home() -> ResponseReturnValue:
    """The home page."""
    starts = me().role not in STARTS_NOTHING
    return render_template(
        "home/home.html",
        work=work.get_work(me(), sessions.settings().displayed_terms),
        given=passing_on.given_to_others(me()),
        may_be_away=absences.may_declare(me()),
        kinds=KINDS,
        needs=needing.told_to(me()),
        read_of_teams=purposes.read_of_teams_of(me()),
        purpose=access.purpose_of(me()),
        today=clock.today(),
        to_start=[form for form in KINDS.values() if starts and chain.is_offered(form.key)],
        to_read=None if starts else listing.get_page(me(), Filters()),
    )


@bp.get("/records")
@staff_only
def list_records() -> ResponseReturnValue:
    """The records that the user can see, narrowed by the filters in the address; by HTMX the list alone."""
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= listing.MAX_PAGES:
        abort(404)
    filters = _filters()
    find = filters.data["find"]
    chosen = filters.chosen() if filters.validate() else {}
    shown = ListPage([]) if filters.errors else listing.get_page(me(), Filters(**chosen), page)
    drawn = render_template(
        "home/list.html" if request.htmx else "home/records.html",  # type: ignore[attr-defined]
        filters=filters,
        is_mistyped=codes.looks_like_one(find) and codes.is_mistyped(find),
        is_narrowed=bool(chosen or filters.errors),
        shown=shown,
        is_by_day=bool(chosen.get("since") or chosen.get("until")),
        kinds=KINDS,
        pages={turn: _address(filters, page + step) for turn, step in (("newer", -1), ("older", 1))},
        has_older=shown.has_more and page < listing.MAX_PAGES,
        waiting_on=work.get_open_steps(shown.records),
    )
    # Of the page as it is then, without the filters that are blank.
    return make_response(drawn, push_url=_address(filters, page)) if request.htmx else drawn  # type: ignore[attr-defined]


def _filters() -> RecordFilters:
    """The filters in the address, with the kinds and states that there are."""
    terms = sessions.settings().displayed_terms
    filters = RecordFilters(request.args)
    kinds = {key: fill_terms(form.title, terms) for key, form in KINDS.items()}
    filters.offer(kinds, {name: STATE_WORDS[states[-1]][0] for name, states in listing.STATES.items()})
    return filters


def _address(filters: RecordFilters, page: int) -> str:
    """The address of a page of the list with the filters as they were typed, wrong ones too."""
    asked: dict[str, Any] = {name: typed for name in filters.data if (typed := request.args.get(name))}
    return url_for("home.list_records", **asked, page=page if page > 1 else None)
