"""The periods that figures are asked for. They are few and fixed, so that an address says what was counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from protocol.days import months_from
from protocol.formatting import MONTHS
from records.reporting.counting.workers import year_of

LAST_TWELVE = "last-12-months"
FIRST_YEAR, LAST_YEAR = 2000, 2199
_YEAR = re.compile(r"([0-9]{4})-([0-9]{2})(?:-q([1-4]))?")


class PeriodError(ValueError):
    """A period that there is not; the message says which there are."""


@dataclass(frozen=True)
class Period:
    """Whole months, from `first` to `last` (the first days of both). name: as in an address."""

    name: str
    words: str
    first: date
    last: date

    @property
    def months(self) -> list[date]:
        """The first day of each."""
        number = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        return [months_from(self.first, step) for step in range(number)]


def month_name(day: date) -> str:
    """'March 2026'."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def read(name: str, today: date) -> Period:
    """'2026-27' (from 1 April), '2026-27-q1' (a quarter of it) or LAST_TWELVE. Raises PeriodError for anything else."""
    if name == LAST_TWELVE:
        last = today.replace(day=1)
        return Period(name, "The last 12 months", months_from(last, -11), last)
    found = _YEAR.fullmatch(name)
    if not found or int(found[2]) != (int(found[1]) + 1) % 100 or not FIRST_YEAR <= int(found[1]) < LAST_YEAR:
        typed = "".join(sign for sign in name[:40] if sign.isprintable())
        raise PeriodError(f"'{typed}' is no period. Use '{LAST_TWELVE}', '2026-27' or '2026-27-q1'.")
    year, quarter = int(found[1]), int(found[3] or 0)
    first = months_from(date(year, 4, 1), 3 * max(quarter - 1, 0))
    last = months_from(first, 2 if quarter else 11)
    span = f"{month_name(first)} to {month_name(last)}"
    return Period(name, f"Quarter {quarter}: {span}" if quarter else f"Year: {span}", first, last)


def usual(today: date) -> str:
    """The period that is shown unless another is asked for: the financial year that runs."""
    year = year_of(today)
    return f"{year}-{(year + 1) % 100:02}"


def offered(today: date, *, years: int = 3) -> list[Period]:
    """The last twelve months, the quarters of this financial year that have begun and the last one's, and the years."""
    now = year_of(today)
    names = [LAST_TWELVE]
    for year in range(now, now - years, -1):
        whole = f"{year}-{(year + 1) % 100:02}"
        names.append(whole)
        names += [f"{whole}-q{quarter}" for quarter in range(4, 0, -1)] if year > now - 2 else []
    return [one for one in (read(name, today) for name in names) if one.first <= today]
