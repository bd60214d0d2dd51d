"""Dates as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.engine.date import NOT_REAL, OUT_OF_RANGE, SHORT_YEAR, DateProblemError, read_date
from protocol import formatting

FOURTH_OF_MARCH = date(2026, 3, 4)


@pytest.mark.parametrize(
    "day,month,year",
    [
        ("4", "3", "2026"),
        ("04", "03", "2026"),
        (" 4 ", " mar ", " 2026 "),
        ("4th", "March", "2026"),
        ("4", "MARCH", "2026"),
        ("4", "Mar.", "2026"),
        ("4/3/2026", "", ""),
        ("04/03/2026", "", ""),
        ("4-3-2026", "", ""),
        ("4.3.2026", "", ""),
        ("4. 3. 2026", "", ""),
        ("4 3 2026", "", ""),
        ("2026-03-04", "", ""),
        ("2026-03-04T00:00:00Z", "", ""),
        ("4 march 2026", "", ""),
        ("4 mar 2026", "", ""),
        ("4mar2026", "", ""),
        ("4-Mar-2026", "", ""),
        ("4th of March 2026", "", ""),
        ("March 4, 2026", "", ""),
        ("mar 4 2026", "", ""),
        ("Wednesday 4 March 2026", "", ""),
        ("Wed, 4 March 2026", "", ""),
    ],
)
def test_a_date_is_read_however_it_is_written(day: str, month: str, year: str) -> None:
    assert read_date(day, month, year) == FOURTH_OF_MARCH


def test_the_day_comes_before_the_month() -> None:
    assert read_date("1/2/2026", "", "") == date(2026, 2, 1)


def test_september_has_two_short_names() -> None:
    assert read_date("1", "sep", "2026") == read_date("1", "sept", "2026") == date(2026, 9, 1)


def test_three_blank_boxes_are_no_date_and_no_mistake() -> None:
    assert read_date("", " ", "") is None


@pytest.mark.parametrize(
    "day,month,year,problem",
    [
        ("13/13/2026", "", "", NOT_REAL),
        ("12/13/2026", "", "", NOT_REAL),
        ("31", "2", "2026", NOT_REAL),
        ("29", "2", "2026", NOT_REAL),
        ("0", "1", "2026", NOT_REAL),
        ("1", "13", "2026", NOT_REAL),
        ("1", "ma", "2026", NOT_REAL),
        ("1", "movember", "2026", NOT_REAL),
        ("tomorrow", "", "", NOT_REAL),
        ("²", "3", "2026", NOT_REAL),
        ("-4", "3", "2026", NOT_REAL),
        ("4" * 5000, "3", "2026", NOT_REAL),
        (f"4{' ' * 30_000}3", "", "", NOT_REAL),
        ("4", "3", "26", SHORT_YEAR),
        ("4/3/26", "", "", SHORT_YEAR),
        ("4 mar 26", "", "", SHORT_YEAR),
        ("31", "12", "1899", OUT_OF_RANGE),
        ("1", "1", "2101", OUT_OF_RANGE),
        ("1", "1", "20266", OUT_OF_RANGE),
        ("4", "3", "", "must include a year"),
        ("4", "", "2026", "must include a month"),
        ("", "3", "2026", "must include a day"),
        ("4", "", "", "must include a month and year"),
        ("", "", "2026", "must include a day and month"),
        ("Tuesday 4 March 2026", "", "", "must be checked: 4 March 2026 is a Wednesday"),
    ],
)
def test_a_date_is_asked_about_and_never_guessed(day: str, month: str, year: str, problem: str) -> None:
    with pytest.raises(DateProblemError) as raised:
        read_date(day, month, year)
    assert str(raised.value) == problem


@pytest.mark.parametrize("edge", [date(1900, 1, 1), date(2100, 12, 31)])
def test_the_first_and_last_year_are_taken(edge: date) -> None:
    assert read_date(str(edge.day), str(edge.month), str(edge.year)) == edge


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_what_is_said_of_a_date_reads_back_as_that_date(day: date) -> None:
    assert read_date(formatting.day(day), "", "") == day


@given(st.text(), st.text(), st.text())
def test_nothing_typed_breaks_the_reading(day: str, month: str, year: str) -> None:
    try:
        read = read_date(day, month, year)
    except DateProblemError:
        return
    assert read is None or 1900 <= read.year <= 2100
