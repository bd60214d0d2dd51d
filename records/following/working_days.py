"""Working days: Monday to Friday except bank holidays in England."""

from __future__ import annotations

from datetime import date, timedelta

from holidays import country_holidays

ONE_DAY = timedelta(days=1)

_bank_holidays = country_holidays("GB", subdiv="ENG")  # computes each year on first use


def is_working_day(day: date) -> bool:
    """Whether this date is a working day."""
    return day.weekday() < 5 and day not in _bank_holidays


def after(day: date, working_days: int) -> date:
    """The date that many working days after `day`, not counting `day` itself."""
    while working_days > 0:
        day += ONE_DAY
        working_days -= is_working_day(day)
    return day


def before(day: date) -> date:
    """The last working day before `day`."""
    day -= ONE_DAY
    while not is_working_day(day):
        day -= ONE_DAY
    return day


def on_or_after(day: date) -> date:
    """`day` if it is a working day, otherwise the next working day."""
    while not is_working_day(day):
        day += ONE_DAY
    return day
