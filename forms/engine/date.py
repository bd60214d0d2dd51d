"""The date question: three boxes, or the whole date typed into the first.

Typed dates are read day first. Nothing is guessed: 13/13/2026 and 3/4/26 are errors, not reinterpreted.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from forms.engine.cleaning import tidy_line
from forms.engine.promise import Promise
from forms.engine.question import Posted, Question
from protocol import formatting
from protocol.days import date_from, months_from

BOXES = ("day", "month", "year")
EARLIEST = date(1900, 1, 1)
LATEST = date(2100, 12, 31)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

NOT_REAL = "must be a real date, like 27 3 2026"
SHORT_YEAR = "must have a year of 4 numbers, like 2026"
OUT_OF_RANGE = "must be between 1900 and 2100"
TO_COME = "must be today or still to come: say what has been done since, or enter another day"
# Nobody plans a child's case further ahead, and nothing about somebody under 26 is longer ago.
MONTHS_AHEAD, MONTHS_AGO = 2 * 12, 30 * 12
TOO_FAR_AHEAD = "must be within two years from today: check the year"
TOO_LONG_AGO = "must not be more than 30 years ago: check the year"
LONGEST = 60  # characters; a date with a weekday and extra spaces fits

_DIGITS = re.compile(r"\d+")
_STORED = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_ONE_OR_TWO = re.compile(r"\d{1,2}")
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b", re.IGNORECASE)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(T[\d:.]+(Z|[+-]\d\d:?\d\d)?)?")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})\s*[/. -]\s*(?P<month>\d{1,2})\s*[/. -]\s*(?P<year>\d{1,4})")
_DAY_NAME = re.compile(r"(?P<day>\d{1,2})[\s/.-]*(of\s+)?(?P<month>[^\W\d_]{3,9})\.?[\s,/.-]*(?P<year>\d{1,4})")
_NAME_DAY = re.compile(r"(?P<month>[^\W\d_]{3,9})\.?\s*(?P<day>\d{1,2})[\s,]+(?P<year>\d{1,4})")
_WEEKDAY = re.compile(r"(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s+", re.IGNORECASE)


class DateQuestion(Question):
    """A date. It says when it is, and where the page has `today` another day is an error.

    past: today or before. to_come: today or later; a plan whose day has passed is no plan. either: both may be.
    within: (days before today, days after it) between which it must be; without it not years ahead, nor decades ago.
    not_before: the earliest day that it can be, as YYYY-MM-DD; '' for any. promises: what is to happen on that day or
    by it, where it is still to come when the record is approved.

    raw: {"day", "month", "year"} as typed; data: "YYYY-MM-DD".
    """

    kind = "date"
    blank = {"day": "", "month": "", "year": ""}

    def __init__(
        self,
        label: str,
        *,
        past: bool = False,
        to_come: bool = False,
        either: bool = False,
        within: tuple[int, int] | None = None,
        not_before: str = "",
        promises: Promise | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.past, self.to_come, self.either, self.within = past, to_come, either, within
        self.not_before, self.promises = date_from(not_before), promises

    @property
    def says_when(self) -> bool:
        """Whether it declares when it is, in one way."""
        return [self.past, self.to_come, self.either, self.within is not None].count(True) == 1

    @property
    def focus_id(self) -> str:
        return super().focus_id if self.is_fact else f"{self.name}-day"

    def as_text(self, answer: Any) -> str:
        return formatting.iso_day(answer) if answer else ""

    def posted(self, posted: Posted, name: str) -> dict[str, str] | None:
        boxes = {box: posted.get(f"{name}-{box}") for box in BOXES}
        if all(typed is None for typed in boxes.values()):
            return None
        return {box: typed or "" for box, typed in boxes.items()}

    def tidy(self, raw: Any) -> dict[str, str]:
        boxes = raw if isinstance(raw, dict) else {}
        return {box: tidy_line(typed) if isinstance(typed := boxes.get(box), str) else "" for box in BOXES}

    def parse(self, raw: dict[str, str], stored: Any) -> tuple[str | None, str]:
        try:
            read = read_date(raw["day"], raw["month"], raw["year"])
        except DateProblemError as wrong:
            return None, f"{self.subject} {wrong}"
        if read is None:
            return None, ""
        problem = self._misplaced(read, self._form.today)
        return (None, f"{self.subject} {problem}") if problem else (read.isoformat(), "")

    def _misplaced(self, read: date, today: date | None) -> str:
        """What is wrong with the place of a day in time; '' for nothing."""
        if today is None:
            return ""
        if self.past and read > today:
            return "must be today or in the past"
        if self.to_come and read < today:
            return TO_COME
        if self.not_before and read < self.not_before:
            return f"must be {formatting.day(self.not_before)} or later, the newest day that the record gives"
        if self.within:
            first, last = today - timedelta(days=self.within[0]), today + timedelta(days=self.within[1])
            between = f"must be between {formatting.day(first)} and {formatting.day(last)}"
            return "" if first <= read <= last else between
        if read > months_from(today, MONTHS_AHEAD):
            return TOO_FAR_AHEAD
        return TOO_LONG_AGO if read < months_from(today, -MONTHS_AGO) else ""

    def as_raw(self, answer: Any) -> dict[str, str]:
        text = answer if isinstance(answer, str) else ""
        if not (stored := _STORED.fullmatch(text)):
            return {**self.blank, "day": text}
        return {box: stored[box].lstrip("0") for box in BOXES}


class DateProblemError(ValueError):
    """An invalid date. The message follows a noun: 'must include a year'."""


def read_date(day: str, month: str, year: str) -> date | None:
    """Parse three boxes, or a whole date in the first. None when all are blank. Raises DateProblemError."""
    day, month, year = day.strip(), month.strip(), year.strip()
    if not (day or month or year):
        return None
    if max(len(day), len(month), len(year)) > LONGEST:
        raise DateProblemError(NOT_REAL)
    if not month and not year and not _ONE_OR_TWO.fullmatch(day):
        return _read_whole(day)
    return _read_boxes(day, month, year)


def _read_boxes(day: str, month: str, year: str) -> date:
    missing = [part for part, box in (("day", day), ("month", month), ("year", year)) if not box]
    if missing:
        raise DateProblemError(f"must include a {formatting.listed(missing)}")
    day = _ORDINAL.sub("", day)
    if not (_ONE_OR_TWO.fullmatch(day) and _DIGITS.fullmatch(year)):
        raise DateProblemError(NOT_REAL)
    return _real(day, month, year)


def _read_whole(text: str) -> date:
    text = _ORDINAL.sub("", text)
    named = _WEEKDAY.match(text)
    rest = text[named.end() :].strip() if named else text
    for pattern in (_ISO, _DAY_FIRST, _DAY_NAME, _NAME_DAY):
        if found := pattern.fullmatch(rest):
            read = _real(found["day"], found["month"], found["year"])
            return _on_weekday(read, named["weekday"]) if named else read
    raise DateProblemError(NOT_REAL)


def _on_weekday(read: date, typed: str) -> date:
    weekday = WEEKDAYS[read.weekday()]
    if not weekday.lower().startswith(typed.lower()):
        raise DateProblemError(f"must be checked: {formatting.day(read)} is a {weekday}")
    return read


def _real(day: str, month: str, year: str) -> date:
    if len(year) < 4:
        raise DateProblemError(SHORT_YEAR)
    number = int(month) if _ONE_OR_TWO.fullmatch(month) else _month_named(month)
    if len(year) > 4:
        raise DateProblemError(OUT_OF_RANGE)
    try:
        read = date(int(year), number, int(day))
    except ValueError:
        raise DateProblemError(NOT_REAL) from None
    if not EARLIEST <= read <= LATEST:
        raise DateProblemError(OUT_OF_RANGE)
    return read


def _month_named(text: str) -> int:
    """1 to 12 for a month's name, or a prefix of it of at least three letters. Raises DateProblemError."""
    text = text.rstrip(".").lower()
    if len(text) >= 3:
        for number, name in enumerate(formatting.MONTHS, start=1):
            if name.lower().startswith(text):
                return number
    raise DateProblemError(NOT_REAL)
