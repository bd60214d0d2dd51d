"""Figures for those who lead teams, of their own part, and for who reads for a purpose: page, CSV, what is behind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms import KINDS
from protocol.terms import fill_terms
from records import access, clock
from records.reporting import behind_figures, exports, places, work
from records.reporting.behind_figures import Behind
from records.reporting.counting import changes, days, periods, workers
from records.reporting.counting.periods import Period, PeriodError
from records.reporting.figures_drawn import charts, pages, words
from records.reporting.figures_drawn.sums import Reading
from records.reporting.places import Place
from views.files import as_file
from views.web import sessions
from views.web.guard import figure_readers_only, is_read, me

bp = Blueprint("figures", __name__)


class Part(NamedTuple):
    """A page of figures: what they are of, and which they are."""

    words: str
    figures: tuple[words.Figure, ...]


PAGES: Mapping[str, Part] = {
    "figures.show_figures": Part("Children", words.OF_CHILDREN),
    "figures.show_of_records": Part("Records", words.OF_RECORDS),
}
_MONTH = re.compile(r"(2[01][0-9]{2})-(0[1-9]|1[0-2])")
_NARROWED = ("figure", "key", "key2", "month", "place", "period")
_KEY = re.compile(r"[\w.-]{0,80}", re.ASCII)  # what narrows a list


@bp.get("/figures")
@bp.get("/figures/records", endpoint="show_of_records")
@figure_readers_only
def show_figures() -> ResponseReturnValue:
    """The figures of one page, of the place and the period in the address."""
    problem, here = "", str(request.endpoint)
    try:
        period = _period()
    except PeriodError as error:
        period, problem = periods.read(periods.usual(clock.today()), clock.today()), str(error)
    offered = places.of_staff(me())
    place, reading = _place(offered), _reading()
    page = pages.page(place, period, reading, offered, PAGES[here].figures)
    to_choose_from = places.to_choose_from(offered, place)
    return render_template(
        "figures/figures.html",
        page=page,
        pages=PAGES,
        here=here,
        tables=page.tables,
        places=to_choose_from,
        offers_all=to_choose_from == offered,
        periods=periods.offered(clock.today()),
        asked={"place": place.name, "period": period.name},
        problem=problem,
        leads=reading == Reading.LEADING,
    )


@bp.get("/figures/<slug>.csv")
@figure_readers_only
def as_csv(slug: str) -> ResponseReturnValue:
    """One chart as a CSV file: the same numbers as on the page."""
    period, offered = _period_or_404(), places.of_staff(me())
    place = _place(offered)
    chart = pages.page(place, period, _reading(), offered).chart(slug) or abort(404)
    headings, rows = charts.rows(chart)
    told = [[_in_terms(cell) for cell in row] for row in rows]
    return as_file(
        exports.FIGURES,
        [str(_in_terms(one)) for one in headings],
        len(told),
        lambda: told,
        {"chart": chart.slug, "place": place.name, "period": period.name},
        called=f"handover-{chart.slug}-{place.name}-{period.name}",
    )


@bp.get("/figures/behind")
@figure_readers_only
def show_behind() -> ResponseReturnValue:
    """What is behind a number, as far as the user may read it."""
    asked = {name: request.args.get(name, "") for name in ("figure", "key", "key2")}
    figure = words.figure_of(asked["figure"]) or abort(404)
    if not all(_KEY.fullmatch(one) for one in asked.values()):
        abort(404)
    period, place = _period_or_404(), _place(places.of_staff(me()))
    month, page = _month(), _page()
    found = behind_figures.find(me(), place, period, asked, month, page)
    _note_reading(found, asked, place, period)
    return render_template(
        "figures/behind.html",
        found=found,
        place=place,
        period=period,
        title=figure.title,
        shows_month=asked["figure"] != workers.WORKERS,
        counts_changes=asked["figure"] in words.OF_CHANGES,
        reasons=words.REASONS if asked["figure"] == changes.CHANGES else {},
        said=words.said_of(asked, month),
        days={one: int(key) for one, key in found.keys2.items()} if asked["figure"] == days.DAYS else {},
        page=page,
        turns={turn: _turned(to) for turn, to in (("newer", page - 1), ("older", page + 1))},
        back_to=_page_of(figure, place, period),
        kinds=KINDS,
        waiting_on=work.get_open_steps(found.records),
    )


def _page_of(figure: words.Figure, place: Place, period: Period) -> str:
    page = next(name for name, part in PAGES.items() if figure in part.figures)
    return url_for(page, place=place.name, period=period.name, _anchor=figure.slug)


def _page() -> int:
    """The page in the address; 404 for what is none."""
    page = request.args.get("page", "1")
    if not (page.isascii() and page.isdigit() and len(page) < 3 and 0 < int(page) <= behind_figures.PAGES):
        abort(404)
    return int(page)


def _turned(page: int) -> str:
    asked: dict[str, Any] = {name: request.args.get(name) for name in _NARROWED}
    return url_for("figures.show_behind", **asked, page=page)


def _note_reading(found: Behind, asked: Mapping[str, str], place: Place, period: Period) -> None:
    """Note that somebody reads what is behind a number, where it names anything."""
    number = len(found.records) + len(found.children)
    if number and is_read():
        month = request.args.get("month", "")
        narrowed = {**asked, "month": month, "place": place.name, "period": period.name}
        told = {name: said for name, said in narrowed.items() if said}
        exports.note(by=me(), listed=exports.BEHIND, narrowed_to=told, rows=number)


def _in_terms(text: str | int) -> str | int:
    return fill_terms(text, sessions.settings().displayed_terms) if isinstance(text, str) else text


def _reading() -> Reading:
    return Reading.PURPOSE if access.purpose_of(me()) else Reading.LEADING


def _period() -> Period:
    return periods.read(request.args.get("period") or periods.usual(clock.today()), clock.today())


def _period_or_404() -> Period:
    try:
        return _period()
    except PeriodError:
        abort(404)


def _place(offered: list[Place]) -> Place:
    """The place in the address, by default the widest; 404 for one that is not the user's."""
    asked = request.args.get("place")
    found = offered[0] if not asked else next((one for one in offered if one.name == asked), None)
    return found or abort(404)


def _month() -> date | None:
    """The month in the address; 404 for what is none."""
    asked = request.args.get("month", "")
    if not asked:
        return None
    found: Any = _MONTH.fullmatch(asked) or abort(404)
    return date(int(found[1]), int(found[2]), 1)
