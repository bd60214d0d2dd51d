"""Lists as CSV files: the whole list as it is narrowed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forms import KINDS
from forms.filter_fields import Filters as AnyFilters
from forms.filters import PromiseFilters, RecordFilters
from protocol.terms import term_filler
from records import clock
from records.following import coming_up
from records.reporting import listing, promised, record_rows
from records.reporting.exports import MOST_ROWS, TooLongError
from records.reporting.listing import Filters
from records.weighing import figures_on
from views import lists
from views.files import as_file
from views.web import sessions
from views.web.guard import leaders_only, me, not_for_readers, staff_only
from views.web.templating import STATE_WORDS

bp = Blueprint("exports", __name__)


@bp.get("/records.csv")
@staff_only
def save_records() -> ResponseReturnValue:
    """The list of records as a file; where it is too long or a filter cannot be read, the page that says so."""
    filters = lists.record_filters()
    if not filters.validate():
        return _list_instead(filters, "")
    ids = listing.Search(me(), Filters(**filters.chosen())).get_ids(MOST_ROWS + 1)
    states = {str(state): words for state, (words, _) in STATE_WORDS.items()}
    words = record_rows.Words(_kinds(), states, term_filler(_terms()))
    try:
        return as_file(
            "records", record_rows.HEADINGS, len(ids), partial(record_rows.rows_of, ids, words), _used(filters)
        )
    except TooLongError as error:
        return _list_instead(filters, error.shown)


def _list_instead(filters: RecordFilters, too_long: str) -> ResponseReturnValue:
    listed = lists.list_records(me(), filters, 1)
    return render_template("home/records.html", filters=filters, listed=listed, kinds=KINDS, too_long=too_long), 400


def _used(filters: AnyFilters) -> dict[str, str]:
    """The filters in use as they were typed."""
    return {name: typed for name, typed in filters.data.items() if typed}


def _kinds() -> dict[str, str]:
    return {key: term_filler(_terms())(form.title) for key, form in KINDS.items()}


def _terms() -> Mapping[str, str]:
    return sessions.settings().displayed_terms


@bp.get("/follow-up.csv")
@not_for_readers
def save_promises() -> ResponseReturnValue:
    """What was promised and is open, as a file; where a filter cannot be read or it is too long, the list."""
    filters = PromiseFilters(request.args)
    if not filters.validate():
        return redirect(lists.address(filters))
    ids = promised.get_ids(me(), promised.Filters(**filters.chosen()), MOST_ROWS + 1)
    rows = partial(promised.rows_of, me(), ids, _kinds(), term_filler(_terms()))
    return as_file("follow-up", promised.HEADINGS, len(ids), rows, _used(filters))


@bp.get("/children/coming-up.csv")
@leaders_only
def save_children_coming_up() -> ResponseReturnValue:
    """The children of the user's teams who will soon reach the age of the older team, as a file."""
    today = clock.today()
    figures = figures_on(today)
    children = coming_up.children_coming_up(me(), today=today, figures=figures)
    headings = ("Local id", "Child", f"Will be {figures['older_team_age']} on", "Team", "Worker")
    rows = [(one.child.local_id, one.child.name, one.on, one.team.name, one.worker.name) for one in children]
    return as_file("children-coming-up", headings, len(rows), lambda: rows, {})
