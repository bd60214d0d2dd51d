"""Reads dates as people type and paste them: in three boxes, or the whole date in one of them.

The day comes before the month, unless the year comes first. Nothing is guessed: a date without its year, 13/13/2026 and
3/4/26 are errors that say what to do. Only a day that no calendar has, such as 31 February, is called no real date.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from protocol import formatting

BOXES = ("day", "month", "year")
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LEAP_YEAR = "2024"  # in which each day of any year is
LONGEST = 100  # characters; a date with its weekday, its time and a zone in words fits

NOT_REAL = "must be a real date, like 27 3 2026"
NOT_READ = "must be one date in numbers, like 27 3 2026"
NO_SUCH_MONTH = "must have the month as a number or a name, like 3 or March"
DAY_FIRST = "must have the day before the month, like 27 3 2026"
SHORT_YEAR = "must have a year of 4 numbers, like 2026"
OUT_OF_RANGE = "must be between 1900 and 2100"
NO_YEAR = "must include a year: {} of which year?"
NO_DAY = "must include a day: which day of {}?"

_DIGITS, _ONE_OR_TWO = re.compile(r"\d+"), re.compile(r"\d{1,2}")
_DAY_BOX, _MONTH_BOX = re.compile(r"\d{1,2}(st|nd|rd|th)?"), re.compile(r"\d{1,2}|[a-z]+\.?")
_YEAR_BOX = re.compile(r"\d{1,4}")
_ORDINAL = re.compile(r"(?<=\d)\s?(st|nd|rd|th)\b")
_SMALL_WORDS = re.compile(r"\b(of|the|on|date|dated)\b")
_WEEKDAY = r"(mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_WEEKDAY_FIRST, _WEEKDAY_LAST = re.compile(rf"{_WEEKDAY}\b[.,]?\s*"), re.compile(rf"[\s,(]+{_WEEKDAY}[.)]*$")

# The time that a calendar, a mail or a spreadsheet gives with the date: '14:30 - 15:30', '2.30pm', 'T00:00:00Z'.
_CLOCK = (
    r"(?:(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?(?:\s?[ap]\.?m\b\.?)?|\d{1,2}(?:\.\d\d)?\s?[ap]\.?m\b\.?)"
)
_ZONE = r"(?:\s?(?:z|utc|gmt|bst)\b)?(?:\s?[+-]\d\d:?\d\d\b)?(?:\s?\([a-z ]+ time\))?"
_TIMES = (
    re.compile(rf"(?:(?<=\d)t|(?<![\w:.]))(?:(?:at|from) )?{_CLOCK}(?:\s?(?:-|to|until)\s?{_CLOCK})?{_ZONE}(?![\w:])"),
    re.compile(r"(?<=\d{8})t\d{4,6}z?$"),
    re.compile(r"(?<=\d{4})[ ,]+(?:at )?(?:(?:[01]?\d|2[0-4])[.h][0-5]\d(?: ?hrs?)?|[0-2]\d[0-5]\d ?(?:hrs?|hours))$"),
)
_SEPARATED = re.compile(r"[\w\s/.,:'()-]*")
_BEGINS_AND_ENDS = re.compile(r"\w(.*\w)?", re.DOTALL)
_PART = re.compile(r"\d+|[^\W\d_]+")

# The shapes of the parts of a date as written → where day, month and year are among them.
_WHOLE = {
    "number number number": (0, 1, 2),
    "number number year": (0, 1, 2),
    "number name number": (0, 1, 2),
    "number name year": (0, 1, 2),
    "name number number": (1, 0, 2),
    "name number year": (1, 0, 2),
    "year number number": (2, 1, 0),
    "year name number": (2, 1, 0),
    "year number name": (1, 2, 0),
}
_WITHOUT_YEAR = {"number number": (0, 1), "number name": (0, 1), "name number": (1, 0)}
_WITHOUT_DAY = {"number year": (0, 1), "name year": (0, 1), "year name": (1, 0)}


class DateProblemError(ValueError):
    """An invalid date. The message follows a noun: 'must include a year'."""


def read_date(day: str, month: str, year: str) -> date | None:
    """Parse three boxes, or a whole date in one. None when all are blank. Raises DateProblemError."""
    if max(map(len, (day, month, year))) > LONGEST:
        raise DateProblemError(NOT_READ)
    boxes = [_plain(box) for box in (day, month, year)]
    if not any(boxes):
        return None
    shapes = (_DAY_BOX, _MONTH_BOX, _YEAR_BOX)
    if not all(box == "" or shape.fullmatch(box) for box, shape in zip(boxes, shapes, strict=True)):
        return _read_whole(" ".join(filter(None, boxes)))
    if missing := [part for part, box in zip(BOXES, boxes, strict=True) if not box]:
        raise DateProblemError(f"must include a {formatting.listed(missing)}")
    return _real(_ORDINAL.sub("", boxes[0]), *boxes[1:])


def _plain(text: str) -> str:
    """Small letters, ASCII digits, plain spaces, hyphens and slashes, and nothing that cannot be seen."""
    return " ".join("".join(map(_plain_sign, text)).lower().split())


def _plain_sign(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Pd" or sign in "\u2212\u2043":
        return "-"
    if category == "No":  # ² is no digit of a date
        return sign
    if category == "Cf":
        return ""
    return {"\u2044": "/", "\u2215": "/", "\\": "/", "\u00b7": ".", "\u2019": "'", "_": "-"}.get(sign) or "".join(
        str(unicodedata.decimal(one, one)) for one in unicodedata.normalize("NFKC", sign)
    )


def _read_whole(text: str) -> date:
    for time in _TIMES:
        text = time.sub(" ", text).strip(" ,")
    named = _WEEKDAY_FIRST.match(text) or _WEEKDAY_LAST.search(text)
    if named:
        text = text[: named.start()] + text[named.end() :]
    text = _SMALL_WORDS.sub(" ", _ORDINAL.sub("", text)).strip(" ,.")
    parts = _PART.findall(text)
    if not (_SEPARATED.fullmatch(text) and _BEGINS_AND_ENDS.fullmatch(text)) or not all(map(_is_part, parts)):
        raise DateProblemError(NOT_READ)
    read = _real(*_in_order(parts))
    return _on_weekday(read, named[1]) if named else read


def _is_part(part: str) -> bool:
    return bool(_DIGITS.fullmatch(part)) or part.isalpha()


def _in_order(parts: list[str]) -> tuple[str, str, str]:
    """(day, month, year) of the parts of a date, in whatever order they were written."""
    shapes = " ".join(map(_shape, parts))
    if shapes == "date":
        return _unseparated(parts[0])
    if shapes in _WHOLE:
        day, month, year = _WHOLE[shapes]
        return parts[day], parts[month], parts[year]
    if shapes in _WITHOUT_YEAR:
        day, month = _WITHOUT_YEAR[shapes]
        raise _without_year(parts[day], parts[month])
    if shapes in _WITHOUT_DAY:
        month, year = _WITHOUT_DAY[shapes]
        raise _without_day(parts[month], parts[year])
    raise DateProblemError(NOT_READ)


def _shape(part: str) -> str:
    """'number' of a day or month, 'year' of three figures or more, 'date' for all in eight, 'name' of a month."""
    if not _DIGITS.fullmatch(part):
        return "name"
    return "number" if len(part) <= 2 else "date" if len(part) == 8 else "year"


def _unseparated(figures: str) -> tuple[str, str, str]:
    """20260327 or 27032026. No figures are both: what begins like a year of ours goes on with no month but 19 to 21."""
    if figures[:2] in ("19", "20", "21") and int(figures[4:6]) <= 12:
        return figures[6:], figures[4:6], figures[:4]
    return figures[:2], figures[2:4], figures[4:]


def _without_year(day: str, month: str) -> DateProblemError:
    read = _real(day, month, LEAP_YEAR)
    return DateProblemError(NO_YEAR.format(formatting.day(read).removesuffix(f" {LEAP_YEAR}")))


def _without_day(month: str, year: str) -> DateProblemError:
    read = _real("1", month, year)
    return DateProblemError(NO_DAY.format(formatting.day(read).removeprefix("1 ")))


def _on_weekday(read: date, typed: str) -> date:
    weekday = WEEKDAYS[read.weekday()]
    if weekday[:3].lower() != typed[:3]:
        raise DateProblemError(f"must be checked: {formatting.day(read)} is a {weekday}")
    return read


def _real(day: str, month: str, year: str) -> date:
    if len(year) < 4:
        raise DateProblemError(SHORT_YEAR)
    number = int(month) if _ONE_OR_TWO.fullmatch(month) else _month_named(month)
    if len(year) > 4:
        raise DateProblemError(OUT_OF_RANGE)
    if number > 12 >= int(day) > 0 and number <= 31:
        raise DateProblemError(DAY_FIRST)
    try:
        read = date(int(year), number, int(day))
    except ValueError:
        raise DateProblemError(NOT_REAL) from None
    if not EARLIEST <= read <= LATEST:
        raise DateProblemError(OUT_OF_RANGE)
    return read


def _month_named(text: str) -> int:
    """1 to 12 for a month's name, or a prefix of it of at least three letters. Raises DateProblemError."""
    text = text.rstrip(".")
    if len(text) >= 3:
        for number, name in enumerate(formatting.MONTHS, start=1):
            if name.lower().startswith(text):
                return number
    raise DateProblemError(NO_SUCH_MONTH)
