"""Reads days as databases and spreadsheets print them. What could be two days is refused, with both of them named.

British: the day comes before the month. Where one cell of a file can only have the month first, the cells of that file
that could be either are read by nobody (`reads_either_way`, `has_month_first`).
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from protocol import formatting
from records.register.numbers import of_a_keyboard

EXAMPLE = "Enter a day that exists, like 2026-03-27 or 27/03/2026."
TOO_LONG = "This is longer than any day can be."
FORMS = (
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d-%b-%Y",
    "%d %b %Y",
    "%d/%b/%Y",
    "%d %B %Y",
    "%d-%B-%Y",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%b %d %Y",  # SQL Server's own
    "%B %d, %Y",
)
WEEKDAY = re.compile(r"^(mon|tue|wed|thu|fri|sat|sun)(day|s|sday|nesday|r|rs|rsday|urday)?[.,]* +", re.IGNORECASE)
ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b( of\b)?", re.IGNORECASE)
BASIC, EIGHT_FIGURES = "%Y%m%d", re.compile(r"\d{8}")
# A time of day behind it, as Access, Excel and databases print it: 00:00:00 as a rule, 12.00.00.000000 AM in Oracle,
# and nothing between where all is figures.
TIME_OF_DAY = re.compile(
    r"[ T]+([01]?\d|2[0-3])[:.][0-5]\d([:.][0-5]\d([.,:]\d+)?)? ?([AP]M)?$|(?<=^\d{8})\d{6}$", re.IGNORECASE
)
ENDS_A_DAY = re.compile(r"[ T]24[:.]00([:.]00([.,:]0+)?)?$")  # the midnight with which the next day begins
ZONE = re.compile(r"(?P<midnight>[ T]00:00(:00([.,]0+)?)?)? ?(Z|UTC|[+-](0\d|1[0-4])(:?[0-5]\d)?)$", re.IGNORECASE)
AFTER_TIME = re.compile(r"\d{1,2}:\d{2}\S* ?(Z|UTC|[+-]\d{2}(:?\d{2})?)$", re.IGNORECASE)
IN_FIGURES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
SHORT_YEAR = re.compile(r"\d{1,2}[ /.-](\d{1,2}|[a-z]{3,9})[ /.-](\d{2})", re.IGNORECASE)
# As Oracle prints a day, and nobody else: of two centuries only one can be meant in a register of children and staff.
ORACLE = re.compile(r"\d{1,2}[- ][a-z]{3}[- ]\d{2}", re.IGNORECASE)
LONGEST = 60  # characters: a day in words with its weekday, a time to the nanosecond and a zone fits
LONGEST_AGO = 80  # years
SERIAL = re.compile(r"(\d{5})([.,]\d+)?")

# Excel counts days from one of two: that of Windows, where 1 is 1 January 1900 (and 1900 is taken for a leap year), and
# that of the older Macintosh, where 0 is 1 January 1904. A file does not say from which.
FIRST_OF_1900 = date(1899, 12, 30)
FIRST_OF_1904 = date(1904, 1, 1)
EARLIEST_YEAR = 1900
TO_COME = timedelta(weeks=43)  # the furthest day that a register holds: that on which a birth is expected
MONTHS = 12
# What is no day, as a whole or for some of its letters → what to do.
HINTS = (
    (re.compile("#+"), "The spreadsheet's column was too narrow: widen it, and save the file again."),
    (re.compile("=.*"), "Take out the sign = and the quotes, so that the day alone is left."),
    (re.compile("nat|nan|none|nil|unknown", re.IGNORECASE), "Leave it blank where there is no day."),
)


@lru_cache(maxsize=50_000)  # a register says few days in many lines
def read(text: str, today: date, latest: date | None = None) -> date | None:
    """The day that a cell says; None for a blank one. latest: that it can be. Raises ValueError: what to enter."""
    if len(text) > LONGEST:
        raise ValueError(f"{TOO_LONG} {EXAMPLE}")
    plain, weekday = _plain(text), WEEKDAY.match(text)
    day = _read(plain, today, latest)
    if day and weekday and f"{day:%a}".lower() != weekday[1].lower():
        raise ValueError(f"{formatting.day(day)} is a {day:%A}. Correct the day, or take out that of the week.")
    return day


def _plain(text: str) -> str:
    """A day with the hyphens and blanks of a keyboard, without its day of the week and the letters of an ordinal."""
    return ORDINAL.sub("", WEEKDAY.sub("", of_a_keyboard(text), 1))


def _read(text: str, today: date, latest: date | None) -> date | None:
    if not text:
        return None
    if ENDS_A_DAY.search(text):
        day = _read(ENDS_A_DAY.sub("", text), today, latest)
        return day and day + timedelta(days=1)
    written = _without_time(text)
    if SERIAL.fullmatch(written):
        return _of_serial(int(written[:5]), latest or today + TO_COME)
    if ORACLE.fullmatch(written) and (of_century := _of_oracle(written, today)):
        return of_century
    for form in (BASIC,) if EIGHT_FIGURES.fullmatch(written) else FORMS:
        try:
            day = datetime.strptime(written.replace("Sept ", "Sep "), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if day.year >= EARLIEST_YEAR:
            return day
    raise ValueError(_what_to_do(written))


def _of_oracle(text: str, today: date) -> date | None:
    """The day of a year in two figures that is neither far ahead nor longer ago than anybody's first day of work."""
    day_and_month, year = re.sub("[- ]", "-", text[:-3]), int(text[-2:])
    for century in (2000, 1900):
        try:
            day = datetime.strptime(f"{day_and_month}-{century + year}", "%d-%b-%Y").date()  # noqa: DTZ007
        except ValueError:
            continue
        if day <= today + TO_COME and day.year >= today.year - LONGEST_AGO:
            return day
    return None


def has_month_first(text: str) -> bool:
    """Whether a cell is a day in figures that exists only with its month first, such as 03/27/2026."""
    figures = IN_FIGURES.fullmatch(_figures(text))
    return bool(figures and int(figures[1]) <= MONTHS < int(figures[2]))


def reads_either_way(text: str) -> bool:
    """Whether a cell is another day with its month first, such as 03/04/2026."""
    figures = IN_FIGURES.fullmatch(_figures(text))
    if figures is None or int(figures[3]) < EARLIEST_YEAR:
        return False
    day, month = int(figures[1]), int(figures[2])
    return day != month and min(day, month) > 0 and max(day, month) <= MONTHS


def _figures(text: str) -> str:
    """A day without its time of day; '' for what is too long to be one."""
    if len(text) > LONGEST:
        return ""
    return TIME_OF_DAY.sub("", _plain(text))


def _without_time(text: str) -> str:
    """The day of a cell. With a zone only at midnight: elsewhere, another hour may be another day."""
    if not AFTER_TIME.search(text):
        return TIME_OF_DAY.sub("", text)
    zone = ZONE.search(text)
    if zone is None or not zone["midnight"]:
        raise ValueError(f"This is a time in a zone, and may be the day before or after here. {EXAMPLE}")
    return text[: zone.start()]


def _of_serial(number: int, latest: date) -> date:
    """The day of a spreadsheet's number, where only one of the two ways to count can be meant."""
    day, other = (first + timedelta(days=number) for first in (FIRST_OF_1900, FIRST_OF_1904))
    if day > latest:
        raise ValueError(EXAMPLE)
    if other <= latest:
        text = f"A spreadsheet's number may be {formatting.day(day)} or {formatting.day(other)}."
        raise ValueError(f"{text} Give the column the format of a date, and save the file again.")
    return day


def _what_to_do(text: str) -> str:
    if SHORT_YEAR.fullmatch(text):
        return f"Write the year with four figures: {text[-2:]} may be 19{text[-2:]} or 20{text[-2:]}."
    if has_month_first(text):
        return f"Write the day before the month, or the year first. {EXAMPLE}"
    return next((f"{hint} {EXAMPLE}" for pattern, hint in HINTS if pattern.fullmatch(text)), EXAMPLE)
