"""Small pieces of plain English."""

from datetime import UTC, date, datetime

import pytest

from protocol.formatting import (
    clock_time,
    count,
    day,
    either,
    iso_day,
    listed,
    lower_first,
    number_word,
    quoted,
    upper_first,
)


def test_a_day_is_written_as_people_write_it() -> None:
    assert day(date(2026, 3, 4)) == "4 March 2026"


def test_a_stored_day_is_written_so_too_and_what_is_no_day_as_it_is() -> None:
    assert [iso_day(stored) for stored in ("2026-03-04", "soon", "")] == ["4 March 2026", "soon", ""]


@pytest.mark.parametrize("hour, said", [(0, "12:05am"), (9, "9:05am"), (12, "12:05pm"), (15, "3:05pm")])
def test_the_time_of_day_has_twelve_hours(hour: int, said: str) -> None:
    assert clock_time(datetime(2026, 3, 4, hour, 5, tzinfo=UTC)) == said


def test_only_the_first_letter_is_changed() -> None:
    assert (upper_first("child of EA"), lower_first("Enter a Day"), upper_first("")) == (
        "Child of EA",
        "enter a Day",
        "",
    )


def test_one_thing_is_not_said_as_many() -> None:
    assert (count(1, "day"), count(11, "day"), count(0, "day")) == ("1 day", "11 days", "0 days")


def test_small_numbers_are_words() -> None:
    assert (number_word(3), number_word(10), number_word(11)) == ("three", "ten", "11")


def test_things_are_listed_in_one_phrase() -> None:
    assert [listed("abc"[:size]) for size in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert either(iter("abc")) == "a, b or c"


def test_a_long_quotation_is_cut() -> None:
    assert quoted("finish\n  the book") == "‘finish the book’"
    assert len(quoted("x" * 500)) == 62
