"""Parse dates of answers; arithmetic on days, months and ages."""

import calendar
from datetime import date

# A date outside these years is a typing error, and arithmetic on it could overflow.
FIRST_YEAR, LAST_YEAR = 1900, 2199


def date_from(value: object) -> date | None:
    """Parse YYYY-MM-DD; None for anything else or an implausible year."""
    if not isinstance(value, str) or len(value) != 10 or value[4] != "-" or value[7] != "-":
        return None
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def months_from(day: date, months: int) -> date:
    """Add months to a day (negative: subtract); clamped to the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def age_on(born: date, day: date) -> int:
    """Age in whole years on `day`; negative before birth."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def birthday(born: date, age: int) -> date:
    """The date on which somebody reaches an age. Born on 29 February: 1 March in years that are not leap years."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def weekdays_between(start: date, end: date) -> int:
    """How many days from Monday to Friday come after `start`, up to `end`; 0 when `end` is not later.

    Bank holidays count: they differ between nations and years, and no rule turns on one.
    """
    days = max((end - start).days, 0)
    weeks, rest = divmod(days, 7)
    return weeks * 5 + sum((start.weekday() + day) % 7 < 5 for day in range(1, rest + 1))
