"""Charts as data: bars of numbers as they may be seen, and the table that says the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from records.reporting.counting.disclosure import Number, together, total

NOT_SHOWN = "not shown"
OR_MORE = "+"  # beside a number of which a part is counted in round numbers
FARTHEST = 20  # percent, between which a share is told
NAMED_FIRST = 3  # of the lines that a description names


@dataclass(frozen=True)
class Cell:
    """A number of a chart and what narrows the list of what is behind it: figure, month, key, key2.

    share: a percentage that is shown in place of the number, '' for none.
    """

    number: Number
    behind: Mapping[str, str] = field(default_factory=dict)
    share: int | str | None = None

    @property
    def shown(self) -> int | str:
        """As a file has it."""
        return self.number.shown if self.share is None else self.share

    @property
    def is_rounded(self) -> bool:
        """Whether a part of it is counted in round numbers."""
        return self.share is None and self.number.is_rounded

    @property
    def said(self) -> str:
        """As a page has it: marked where a part of it is counted in round numbers."""
        return f"{self.shown}{OR_MORE if self.is_rounded else ''}"


@dataclass(frozen=True)
class Bar:
    """A bar (or a row of a table): a cell for each series, none where it is before the register's spells.

    note: what is said beside it. beside: a number that belongs to it and is no part of it. month: such as 2026-04, of
    one that is a month, since a spreadsheet takes 'Apr 26' for a day.
    """

    label: str
    cells: tuple[Cell, ...]
    note: str = ""
    beside: Cell | None = None
    month: str = ""

    @property
    def name(self) -> str:
        """With its note."""
        return f"{self.label} ({self.note})" if self.note else self.label

    @property
    def whole(self) -> Cell:
        """Everything in it, whatever part of that its cells tell."""
        return Cell(together(cell.number for cell in self.cells))

    @property
    def height(self) -> int:
        """As high as it is drawn."""
        return self.whole.number.height if self.cells else 0

    @property
    def rest(self) -> int:
        """How much of it none of its cells tells."""
        return self.height - sum(cell.number.told for cell in self.cells)

    @property
    def total(self) -> int | None:
        """The sum of its parts as they are told; None where all of them are hidden."""
        return total([cell.number for cell in self.cells])

    @property
    def length(self) -> int:
        """The sum of its parts as they are drawn."""
        return sum(cell.number.height for cell in self.cells)

    def share(self, place: int) -> int | str | None:
        """The share of one part in all, in percent: between which two it is, such as '56 to 63', where numbers are told
        in fives. None of none, and where the two are far from each other.
        """
        if not self.total:
            return None
        part, others = (
            self.cells[place].number,
            [cell.number for at, cell in enumerate(self.cells) if at != place % len(self.cells)],
        )
        least = _percent(part.told, sum(one.most for one in others))
        most = _percent(part.most, sum(one.told for one in others))
        if most - least > FARTHEST:
            return None
        return least if least == most else f"{least} to {most}"


def _percent(part: int, others: int) -> int:
    return int(100 * part / (part + others) + 0.5) if part else 0


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

    @property
    def days(self) -> str:
        """Its median and its worst, where they are told."""
        said = [f"median {plain(self.median)}"] if self.median != "" else []
        return ", ".join(said + ([f"worst {self.worst}"] if self.worst != "" else []))


@dataclass(frozen=True)
class Chart:
    """A chart. kind: columns (months), bars, shares (of 100%), heat or spread. first: heading of the first column.

    lines: what is published of England, beside it. england: the percentage of its last part. leaves_out: which lines
    are not there, hidden: those lines. beside: heading of the numbers beside its bars. adds_up: whether its bars
    together say something.
    """

    slug: str
    title: str
    kind: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...] = ()
    first: str = ""
    lines: tuple[str, ...] = ()
    england: int | None = None
    spreads: tuple[SpreadRow, ...] = ()
    leaves_out: str = ""
    beside: str = ""
    adds_up: bool = False
    hidden: tuple[Bar, ...] = ()

    @property
    def highest(self) -> int:
        """The height of the highest bar, at least 1."""
        return max((bar.height for bar in self.bars), default=0) or 1

    @property
    def all(self) -> Bar:
        """Its bars as one, those that are not there too."""
        columns = zip(*(bar.cells for bar in (*self.bars, *self.hidden) if bar.cells), strict=True)
        return Bar("All", tuple(Cell(together(cell.number for cell in column)) for column in columns))

    @property
    def cells(self) -> list[tuple[str, str, Cell]]:
        """Label of the bar, series and cell, of each of which something is told, the greatest first."""
        named = [
            (bar.label, part, cell)
            for bar in self.bars
            for part, cell in zip(self.series, bar.cells, strict=bool(bar.cells))
            if cell.number.told
        ]
        return sorted(named, key=lambda one: -one[2].number.told)

    @property
    def blanks(self) -> tuple[str, ...]:
        """Why bars of it have no numbers, each once."""
        return tuple(dict.fromkeys(bar.note for bar in self.bars if self.kind == "columns" and not bar.cells))

    @property
    def has_something_to_draw(self) -> bool:
        """Whether there is a number above none that is told."""
        if self.spreads:
            return any(row.number.told for row in self.spreads)
        if self.kind == "percentages":
            return any(cell.share not in ("", NOT_SHOWN) for bar in self.bars for cell in bar.cells)
        return any(bar.whole.number.told for bar in self.bars)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw: every number is none, and may be told so."""
        if self.spreads:
            return all(row.number.shown == 0 for row in self.spreads)
        if self.kind == "percentages":
            return not self.bars or not self.series
        return not self.hidden and all(bar.cells and bar.whole.number.shown == 0 for bar in self.bars)

    @property
    def stars(self) -> bool:
        """Whether a share of it is not told, or not to the point."""
        of = [cell.share for bar in self.bars for cell in bar.cells] if self.kind == "percentages" else []
        return any(isinstance(share, str) and share for share in of)

    @property
    def says(self) -> str:
        """What it shows, in words, for whoever does not see it."""
        return " ".join(f"{one}." for one in _DESCRIBED[self.kind](self))


def _describe_bars(chart: Chart) -> list[str]:
    whole = chart.all
    parts = [f"{cell.said} {_lower(name)}" for name, cell in zip(chart.series, whole.cells, strict=bool(whole.cells))]
    said = f"In all {whole.whole.said}" + (f": {', '.join(parts)}" if len(parts) > 1 else "")
    least = max((bar.whole.number.most for bar in chart.bars if bar.whole.number.is_hidden), default=0)
    in_order = sorted((bar for bar in chart.bars if bar.whole.number.told > least), key=lambda bar: -bar.height)
    most = "; ".join(f"{bar.label}, {bar.whole.said}" for bar in in_order[:NAMED_FIRST])
    return [said, f"Most: {most}"] if most and len(chart.bars) > 1 else [said]


def _describe_shares(chart: Chart) -> list[str]:
    said = []
    for bar in chart.bars:
        told = ((bar.share(place), _lower(name)) for place, name in enumerate(chart.series))
        shares = [f"{name} {NOT_SHOWN}" if share is None else f"{share}% {name}" for share, name in told]
        said.append(f"{bar.name}: {bar.whole.said}, {', '.join(shares)}" if bar.total else f"{bar.name}: not drawn")
    return said


def _describe_squares(chart: Chart) -> list[str]:
    most = "; ".join(f"{label} to {part}, {cell.said}" for label, part, cell in chart.cells[:NAMED_FIRST])
    return [f"Rows are {_lower(chart.first)}, columns are to", f"Most: {most}"]


def _describe_percentages(chart: Chart) -> list[str]:
    return [
        f"{bar.label}: " + ", ".join(f"{name} {cell.shown}" for name, cell in zip(chart.series, bar.cells, strict=True))
        for bar in chart.bars
    ]


def _describe_spread(chart: Chart) -> list[str]:
    return [f"{row.label}: {row.days or 'not drawn'}" for row in chart.spreads]


_DESCRIBED = {
    "columns": _describe_bars,
    "bars": _describe_bars,
    "shares": _describe_shares,
    "heat": _describe_squares,
    "percentages": _describe_percentages,
    "spread": _describe_spread,
}

Row = list[Cell | str | int]
Table = tuple[list[str], list[Row]]  # headings and rows


def table(chart: Chart, *, in_file: bool = False) -> Table:
    """A chart as a table: headings and rows of texts and cells, as the page and the report have it, or a file."""
    if chart.kind == "spread":
        return _of_spread(chart)
    if chart.kind == "heat":
        return [chart.first, "To", "Number"], [[*names, cell] for *names, cell in chart.cells]
    with_total = len(chart.series) > 1 and chart.kind != "percentages"
    with_percent = chart.kind == "shares"
    headings = [chart.first, *chart.series]
    headings += ["All"] if with_total else []
    headings += [f"{chart.series[-1]}, %"] if with_percent else []
    headings += [chart.beside] if chart.beside else []
    rows: list[Row] = []
    in_all = [chart.all] if chart.all.cells and chart.adds_up and len(chart.bars) + len(chart.hidden) > 1 else []
    for bar in (*chart.bars, *in_all):
        cells = bar.cells or [""] * len(chart.series)
        row: Row = [bar.month if in_file and bar.month else bar.name, *cells]
        row += [bar.whole if bar.cells else ""] if with_total else []
        if with_percent:
            share = bar.share(-1)
            row.append("" if share is None else share)
        row += [bar.beside or ""] if chart.beside else []
        rows.append(row)
    return headings, rows


def _of_spread(chart: Chart) -> Table:
    headings = [chart.first, "Records", "Lower quartile", "Median", "Upper quartile", "Worst"]
    return headings, [
        [
            row.label,
            Cell(row.number, row.behind),
            *(one if isinstance(one, str) else plain(one) for one in (row.lower, row.median, row.upper, row.worst)),
        ]
        for row in chart.spreads
    ]


def rows(chart: Chart) -> tuple[list[str], list[list[str | int]]]:
    """A chart as its file has it. The last column names those of its row of which a part is in round numbers."""
    headings, found = table(chart, in_file=True)
    marked = [[name for name, one in zip(headings, row, strict=True) if is_rounded(one)] for row in found]
    told = [[one.shown if isinstance(one, Cell) else one for one in row] for row in found]
    if not any(marked):
        return headings, told
    return [*headings, "At least so many"], [[*row, ", ".join(names)] for row, names in zip(told, marked, strict=True)]


def is_rounded(one: Cell | str | int) -> bool:
    """Whether something of a table is a number of which a part is in round numbers."""
    return isinstance(one, Cell) and one.is_rounded


def plain(number: float | str) -> str | int:
    """A number without a needless fraction."""
    if isinstance(number, str):
        return number
    return int(number) if number == int(number) else str(number)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
