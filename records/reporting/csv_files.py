"""Writes lists and figures as CSV files that spreadsheets read as they are, and in which no cell runs.

UTF-8 with a byte order mark, since Excel takes a file without one for Windows-1252; lines end as RFC 4180 says; days
are ISO 8601, and times those of London, since Excel takes one with a zone or a fraction for text. A cell that a
spreadsheet would take for a formula begins with an apostrophe instead.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import StringIO
from itertools import chain

from records import clock

Cell = str | int | float | date | None

MARK = "\ufeff"
# How formulas begin, in full width too (OWASP, CSV injection).
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
SKIPPED = " \u00a0\u3000"  # spaces of each width


def lines(headings: Iterable[str], rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """The lines of a file, one by one, so that a long list need not be held whole."""
    yield MARK
    for row in chain([headings], rows):
        held = StringIO(newline="")
        csv.writer(held).writerow([_written(cell) for cell in row])
        yield held.getvalue()


def _written(cell: Cell) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if cell.lstrip(SKIPPED).startswith(FORMULA_SIGNS) else cell
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{clock.in_london(cell):%Y-%m-%d %H:%M:%S}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)
