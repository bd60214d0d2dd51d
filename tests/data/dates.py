"""Dates that hang on `today`, so that the stories stay fresh. Nothing here asks a clock."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

SATURDAY = 5


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months earlier, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def born(today: date, age: tuple[int, int, int]) -> date:
    """The date of birth of somebody who is so many years, months and days old today."""
    years, months, days = age
    return months_before(today, years * 12 + months) - timedelta(days=days)


def days_ago(today: date, days: int) -> date:
    """So many days before today, or the Friday before when that is a weekend."""
    day = today - timedelta(days=days)
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))


def days_ahead(today: date, days: int) -> date:
    """So many days after today, or the Monday after when that is a weekend."""
    day = today + timedelta(days=days)
    return day + timedelta(days=7 - day.weekday() if day.weekday() >= SATURDAY else 0)
