"""CSV files that spreadsheets read as they are, and in which no cell runs."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest

from records.reporting import csv_files, small_numbers


def written(*rows: Iterable[csv_files.Cell]) -> str:
    return "".join(csv_files.lines(["Name", "Day"], rows))


def test_a_file_begins_with_a_byte_order_mark_and_its_headings() -> None:
    assert written() == "\ufeffName,Day\r\n"


def test_days_are_iso_times_are_londons_as_spreadsheets_read_them_and_what_is_blank_is_an_empty_cell() -> None:
    winter, summer = (datetime(2026, month, 1, 9, 30, 7, 123, tzinfo=UTC) for month in (3, 7))
    text = written(["Zoë", date(2026, 3, 1)], [None, winter], [None, summer])
    assert text.splitlines()[1:] == ["Zoë,2026-03-01", ",2026-03-01 09:30:07", ",2026-07-01 10:30:07"]


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", " \t=1", "＝1", "＋1", "－1", "＠A1", "\u3000=1"],
)
def test_a_cell_that_a_spreadsheet_would_run_is_text(cell: str) -> None:
    (row,) = list(csv.reader([written([cell, 0]).split("\r\n", 1)[1]], strict=True))[:1]
    assert row[0].startswith("'")


def test_numbers_stay_numbers_below_nought_too() -> None:
    assert written([-3, 0.5]).endswith("-3,0.5\r\n")


def test_a_small_number_is_hidden_from_whoever_may_not_read_what_is_behind_it() -> None:
    assert [small_numbers.fives(number) for number in (0, 4, 5, 23)] == [0, 0, 5, 20]
