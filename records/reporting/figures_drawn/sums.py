"""The sums of a place and a period, and how they become charts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import product
from typing import NamedTuple

from peewee import fn

from models import FigureCount, SealAuthority
from protocol.formatting import MONTHS
from records import clock
from records.reporting import keeping_figures, places
from records.reporting.counting import changes, days, of_records, workers
from records.reporting.counting.disclosure import Number
from records.reporting.counting.periods import Period
from records.reporting.figures_drawn import words
from records.reporting.figures_drawn.charts import Bar, Cell, Chart
from records.reporting.places import Place
from records.reporting.plain_rows import rows_of


class Reading(StrEnum):
    """How somebody may read what is behind numbers.

    LEADING: they lead the place. PURPOSE: sealed records for a stated purpose. NONE: not at all, as on paper.
    """

    LEADING = "leading"
    PURPOSE = "purpose"
    NONE = "none"


class Sum(NamedTuple):
    """One row of FigureCount."""

    month: date
    key: str
    key2: str
    number: int
    moved: int
    unsealed: int


_NUMBERS = (
    FigureCount.month,
    FigureCount.key,
    FigureCount.key2,
    FigureCount.number,
    FigureCount.moved,
    FigureCount.unsealed,
)
# Those that are read by themselves: of other months, or of many keys.
_BY_THEMSELVES = (changes.FLOWS, days.DAYS, workers.WORKERS, changes.COMING_UP)
# The others are named, so that an index leads past those: a wide place has as many flows as pairs of teams.
_TOGETHER = [figure for figure in words.COUNTED if figure not in _BY_THEMSELVES]
# Figures of children, who may leave for another team → the figure whose sums say whether anybody has.
_MAY_MOVE = {
    workers.WORKERS: workers.WORKERS,
    **dict.fromkeys((changes.CHANGES, changes.FLOWS, changes.FLOWS_OF_KINDS), changes.CHANGES),
}
MOST_TEAMS = 12  # of a place of which a chart has each
LEFT_OUT = "Lines of which nothing can be told, or that have none, are left out."
TO_COME, NOT_KNOWN = "still to come", "not known"
ONE_SERIES = (("", "Number"),)


class Sums:
    """The sums of a place and a period for a reader. teams: those of the place. figures: those that are asked for."""

    def __init__(
        self, place: Place, period: Period, reading: Reading, teams: tuple[Place, ...], figures: Sequence[words.Figure]
    ) -> None:
        self.place, self.period, self.reading, self.teams = place, period, reading, teams
        self.is_of_a_team = place.name.startswith(places.TEAM)
        self._found = self._read([one for one in _TOGETHER if words.figure_of(one) in figures])

    def __getitem__(self, figure: str) -> list[Sum]:
        return self._found[figure]

    def _read(self, together: Sequence[str]) -> Mapping[str, list[Sum]]:
        rows = FigureCount.select(FigureCount.figure, *_NUMBERS).where(
            (FigureCount.place == self.place.name)
            & FigureCount.figure.in_(together)
            & FigureCount.month.between(self.period.first, self.period.last)
        )
        found: dict[str, list[Sum]] = defaultdict(list)
        for figure, *row in rows_of(rows):
            found[figure].append(Sum(*row))
        return found

    def of(self, figure: str, first: date, last: date, *places_of: str) -> list[tuple[str, Sum]]:
        """(place, sum) of one figure in these places, by default this one."""
        of_figure = FigureCount.place.in_(places_of or (self.place.name,)) & (FigureCount.figure == figure)
        rows = FigureCount.select(FigureCount.place, *_NUMBERS).where(
            of_figure & FigureCount.month.between(first, last)
        )
        return [(place, Sum(*row)) for place, *row in rows_of(rows)]

    def histogram(self, figure: str) -> list[Sum]:
        """The sums of one figure over the whole period, one for each key and key2."""
        added = [fn.SUM(one) for one in _NUMBERS[3:]]
        rows = FigureCount.select(FigureCount.key, FigureCount.key2, *added).where(
            (FigureCount.place == self.place.name)
            & (FigureCount.figure == figure)
            & FigureCount.month.between(self.period.first, self.period.last)
        )
        grouped = rows_of(rows.group_by(FigureCount.key, FigureCount.key2))
        return [Sum(self.period.first, key, key2, *map(int, numbers)) for key, key2, *numbers in grouped]

    def number(self, figure: str, sums: Iterable[Sum], place: str = "", part: str = "") -> Number:
        """How many there are of a figure, as this reader may know it.

        place: a team's, where it is not this one. part: the series that it is of. What has a record names both teams.
        """
        there = list(sums)
        others = sum(map(self._closed, there))
        is_open = self.reading == Reading.LEADING and part == changes.WITH_RECORD
        is_exact = is_open or self._is_exact(figure, place or self.place.name)
        return Number(sum(one.number for one in there) - others, others, is_exact=is_exact)

    def _is_exact(self, figure: str, place: str) -> bool:
        """Whether this reader may open whatever a figure counts in a place, at any time. Flows are changes."""
        if self.reading != Reading.LEADING or figure not in _MAY_MOVE:
            return self.reading == Reading.LEADING
        return (place, _MAY_MOVE[figure]) not in self._have_moved

    @cached_property
    def _have_moved(self) -> set[tuple[str, str]]:
        """(place, figure) where somebody of whom something is counted has left since: of this place and its teams."""
        there = [one.name for one in (self.place, *self.teams[:MOST_TEAMS])]
        moved = FigureCount.select().where(FigureCount.moved > 0)
        return {
            (place, figure)
            for place, figure in product(there, {*_MAY_MOVE.values()})
            if moved.where((FigureCount.place == place) & (FigureCount.figure == figure)).exists()
        }

    def _closed(self, one: Sum) -> int:
        """How many of a sum's things this reader may not open."""
        return {Reading.LEADING: one.moved, Reading.PURPOSE: one.unsealed, Reading.NONE: one.number}[self.reading]

    def timed(self, one: Sum) -> int:
        """How many of a sum's things stand behind a spread: of a reader for a purpose those that may be opened."""
        return one.number - (one.unsealed if self.reading == Reading.PURPOSE else 0)

    def without_hidden(self, chart: Chart) -> Chart:
        """A chart without the lines of which nothing is told, for whoever may not read what is behind them.

        That such a line is there at all would say that it is not none.
        """
        if self.reading == Reading.LEADING:
            return chart
        bars = tuple(bar for bar in chart.bars if not bar.whole.number.is_hidden)
        hidden = tuple(bar for bar in chart.bars if bar.whole.number.is_hidden)
        spreads = tuple(row for row in chart.spreads if not row.number.is_hidden)
        return replace(chart, bars=bars, hidden=hidden, spreads=spreads, leaves_out=LEFT_OUT)

    def with_none(self, chart: Chart) -> Chart:
        """A chart that says 'none' where the whole council has none in the period, also to who may read nothing.

        Of a part, 'none' would say that the others are what is hidden of the whole; of the whole it tells of nobody.
        """
        bars = (*chart.bars, *chart.hidden)
        numbers = [cell.number for bar in bars for cell in bar.cells]
        if not chart.adds_up or self.place.name != places.COUNCIL or any(one.readable or one.others for one in numbers):
            return chart
        none = tuple(replace(bar, cells=tuple(Cell(Number()) for _ in bar.cells)) for bar in bars)
        return replace(chart, bars=none, hidden=(), leaves_out="")

    def months(self) -> list[tuple[str, str]]:
        """The months of the period as bars: key and label."""
        return [month_label(month) for month in self.period.months]

    def _why_not_known(self, figure: str, key: str, cells: Mapping[tuple[str, str], list[Sum]]) -> str:
        """Why a month has no number, such as 2026-12, in place of a nought; '' where it has one.

        Where something may be hidden, a month with none must look like one of which nothing is told, unless there can
        be none: the register has no change to come.
        """
        began = {changes.CHANGES: self._register_since, of_records.KINDS: self._set_up}.get(figure)
        is_to_come = key > f"{clock.today():%Y-%m}"
        if began is None or (is_to_come and figure == changes.CHANGES):
            return TO_COME if began else ""
        if not self._is_exact(figure, self.place.name) or any(
            rows for (month, _), rows in cells.items() if month == key
        ):
            return ""
        return TO_COME if is_to_come else NOT_KNOWN if (since := began()) and key < f"{since:%Y-%m}" else ""

    def _register_since(self) -> date | None:
        return keeping_figures.register_since()

    def _set_up(self) -> date | None:
        """The day on which this service was set up. When its first record was, would tell of that."""
        first = SealAuthority.select(fn.MIN(SealAuthority.since)).scalar()
        return clock.in_london(first).date() if first else None

    def chart(
        self,
        slug: str,
        title: str,
        kind: str,
        figure: str,
        sums: list[Sum],
        bars: list[tuple[str, str]],
        series: tuple[tuple[str, str], ...] = ONE_SERIES,
        series_from: str = "key2",
        first: str = "",
    ) -> Chart:
        """A chart of sums: its bars by month (columns) or key, its series by key2 or key."""
        bar_from = "month" if kind == "columns" else "key"
        cells: dict[tuple[str, str], list[Sum]] = defaultdict(list)
        for one in sums:
            at = f"{one.month:%Y-%m}" if bar_from == "month" else one.key
            cells[at, "" if series == ONE_SERIES else getattr(one, series_from)].append(one)
        drawn = []
        for key, label in bars:
            if bar_from == "month" and (why := self._why_not_known(figure, key, cells)):
                drawn.append(Bar(label, (), why, month=key))
                continue
            row = []
            for part, _ in series:
                behind = {"figure": figure, bar_from: key} | ({series_from: part} if part else {})
                row.append(Cell(self.number(figure, cells[key, part], part=part), behind))
            drawn.append(Bar(label, tuple(row), month=key if bar_from == "month" else ""))
        heading = first or ("Month" if bar_from == "month" else "What")
        adds_up = kind in ("columns", "bars")
        return Chart(slug, title, kind, tuple(text for _, text in series), tuple(drawn), heading, adds_up=adds_up)


def month_label(month: date) -> tuple[str, str]:
    """A month as a bar: key and label."""
    return f"{month:%Y-%m}", f"{MONTHS[month.month - 1][:3]} {month:%y}"


def labelled(labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """Labels as bars."""
    return list(labels.items())
