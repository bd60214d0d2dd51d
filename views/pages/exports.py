"""Lists as CSV files: the whole list as it is narrowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forms import KINDS
from forms.filter_fields import Filters as AnyFilters
from forms.filters import PromiseFilters, RecordFilters
from models import LegalHold, Staff
from protocol.retention import in_words
from protocol.terms import term_filler
from records import clock
from records.following import coming_up
from records.keeping import agreeing, certificates, holds
from records.reporting import listing, of_child, promised, record_rows
from records.reporting.csv_files import Cell
from records.reporting.exports import MOST_ROWS, TooLongError
from records.reporting.listing import Filters
from records.reporting.of_child import OfChild
from records.reporting.worker_lines import Change
from records.weighing import figures_on
from views import lists
from views.files import as_file
from views.web import sessions
from views.web.guard import (
    child_readers_only,
    is_operator,
    keepers_only,
    leaders_only,
    me,
    not_for_readers,
    staff_only,
    this_child,
)
from views.web.templating import STATE_WORDS
from views.worker_lines import STANDINGS

bp = Blueprint("exports", __name__)

WORKERS = ("From", "Until", "Worker", "Team", "Reason code", "Standing", "Record")
DUE = ("Record", "Kind of record", "Part", "Due since", "Why", "Held", "Agreed by how many")
DISPOSED = ("Record", "Kind of record", "Part", "Disposed of at", "Why")
HOLDS = ("Records", "Every record about the child", "Why", "Held by", "Held at", "Until", "Looked at again on")
PARTS = {"whole": "", "staff": "the part about staff"}


@bp.get("/records.csv")
@staff_only
def save_records() -> ResponseReturnValue:
    """The list of records as a file; where it is too long or a filter cannot be read, the page that says so."""
    filters = lists.record_filters()
    if not filters.validate():
        return _list_instead(filters, "")
    ids = listing.Search(me(), Filters(**filters.chosen())).get_ids(MOST_ROWS + 1)
    try:
        return as_file(
            "records",
            record_rows.HEADINGS,
            len(ids),
            partial(record_rows.rows_of, ids, _record_words()),
            _used(filters),
        )
    except TooLongError as error:
        return _list_instead(filters, error.shown)


def _record_words() -> record_rows.Words:
    states = {str(state): words for state, (words, _) in STATE_WORDS.items()}
    return record_rows.Words(_kinds(), states, term_filler(_terms()))


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


@bp.get("/children/<local_id:local>/workers.csv")
@child_readers_only
def save_workers() -> ResponseReturnValue:
    """The workers of a child over time, as the child's page has them, as a file."""
    seen = of_child.read(this_child(), me(), dict(_terms()))
    rows = [_worker_row(seen, one) for one in reversed(seen.line.changes)]
    narrowed = {"child": this_child().local_id}
    return as_file(
        "workers-of-child", WORKERS, len(rows), lambda: rows, narrowed, called=f"workers-{narrowed['child']}"
    )


def _worker_row(seen: OfChild, change: Change) -> tuple[Cell, ...]:
    spell, standing = change.spell, STANDINGS[change.standing][0] if change.standing else ""
    reference = change.record.reference if change.record and change.record.id in seen.readable else ""
    names = (seen.people[spell.worker].name, seen.teams[spell.team].name)
    return (spell.started_on, spell.ended_on, *names, spell.reason_code, standing, reference)


@bp.get("/children/<local_id:local>/records.csv")
@child_readers_only
def save_records_of_child() -> ResponseReturnValue:
    """The records about a child that the reader sees on the child's page, as a file."""
    ids = [one.id for one in of_child.read(this_child(), me(), dict(_terms())).records]
    narrowed, rows = {"child": this_child().local_id}, partial(record_rows.rows_of, ids, _record_words())
    return as_file(
        "records-of-child", record_rows.HEADINGS, len(ids), rows, narrowed, called=f"records-{narrowed['child']}"
    )


@bp.get("/keeping/due.csv")
@keepers_only
def save_due() -> ResponseReturnValue:
    """What is due to be disposed of, as a file."""
    number = agreeing.count_due(me(), is_operator=is_operator())
    return as_file("due", DUE, number, partial(_due_rows, me(), is_operator=is_operator()), {})


def _due_rows(staff: Staff, *, is_operator: bool) -> Iterator[tuple[Cell, ...]]:
    kinds, page, has_more = _kinds(), 1, True
    while has_more:
        listed, has_more = agreeing.due_page(staff, is_operator=is_operator, page=page)
        for one in listed:
            row, record = one.clock, one.clock.record
            held = "yes" if one.hold else ""
            yield (
                record.reference,
                kinds[record.kind],
                PARTS[row.part],
                row.due_on,
                _why_due(row.rule),
                held,
                one.agreed,
            )
        page += 1


@bp.get("/keeping/disposed-of.csv")
@keepers_only
def save_disposed_of() -> ResponseReturnValue:
    """What was disposed of, the latest first, as a file."""
    done, kinds = certificates.done(MOST_ROWS + 1), _kinds()
    rows = [
        (one.record.reference, kinds[one.record.kind], PARTS[one.part], one.done_at, _why_due(one.rule)) for one in done
    ]
    return as_file("disposed-of", DISPOSED, len(rows), lambda: rows, {})


@bp.get("/keeping/holds.csv")
@keepers_only
def save_holds() -> ResponseReturnValue:
    """The holds that the reader knows of, as a file."""
    seen = [(one, holds.references(one, me(), is_operator=is_operator())) for one in holds.in_force()]
    rows = [
        (", ".join(held), "yes" if one.child_id else "", one.why, one.placed_by.name, one.placed_at, *_days_of(one))
        for one, held in seen
        if holds.is_seen_by(one, me(), is_operator=is_operator())
    ]
    return as_file("holds", HOLDS, len(rows), lambda: rows, {})


def _days_of(hold: LegalHold) -> tuple[Cell, Cell]:
    return hold.last_day, hold.review_on


def _why_due(rule: str) -> str:
    return in_words(rule, figures_on(clock.today()))
