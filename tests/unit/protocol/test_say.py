"""Small pieces of plain English."""

from datetime import date

from protocol.say import count, day, either, in_letters, listed, quoted


def test_a_day_is_written_as_people_write_it() -> None:
    assert day(date(2026, 3, 4)) == "4 March 2026"


def test_one_thing_is_not_said_as_many() -> None:
    assert (count(1, "day"), count(11, "day"), count(0, "day")) == ("1 day", "11 days", "0 days")


def test_small_numbers_are_words() -> None:
    assert (in_letters(3), in_letters(10), in_letters(11)) == ("three", "ten", "11")


def test_things_are_listed_in_one_phrase() -> None:
    assert (listed(["a"]), listed(["a", "b"]), either(["a", "b", "c"])) == ("a", "a and b", "a, b or c")


def test_a_long_quotation_is_cut() -> None:
    assert quoted("finish\n  the book") == "‘finish the book’"
    assert len(quoted("x" * 500)) == 62
