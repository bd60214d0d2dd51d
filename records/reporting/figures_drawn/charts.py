"""Charts as data: bars of numbers as they may be seen, and the table that says the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from records.reporting.counting.disclosure import Number, total

NOT_SHOWN = "not shown"


@dataclass(frozen=True)
class Cell:
    """A number of a chart and what narrows the list of what is behind it: figure, month, key, key2."""

    number: Number
    behind: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Bar:
    """A bar (or a row of a table): a cell for each series. note: what is said beside it."""

    label: str
    cells: tuple[Cell, ...]
    note: str = ""

    @property
    def height(self) -> int:
        """As high as all its parts are drawn."""
        return sum(cell.number.height for cell in self.cells)

    @property
    def total(self) -> int | None:
        """The sum of its parts as they are shown, None beside something hidden."""
        return total([cell.number for cell in self.cells])

    def percent(self, place: int) -> int | None:
        """The share of one part in all as they are shown, so that shares make a hundred; None where one is hidden."""
        return int(100 * self.cells[place].number.told / self.total + 0.5) if self.total else None


@dataclass(frozen=True)
class SpreadRow:
    """A stretch: how many there were and their working days, '' for what is not told."""

    label: str
    number: Number
    lower: float | str = ""
    median: float | str = ""
    upper: float | str = ""
    worst: int | str = ""
    behind: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Chart:
    """A chart. kind: columns (months), bars, shares (of 100%), heat or spread. first: heading of the first column.

    says: what it shows, in a sentence, for whoever does not see it. lines: what is published of England, beside it.
    england: the percentage of its last part. leaves_out: which lines are not there.
    """

    slug: str
    title: str
    kind: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...] = ()
    first: str = ""
    says: str = ""
    lines: tuple[str, ...] = ()
    england: int | None = None
    spreads: tuple[SpreadRow, ...] = ()
    leaves_out: str = ""

    @property
    def highest(self) -> int:
        """The height of the highest bar, at least 1."""
        return max((bar.height for bar in self.bars), default=0) or 1

    @property
    def has_something_to_draw(self) -> bool:
        """Whether there is a number above none that is told."""
        if self.spreads:
            return any(row.number.told for row in self.spreads)
        return any(cell.number.told for bar in self.bars for cell in bar.cells)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw: every number is none, and may be told so."""
        if self.spreads:
            return all(row.number.shown == 0 for row in self.spreads)
        return all(cell.number.shown == 0 for bar in self.bars for cell in bar.cells)


def square_of_what_is_told(chart: Chart) -> Chart:
    """A chart from things to the same things, without those of which nothing is told in either direction.

    Its lines and columns stay the same things in the same order: pages and print number both.
    """
    told = [[not cell.number.is_hidden for cell in bar.cells] for bar in chart.bars]
    kept = [place for place, line in enumerate(told) if any(line) or any(other[place] for other in told)]
    bars = [replace(chart.bars[line], cells=tuple(chart.bars[line].cells[place] for place in kept)) for line in kept]
    return replace(chart, bars=tuple(bars), series=tuple(chart.series[place] for place in kept))


def rows(chart: Chart) -> tuple[list[str], list[list[str | int]]]:
    """A chart as a table: headings and rows, as its CSV and its twin on the page have it."""
    if chart.kind == "spread":
        headings = [chart.first, "Records", "Lower quartile", "Median", "Upper quartile", "Worst"]
        spread = [
            [row.label, row.number.shown, *(_said(one) for one in (row.lower, row.median, row.upper, row.worst))]
            for row in chart.spreads
        ]
        return headings, spread
    with_total = len(chart.series) > 1 and chart.kind != "heat"
    with_percent = chart.kind == "shares"
    headings = [chart.first, *chart.series]
    headings += ["All"] if with_total else []
    headings += [f"{chart.series[-1]}, %"] if with_percent else []
    table: list[list[str | int]] = []
    for bar in chart.bars:
        row: list[str | int] = [f"{bar.label} ({bar.note.lower()})" if bar.note else bar.label]
        row += [cell.number.shown for cell in bar.cells]
        if with_total:
            row.append(NOT_SHOWN if bar.total is None else bar.total)
        if with_percent:
            percent = bar.percent(-1)
            row.append("" if percent is None else percent)
        table.append(row)
    return headings, table


def _said(number: float | str) -> str | int:
    if isinstance(number, str):
        return number
    return int(number) if number == int(number) else str(number)
