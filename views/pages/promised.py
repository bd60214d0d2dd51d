"""Follow-up: what was promised at transfers and is open, of all records that somebody may see, by person and team."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from htmx_flask import make_response

from forms.filters import PromiseFilters
from records.reporting import listing, promised
from records.reporting.promised import PromisePage
from views import lists
from views.pages.home import asked_page
from views.web import sessions
from views.web.guard import me, not_for_readers

bp = Blueprint("promised", __name__)


@bp.get("/follow-up")
@not_for_readers
def list_promises() -> ResponseReturnValue:
    """What is open of what was promised, narrowed by the filters in the address; by HTMX the list alone."""
    filters, page = PromiseFilters(request.args), asked_page()
    chosen = promised.Filters(**(filters.chosen() if filters.validate() else {}))
    terms = sessions.settings().displayed_terms
    nothing = PromisePage([], 1, has_more=False, total=0)
    drawn = render_template(
        "promised/list.html" if request.htmx else "promised/promises.html",  # type: ignore[attr-defined]
        filters=filters,
        listed=nothing if filters.errors else promised.get_page(me(), chosen, page, terms),
        in_use=lists.filters_in_use(filters),
        pages=lists.turns(filters, page),
        here=lists.page_address(filters, page),
        as_file=lists.address(filters, "exports.save_promises"),
        narrowed=lambda **to: lists.address(filters, **to),
        last_page=listing.MAX_PAGES,
        added_up_of=promised.ADDED_UP,
    )
    return make_response(drawn, push_url=lists.page_address(filters, page)) if request.htmx else drawn  # type: ignore[attr-defined]
