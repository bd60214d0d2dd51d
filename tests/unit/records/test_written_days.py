"""Days are read as databases and spreadsheets print them; what could be two days is refused with both."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.register import written_days

TODAY = date(2026, 11, 27)
DAY = date(2026, 3, 1)
PRINTED = (
    "%Y-%m-%d",
    "%Y-%m-%d 00:00:00",
    "%Y-%m-%dT00:00:00",
    "%Y-%m-%dT00:00:00.000",
    "%Y-%m-%d 00:00:00.0000000 +00:00",
    "%Y%m%d000000",
    "%Y-%m-%dT00:00:00Z",
    "%Y-%m-%d 00:00:00+01:00",
    "%Y-%m-%d 13:45",
    "%d/%m/%Y",
    "%d/%m/%Y 00:00",
    "%d/%m/%Y 12:00:00 AM",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%d-%b-%Y",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d %Y 12:00AM",
    "%b %d %Y 12:00:00:000AM",
    "%d-%b-%Y 12.00.00.000000 AM",
    "%B %d, %Y",
    "%a %d %b %Y",
    "%A, %d %B %Y",
    "%Y/%m/%d",
    "%Y%m%d",
)


@pytest.mark.parametrize("text", ["1.3.2026", "1/3/2026", "01-MAR-2026", "1 march 2026", "46082", "46082.0", "46082.5"])
def test_a_day_without_zeros_in_capitals_or_counted_by_a_spreadsheet_is_read(text: str) -> None:
    assert written_days.read(text, TODAY) == DAY


@pytest.mark.parametrize(
    "text",
    [
        *("1st March 2026", "1st of March 2026", "March 1st, 2026", "01ST MAR 2026", "Sunday, 1st March 2026"),
        *("Sun 1 Mar 2026", "SUN, 01-MAR-2026", "Sun. 01/03/2026 00:00", "Sunday 2026-03-01"),
        *("01\u201103\u20112026", "2026\u201003\u201001", "1\u2013Mar\u20132026", "1\u00a0March\u202f2026"),
    ],
)
def test_a_day_as_people_and_word_write_it_is_read(text: str) -> None:
    assert written_days.read(text, TODAY) == DAY


@pytest.mark.parametrize("text", ["Fri 03/04/2026", "03\u201104\u20112026"])
def test_a_day_that_people_or_word_wrote_may_be_read_either_way_too(text: str) -> None:
    assert written_days.reads_either_way(text)


@given(day=st.dates(date(1900, 1, 1), date(2099, 12, 31)), form=st.sampled_from(PRINTED))
def test_every_day_is_read_as_it_was_printed(day: date, form: str) -> None:
    assert written_days.read(day.strftime(form), TODAY) == day


@pytest.mark.parametrize(
    "text, said",
    [
        ("2026-02-30", "Enter a day that exists, like 2026-03-27"),
        ("soon", "Enter a day that exists"),
        ("010326", "Enter a day that exists"),
        ("99999", "Enter a day that exists"),
        ("0000-00-00", "Enter a day that exists"),
        ("0026-03-01", "Enter a day that exists"),
        ("2026113", "Enter a day that exists"),
        ("01032026", "Enter a day that exists"),
        ("03/27/2026", "Write the day before the month, or the year first."),
        ("27/03/12", "Write the year with four figures: 12 may be 1912 or 2012."),
        ("27-03-12", "Write the year with four figures: 12 may be 1912 or 2012."),
        ("30-FEB-26", "Write the year with four figures"),
        ("01-JAN-40", "Write the year with four figures"),
        ("2026-06-30T23:00:00Z", "This is a time in a zone, and may be the day before or after here."),
        ("2026-06-30 23:00:00+00:00", "This is a time in a zone"),
        ("41000", "A spreadsheet's number may be 1 April 2012 or 2 April 2016. Give the column the format of a date"),
        ("########", "The spreadsheet's column was too narrow"),
        ("Wednesday, 27 March 2012", "27 March 2012 is a Tuesday. Correct the day, or take out that of the week."),
        ("Tuesday 27th March 12", "Write the year with four figures: 12 may be 1912 or 2012."),
        ("Sunk 27 March 2012", "Enter a day that exists"),
        ("th March 2012", "Enter a day that exists"),
        ('="2012-03-27"', "Take out the sign = and the quotes"),
        ("NaT", "Leave it blank where there is no day."),
    ],
)
def test_what_is_no_day_or_could_be_two_is_refused_with_what_to_do(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(said)}"):
        written_days.read(text, TODAY)


@pytest.mark.parametrize(
    "text, day",
    [
        ("05-JAN-26", date(2026, 1, 5)),
        ("05-jan-27", date(2027, 1, 5)),
        ("27-MAR-12 12.00.00.000000000 AM", date(2012, 3, 27)),
        ("01-SEP-79", date(1979, 9, 1)),
        ("29-FEB-00", date(2000, 2, 29)),
    ],
)
def test_a_day_as_oracle_prints_it_is_of_the_only_century_that_can_be_meant(text: str, day: date) -> None:
    assert written_days.read(text, TODAY) == day


def test_the_midnight_with_which_a_day_ends_begins_the_next() -> None:
    assert written_days.read("2012-03-27 24:00:00", TODAY) == date(2012, 3, 28)


@pytest.mark.parametrize("time", ["25:00", "12:60", "23:59:75", "T00:00:00+99:99", "T00:00:00-15"])
def test_a_day_with_a_time_that_does_not_exist_is_none(time: str) -> None:
    with pytest.raises(ValueError, match="Enter|time"):
        written_days.read(f"2015-01-01{time if time.startswith('T') else ' ' + time}", TODAY)


def test_a_spreadsheets_number_of_a_day_that_has_passed_is_the_only_one_that_has() -> None:
    assert written_days.read("45000", date(2026, 11, 27), date(2026, 11, 27)) == date(2023, 3, 15)


@pytest.mark.parametrize("text", ["00/01/1900", "03/04/1850", "13/13/2026"])
def test_what_is_no_day_is_not_said_to_be_two(text: str) -> None:
    assert not written_days.reads_either_way(text)


@given(number=st.integers(10_000, 99_999))
def test_a_spreadsheets_number_is_read_only_where_the_other_count_is_in_the_future(number: int) -> None:
    day, other = (date(1899, 12, 30) + timedelta(days=number + more) for more in (0, 1462))
    clear = day <= TODAY + timedelta(weeks=43) < other

    try:
        assert written_days.read(str(number), TODAY) == day
        assert clear
    except ValueError:
        assert not clear


@given(day=st.dates(date(1900, 1, 1), date(2099, 12, 31)), sign=st.sampled_from("/.-"))
def test_a_day_with_its_month_first_is_never_read_as_itself_unless_it_may_be_either(day: date, sign: str) -> None:
    text = day.strftime(f"%m{sign}%d{sign}%Y")

    if written_days.has_month_first(text):
        with pytest.raises(ValueError, match="Write the day before the month"):
            written_days.read(text, TODAY)
    else:
        assert (written_days.read(text, TODAY) != day) == written_days.reads_either_way(text)


@given(text=st.text(max_size=30))
def test_whatever_a_cell_holds_is_a_day_or_refused_in_words(text: str) -> None:
    said = ""

    try:
        written_days.read(text, TODAY)
    except ValueError as error:
        said = str(error)

    assert said in ("", written_days.EXAMPLE) or said.endswith(".")
