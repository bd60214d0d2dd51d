"""Answers are read by type, and what is of another shape counts as blank."""

from datetime import date
from typing import Any

import pytest

from protocol.answers import Answers, UndeclaredReadError, Values
from protocol.people import Person

TODAY = date(2026, 3, 1)


def answers(**given: Any) -> Answers:
    return Answers(given, kind="transfer_meeting", today=TODAY)


def test_a_date_is_read_as_a_date() -> None:
    assert answers(transfer_date="2026-03-15").date("transfer_date") == date(2026, 3, 15)


@pytest.mark.parametrize(
    "junk",
    ["", "15/3/2026", "2026-02-30", "20260315", "2026-W11-7", "0001-01-01", "9999-12-31", "1899-12-31", 7]
    + [["2026-03-15"], {"date": "2026-03-15"}, True, 1e300, None],
)
def test_what_is_not_a_date_of_our_times_counts_as_blank(junk: Any) -> None:
    assert answers(transfer_date=junk).date("transfer_date") is None


@pytest.mark.parametrize("year", [1900, 2199])
def test_the_first_and_last_year_count(year: int) -> None:
    assert answers(day=f"{year}-06-01").date("day") == date(year, 6, 1)


@pytest.mark.parametrize("junk", [None, 7, ["text"], {"text": "text"}, "   "])
def test_what_is_not_text_counts_as_blank(junk: Any) -> None:
    assert answers(best_interests=junk).text("best_interests") == ""


def test_text_is_read_without_the_space_around_it() -> None:
    assert answers(best_interests="  because \n").text("best_interests") == "because"


@pytest.mark.parametrize("junk", [None, "purple", 3, ["red"], {"red": 1}])
def test_a_choice_that_is_not_among_the_known_ones_counts_as_blank(junk: Any) -> None:
    assert answers(colour=junk).choice("colour", {"red", "green"}) == ""


@pytest.mark.parametrize("junk", [None, True, False, 4.0, "4", -1, 10**9, [4]])
def test_what_is_not_a_likely_number_counts_as_blank(junk: Any) -> None:
    assert answers(months=junk).number("months") is None


def test_nought_is_a_number() -> None:
    assert answers(months=0).number("months") == 0


@pytest.mark.parametrize("junk", [True, 1, "Yes", None, ["yes"]])
def test_only_yes_is_yes(junk: Any) -> None:
    assert not answers(interpreter=junk).yes("interpreter")


@pytest.mark.parametrize(
    "value,person",
    [
        ({"id": 5, "name": "Ann Lee"}, Person(5, "Ann Lee")),
        ({"name": " Ann Lee "}, Person(None, "Ann Lee")),
        ("Ann Lee", Person(None, "Ann Lee")),
        ({"id": 5}, Person(5, "")),
        ({"id": True, "name": "Ann Lee"}, Person(None, "Ann Lee")),
        ({"id": None, "name": ""}, None),
        ({}, None),
        ("", None),
        (5, None),
        ([{"id": 5}], None),
    ],
)
def test_a_person_is_a_number_a_name_or_both(value: Any, person: Person | None) -> None:
    assert answers(new_worker=value).person("new_worker") == person


def test_rows_leave_out_what_is_blank_or_no_row() -> None:
    rows = answers(siblings=[{"name": "Ada"}, {}, {"name": " "}, {"worker": {}}, None, "Ben", ["x"]]).rows("siblings")
    assert [row.text("name") for row in rows] == ["Ada"]


@pytest.mark.parametrize("junk", [None, "rows", {"name": "Ada"}, 3])
def test_what_is_not_a_list_has_no_rows(junk: Any) -> None:
    assert answers(siblings=junk).rows("siblings") == ()


@pytest.mark.parametrize("junk", [None, [], "text", {"142.1.1": 5}, {"142.1.1": ["x"]}, {"142.1.1": "  "}])
def test_a_reason_that_is_no_text_is_no_reason(junk: Any) -> None:
    assert answers(departures=junk).reason_for("142.1.1") == ""


def test_a_limited_reading_refuses_a_question_that_is_not_declared() -> None:
    limited = answers(a="x", b="y").limited_to(["a"])
    assert limited.text("a") == "x"
    with pytest.raises(UndeclaredReadError):
        limited.text("b")


def test_a_limited_reading_refuses_reasons_that_are_not_declared() -> None:
    with pytest.raises(UndeclaredReadError):
        answers().limited_to(["a"]).reason_for("142.1.1")


@pytest.mark.parametrize("junk", [None, [], "text", 3])
def test_answers_that_are_not_by_name_are_blank(junk: Any) -> None:
    assert Values(junk).text("anything") == ""
