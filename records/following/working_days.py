"""Working days: Monday to Friday, but for England's bank holidays."""

from __future__ import annotations

from datetime import date, timedelta

from holidays import country_holidays

ONE_DAY = timedelta(days=1)

_bank_holidays = country_holidays("GB", subdiv="ENG")  # it works out each year when it is first asked about


def is_working_day(day: date) -> bool:
    """Whether people are at work on this day."""
    return day.weekday() < 5 and day not in _bank_holidays


def after(day: date, working_days: int) -> date:
    """The day so many working days after `day`, which itself is not counted."""
    while working_days > 0:
        day += ONE_DAY
        working_days -= is_working_day(day)
    return day


def on_or_after(day: date) -> date:
    """`day` if it is a working day, else the next one."""
    while not is_working_day(day):
        day += ONE_DAY
    return day
