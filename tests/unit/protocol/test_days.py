"""Arithmetic on days, months and ages."""

from datetime import date

import pytest

from protocol.days import age_on, birthday, months_from, weekdays_between


@pytest.mark.parametrize(
    "day,months,expected",
    [
        (date(2026, 3, 15), -12, date(2025, 3, 15)),
        (date(2026, 11, 30), -9, date(2026, 2, 28)),
        (date(2024, 11, 30), -9, date(2024, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_last_of_the_month(day: date, months: int, expected: date) -> None:
    assert months_from(day, months) == expected


def test_an_age_changes_on_the_birthday() -> None:
    assert age_on(date(2013, 3, 15), date(2026, 3, 14)) == 12
    assert age_on(date(2013, 3, 15), date(2026, 3, 15)) == 13


def test_somebody_born_on_29_february_is_older_on_1_march() -> None:
    assert age_on(date(2012, 2, 29), date(2025, 2, 28)) == 12
    assert age_on(date(2012, 2, 29), date(2025, 3, 1)) == 13
    assert birthday(date(2012, 2, 29), 13) == date(2025, 3, 1)
    assert birthday(date(2012, 2, 29), 16) == date(2028, 2, 29)


@pytest.mark.parametrize(
    "start,end,expected",
    [
        (date(2026, 3, 2), date(2026, 3, 2), 0),
        (date(2026, 3, 2), date(2026, 3, 3), 1),
        (date(2026, 3, 6), date(2026, 3, 8), 0),
        (date(2026, 3, 6), date(2026, 3, 9), 1),
        (date(2026, 3, 7), date(2026, 3, 20), 10),
        (date(2026, 3, 2), date(2026, 3, 17), 11),
        (date(2026, 3, 17), date(2026, 3, 2), 0),
    ],
)
def test_days_from_monday_to_friday_are_counted_without_the_first(start: date, end: date, expected: int) -> None:
    assert weekdays_between(start, end) == expected
