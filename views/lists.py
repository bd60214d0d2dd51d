"""Page models of lists: their addresses, the filters in use in words, the columns by which they are sorted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for

from documents import codes
from forms import KINDS
from forms.filter_fields import Chosen, Filters
from forms.filters import Offered, PromiseFilters, RecordFilters
from models import Child, Staff, Step
from protocol.terms import term_filler
from records import clock
from records.reporting import due_first, listing, of_child, work
from records.reporting.listing import ListPage
from views.web import sessions
from views.web.templating import STATE_WORDS

# The lists, by the form of their filters.
PAGES: Mapping[type[Filters], str] = {RecordFilters: "home.list_records", PromiseFilters: "promised.list_promises"}
# Column → the orders in which it can be sorted, the one asked for first, each with its aria-sort.
SORTED: Mapping[str, Mapping[str, str]] = {
    "passes": {listing.LAST_DAY: "descending", listing.FIRST_DAY: "ascending"},
    "due": {listing.FIRST_DUE: "ascending"},
    "saved": {listing.LAST_SAVED: "descending", listing.FIRST_SAVED: "ascending"},
}


@dataclass(frozen=True)
class InUse:
    """A filter in use, and the address of the list without it."""

    chosen: Chosen
    without: str


@dataclass(frozen=True)
class OfState:
    """How many records of a list are in a state: '12', or 'more than 100'. is_asked: the list is narrowed to it."""

    words: str
    number: str
    address: str
    is_asked: bool


@dataclass(frozen=True)
class Column:
    """A column by which the list is sorted. aria: its aria-sort. address: of the list sorted by it, or otherwise."""

    aria: str
    address: str


@dataclass(frozen=True)
class Listed:
    """What the page of records shows. due: record id → the first day by which something of it is due.

    as_file: the address of the whole list as a file. children: whom the search means, whose pages may be read.
    """

    shown: ListPage
    in_use: Sequence[InUse]
    states: Sequence[OfState]
    columns: Mapping[str, Column]
    due: Mapping[int, date]
    today: date
    as_file: str
    waiting_on: Mapping[int, list[Step]]
    order: str
    pages: Mapping[str, str]
    has_older: bool
    is_mistyped: bool
    children: Sequence[Child]


def record_filters() -> RecordFilters:
    """The filters in the address, with what this council's records can be narrowed to."""
    filters, fill = RecordFilters(request.args), term_filler(sessions.settings().displayed_terms)
    kinds = {key: fill(form.title) for key, form in KINDS.items()}
    states = {name: STATE_WORDS[states[-1]][0] for name, states in listing.STATES.items()}
    filters.offer(Offered(kinds, states, fill))
    return filters


def list_records(staff: Staff, filters: RecordFilters, page: int) -> Listed:
    """The page of the list of records that these filters ask for; an empty one where they cannot be read."""
    chosen = listing.Filters(**(filters.chosen() if filters.validate() else {}))
    search = None if filters.errors else listing.Search(staff, chosen)
    shown = search.get_page(page) if search else ListPage([])
    counts = search.count_states() if search else listing.StateCounts({}, 0)
    find, ids = filters.data["find"], [record.id for record in shown.records]
    return Listed(
        shown=shown,
        in_use=filters_in_use(filters),
        states=[_of_state(filters, key, number, counts.most) for key, number in counts.numbers.items()],
        columns={name: _column(filters, orders, chosen.order) for name, orders in SORTED.items()},
        due=due_first.due_days(ids),
        today=clock.today(),
        as_file=address(filters, "exports.save_records"),
        waiting_on=work.get_open_steps(shown.records),
        order=chosen.order,
        pages=turns(filters, page),
        has_older=shown.has_more and page < listing.MAX_PAGES,
        is_mistyped=codes.looks_like_one(find) and codes.is_mistyped(find),
        children=of_child.meant(staff, find, shown.records) if find and page == 1 else [],
    )


def filters_in_use(filters: Filters) -> list[InUse]:
    """The filters that narrow a list, in words, each with the way back from it."""
    return [InUse(one, address(filters, **{one.name: ""})) for one in filters.in_words()]


def turns(filters: Filters, page: int) -> dict[str, str]:
    """The addresses of the page before ('newer'), the one after ('older') and the first ('first')."""
    return {turn: page_address(filters, to) for turn, to in (("newer", page - 1), ("older", page + 1), ("first", 1))}


def page_address(filters: Filters, page: int) -> str:
    """The address of a page of the list with the filters as they were typed, wrong ones too."""
    return address(filters, page=page if page > 1 else "")


def address(filters: Filters, endpoint: str = "", **changed: str | int) -> str:
    """The address of the list, or of the same list at another endpoint, with filters as typed and these changed."""
    asked = {name: request.args.get(name, "") for name in filters.data} | changed
    named: dict[str, Any] = {name: value for name, value in asked.items() if value}
    return url_for(endpoint or PAGES[type(filters)], **named)


def _of_state(filters: RecordFilters, key: str, number: int, most: int) -> OfState:
    is_asked = filters.data["state"] == key
    counted = str(number) if number <= most else f"more than {most}"
    words = STATE_WORDS[listing.STATES[key][-1]][0]
    return OfState(words, counted, address(filters, state="" if is_asked else key), is_asked)


def _column(filters: RecordFilters, orders: Mapping[str, str], order: str) -> Column:
    others = [one for one in orders if one != order]
    return Column(orders.get(order, "none"), address(filters, sort=others[0] if others else ""))
