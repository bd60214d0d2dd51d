"""Dates as answers hold them, and arithmetic on days, months and ages."""

import calendar
from datetime import date

# Outside these years a date is a slip of the keyboard, and arithmetic on it could overflow.
FIRST_YEAR, LAST_YEAR = 1900, 2199


def date_from(value: object) -> date | None:
    """The date in an answer, written YYYY-MM-DD; None for anything else or a year that cannot be meant."""
    if not isinstance(value, str) or len(value) != 10 or value[4] != "-" or value[7] != "-":
        return None
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def months_from(day: date, months: int) -> date:
    """The day so many months later (earlier when negative); the last of the month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def age_on(born: date, day: date) -> int:
    """Whole years since birth; negative before it."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def birthday(born: date, age: int) -> date:
    """The day on which somebody reaches an age; born on 29 February, 1 March in other years."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)
