"""Dates as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from forms import KINDS
from forms.account.standing_in import AwaySection
from forms.engine.date import DateQuestion
from forms.engine.section import Section
from forms.engine.typed_dates import DateProblemError, read_date
from protocol import formatting
from tests.data.typed_dates import ASKED, DAY_FIRST, MONTH, NOT_READ, NOT_REAL, RANGE, READ, SHORT

FRIDAY = date(2026, 3, 27)


@pytest.mark.parametrize("typed", READ, ids=ascii)
@pytest.mark.parametrize("box", [0, 1, 2], ids=["in the day", "in the month", "in the year"])
def test_a_whole_date_is_read_however_it_is_written(typed: str, box: int) -> None:
    boxes = ["", "", ""]
    boxes[box] = typed

    assert read_date(*boxes) == FRIDAY


@pytest.mark.parametrize("typed,problem", ASKED.items(), ids=map(ascii, ASKED))
def test_what_is_no_whole_date_is_asked_about_and_never_guessed(typed: str, problem: str) -> None:
    with pytest.raises(DateProblemError) as raised:
        read_date(typed, "", "")
    assert str(raised.value) == problem


@pytest.mark.parametrize(
    "boxes",
    [
        ("27", "3", "2026"),
        ("27", "03", "2026"),
        (" 27 ", " mar ", " 2026 "),
        ("27th", "March", "2026"),
        ("27", "MARCH", "2026"),
        ("27", "Mar.", "2026"),
        ("\uff12\uff17", "\uff13", "\uff12\uff10\uff12\uff16"),
        ("27 March", "", "2026"),
        ("27", "March 2026", ""),
        ("27/3", "", "2026"),
        ("Fri 27", "3", "2026"),
    ],
)
def test_boxes_are_read_together(boxes: tuple[str, str, str]) -> None:
    assert read_date(*boxes) == FRIDAY


def test_the_day_comes_before_the_month() -> None:
    assert read_date("1/2/2026", "", "") == date(2026, 2, 1)


def test_september_has_two_short_names() -> None:
    assert read_date("1", "sep", "2026") == read_date("1", "sept", "2026") == date(2026, 9, 1)


def test_three_blank_boxes_are_no_date_and_no_mistake() -> None:
    assert read_date("", " ", "") is None


@pytest.mark.parametrize(
    "day,month,year,problem",
    [
        ("31", "2", "2026", NOT_REAL),
        ("29", "2", "2026", NOT_REAL),
        ("0", "1", "2026", NOT_REAL),
        ("13", "13", "2026", NOT_REAL),
        ("1", "13", "2026", DAY_FIRST),
        ("1", "ma", "2026", MONTH),
        ("1", "movember", "2026", MONTH),
        ("\u00b2", "3", "2026", NOT_READ),
        ("-4", "3", "2026", NOT_READ),
        ("27/3/2026", "3", "2026", NOT_READ),
        ("4" * 5000, "3", "2026", NOT_READ),
        (f"4{' ' * 30_000}3", "", "", NOT_READ),
        ("4", "3", "26", SHORT),
        ("31", "12", "1899", RANGE),
        ("1", "1", "2101", RANGE),
        ("1", "1", "20266", RANGE),
        ("4", "3", "", "must include a year"),
        ("4", "", "2026", "must include a month"),
        ("", "3", "2026", "must include a day"),
        ("4", "", "", "must include a month and year"),
        ("", "", "2026", "must include a day and month"),
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


def every_date() -> dict[str, DateQuestion]:
    """Every date question of records and accounts, and every date column, by where it is."""
    accounts = {f"{one.key}.{name}": q for one in (AwaySection,) for name, q in one.questions().items()}
    records = {
        f"{kind}.{name}.{column}": one
        for kind, form in KINDS.items()
        for name, question in form.questions.items()
        for column, one in [("", question), *getattr(question, "columns", {}).items()]
    }
    return {where: one for where, one in (records | accounts).items() if isinstance(one, DateQuestion)}


def test_every_date_says_in_one_way_whether_it_is_past_to_come_or_either() -> None:
    assert [where for where, one in every_date().items() if not one.says_when] == []


class Days(Section):
    """A date of each kind."""

    key = "days"
    done = DateQuestion("Done", thing="the day it was done", past=True)
    planned = DateQuestion("Planned", thing="the planned day", to_come=True)
    moved = DateQuestion("Moved", thing="the day of the move", either=True)


TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    "name, typed, problem",
    [
        ("done", "1 3 2026", ""),
        ("done", "2 3 2026", "Day it was done must be today or in the past"),
        ("planned", "1 3 2026", ""),
        (
            "planned",
            "28 2 2026",
            "Planned day must be today or still to come: say what has been done since, or enter another day",
        ),
        ("moved", "28 2 2026", ""),
        ("moved", "1 3 2028", ""),
        ("moved", "2 3 2028", "Day of the move must be within two years from today: check the year"),
        ("planned", "5 1 2061", "Planned day must be within two years from today: check the year"),
        ("moved", "1 3 1996", ""),
        ("moved", "28 2 1996", "Day of the move must not be more than 30 years ago: check the year"),
    ],
)
def test_a_day_on_the_wrong_side_of_today_is_an_error_at_the_date(name: str, typed: str, problem: str) -> None:
    page = Days.from_post(MultiDict({f"{name}-day": typed, f"{name}-month": "", f"{name}-year": ""}), today=TODAY)
    assert page.errors_now() == ({name: problem} if problem else {})
    assert (name in page.typed()) is bool(problem)


def test_a_plan_that_was_saved_before_its_day_is_an_error_once_the_day_has_passed() -> None:
    page = Days.from_answers({"planned": "2026-02-28"}, today=TODAY)
    assert "say what has been done since" in page.errors_now()["planned"]
