"""Days as a letter or an answer has them: in figures or words, in part only, and whether one is of the change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from forms.letters.names import WEEKDAYS
from protocol.formatting import MONTHS

_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
_MONTH = rf"(?P<month>(?:{'|'.join((*MONTHS, *(one[:3] for one in MONTHS), 'Sept'))}))\b\.?"
_CENTURY = "(?:two thousand(?: and)?|twenty)[ -]"
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_YEAR_IN_WORDS = rf"{_CENTURY}(?:twenty|thirty)(?:[ -](?:{'|'.join(_NUMBERS)}))?\b"
# Two figures are a year where nothing follows that they could count, or the minutes of an hour.
_SHORT_YEAR = r"['’]?[23]\d(?=[.!?)]*\s*(?:$|\n)|[,;]| (?:at|and|or|in|with|from|to|until)\b)"
_YEAR = rf"(?:,? (?P<year>\d{{4}}|{_SHORT_YEAR}|{_YEAR_IN_WORDS}))?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_ONES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = (
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth"),
    *("sixteenth", "seventeenth", "eighteenth", "nineteenth"),
)
_TWENTIES = ("twentieth", *(f"twenty-{one}" for one in _ONES))
_IN_WORDS = ("", *_ONES, *_TEENS, *_TWENTIES, "thirtieth", "thirty-first")
_DAY_IN_WORDS = "|".join(one.replace("-", "[ -]") for one in sorted(_IN_WORDS[1:], key=len, reverse=True))
_WRITTEN = tuple(
    re.compile(rf"(?:\b{_WEEKDAY},? (?:the )?)?{one}", re.IGNORECASE)
    for one in (
        rf"\b{_DAY} (?:of )?{_MONTH}{_YEAR}\b",
        rf"\b{_MONTH} (?:the )?{_DAY}\b{_YEAR}",
        rf"\b(?P<day>{_DAY_IN_WORDS}) of {_MONTH}{_YEAR}\b",
        rf"\b{_MONTH} the (?P<day>{_DAY_IN_WORDS})\b{_YEAR}",
        r"\b(?P<day>\d{1,2})(?P<sign>[./-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4}|\d\d)\b",
        r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b",
        r"(?<=\bon )(?P<day>\d{1,2})(?P<sign>[./])(?P<month>0?[1-9]|1[0-2])\b(?![./:]?\d)",
    )
)
WEEKDAY_ALONE = re.compile(rf"\b{_WEEKDAY}\b", re.IGNORECASE)
# Whatever tells about when: each with its months. In short a month is one behind 'in' only, since Jan is a name too.
_ABOUT = {one: (number,) for number, one in enumerate(map(str.lower, MONTHS), 1)} | {
    **{one[:3].lower(): (number,) for number, one in enumerate(MONTHS, 1)},
    "sept": (9,),
    "spring": (3, 4, 5),
    "summer": (6, 7, 8),
    "autumn": (9, 10, 11),
    "winter": (12, 1, 2),
}
_LONG = [one for one in _ABOUT if one.capitalize() in MONTHS or len(one) > len("sept")]
_SHORT = [one for one in _ABOUT if one not in _LONG]
# A day without its month, and a month without its day.
_ROUGH = re.compile(
    rf"(?:\b{_WEEKDAY},? (?:the )?)?\b(?P<day>\d{{1,2}}(?=st|nd|rd|th)|{_DAY_IN_WORDS})(?:st|nd|rd|th)?\b"
    rf"|\b(?P<month>{'|'.join(_LONG)})\b|(?<=\bin )(?P<short>{'|'.join(_SHORT)})\b",
    re.IGNORECASE,
)
# What stands before a month, not as a name or as 'may'.
_IN = re.compile(
    r"\b(?:in|during|by|until|from|of|this|next|early|late|mid)[ -](?:the |early |late |mid[ -])*$", re.IGNORECASE
)
# A day by the day of writing, which whoever reads it does not know.
_RELATIVE = re.compile(
    rf"\b(?:(?:next|this) (?:week|month|year|term|{'|'.join(WEEKDAYS)})|tomorrow|the day after tomorrow"
    r"|in (?:an?|one|two|three|four|five|six|a few|\d+) (?:days?|weeks?|months?))\b",
    re.IGNORECASE,
)
# What stands right before or behind the day of the change. Of the past it may be about an earlier change.
_FROM = r"(?: on| from| as of| in)?,?(?: early| late| the (?:start|beginning|middle|end) of)?(?: the)? ?$"
_NO_CHANGE = "(?<!school )(?<!college )(?<!nursery )(?<!term )(?<!you )"  # what else starts on a day
BEFORE = re.compile(
    rf"\b(?:tak(?:e|es|ing)|took) over(?: from(?: (?!on\b|from\b)[\w'’-]+){{1,3}}?)?{_FROM}"
    rf"|\b{_NO_CHANGE}(?:starts?|started)(?= (?:on|from|in)\b){_FROM}|\bworker(?= from\b){_FROM}",
    re.IGNORECASE,
)
_AFTER = re.compile(r"^,? (?:[\w'’-]+ ){1,3}(?:tak(?:e|es)|took) over\b", re.IGNORECASE)
_POST = r"(?:worker|adviser|practitioner)"
# What tells of the change anywhere in a sentence with a month.
_CHANGE = re.compile(
    r"\b(?:will be|am|is|are|becomes?|will become|have|has|gets?|meet) (?:your|their|her|his|our|an?|the|[\w-]+'s) "
    rf"(?:(?!with\b|to\b)[\w-]+ ){{0,3}}{_POST}\b|\b{_POST} (?:will change|changes)\b|\btak(?:e|es|ing) over\b"
    rf"|\b(?:I|{_POST}) (?:will |shall )?(?:start|begin)s?\b"
    r"|\b(?-i:[A-Z])[\w'-]+ (?<!school )(?<!term )(?:will start|starts)\b",
    re.IGNORECASE,
)
DID = re.compile(r"\b(?:took over|started)\b", re.IGNORECASE)
CENTURY = 2000  # of a year without one
BESIDE = 200  # signs that are looked at before a day and behind it


@dataclass(frozen=True)
class Day:
    """A day as a text has it. year: 0 where it says none. of_change: whether it is told as that of the change."""

    shown: str
    of_change: bool
    weekday: str
    day: int
    month: int
    year: int

    def may_be(self, other: Day) -> bool:
        """Whether both can be the same day."""
        is_same_year = 0 in (self.year, other.year) or self.year == other.year
        return (self.day, self.month) == (other.day, other.month) and is_same_year

    def is_on(self, when: date) -> bool:
        """Whether it is this day, whatever weekday stands before it."""
        return (self.day, self.month) == (when.day, when.month) and self.year in (0, when.year)


@dataclass(frozen=True)
class Rough:
    """A day or a month that stands alone. day: 0 for a month. months: those that it may be, () for a day."""

    shown: str
    day: int
    months: tuple[int, ...]
    of_change: bool

    def may_be(self, when: date) -> bool:
        """Whether that day may be meant."""
        return self.day in (0, when.day) and (not self.months or when.month in self.months)


def days_in(sentence: str) -> Iterator[Day]:
    """The days of a sentence; each place in it is read once."""
    taken: set[int] = set()
    for pattern in _WRITTEN:
        for found in pattern.finditer(sentence):
            if not taken.isdisjoint(place := range(*found.span())):
                continue
            taken.update(place)
            after = sentence[found.end() : found.end() + BESIDE]
            is_of_change = bool(BEFORE.search(right_before(sentence, found.start())) or _AFTER.search(after))
            yield _read(found[0], found.groupdict(), is_of_change=is_of_change)


def rough_days(sentence: str) -> Iterator[Rough]:
    """The days, months and seasons that stand alone."""
    tells = bool(_CHANGE.search(sentence))
    for one in days_in(sentence):
        sentence = sentence.replace(one.shown, "…")
    for found in _ROUGH.finditer(sentence):
        months = _ABOUT.get((found["month"] or found["short"] or "").lower(), ())
        before = right_before(sentence, found.start())
        of_change = bool(BEFORE.search(before) or (months and tells and _IN.search(before)))
        yield Rough(found[0], _number(found["day"] or "0"), months, of_change)


def right_before(sentence: str, place: int) -> str:
    """What stands before a place, as far as it is looked at."""
    return sentence[max(0, place - BESIDE) : place]


def relative_days(sentence: str) -> list[str]:
    """What tells the day of the change by the day of writing: 'next month'."""
    return _RELATIVE.findall(sentence) if _CHANGE.search(sentence) else []


def says_day(parts: Iterable[str], when: date) -> bool:
    """Whether a text has this day, with or without its month."""
    return any(
        any(one.is_on(when) for one in days_in(part)) or any(one.day == when.day for one in rough_days(part))
        for part in parts
    )


def _number(day: str) -> int:
    return int(day) if day.isdigit() else _IN_WORDS.index(day.lower().replace(" ", "-"))


def _read(shown: str, said: Mapping[str, str | None], *, is_of_change: bool) -> Day:
    month = said["month"] or ""
    short = [one[:3].lower() for one in MONTHS]
    number = int(month) if month.isdigit() else short.index(month[:3].lower()) + 1
    return Day(
        shown,
        is_of_change,
        (said.get("weekday") or "").capitalize(),
        _number(said["day"] or "0"),
        number,
        _year(said.get("year") or "0"),
    )


def _year(said: str) -> int:
    """A year in two or four figures, or in words, of this century."""
    if not re.search(r"\d", said):
        last = re.split("[ -]", said.lower())[-1]
        tens = 30 if "thirty" in said.lower() else 20
        return CENTURY + tens + (_NUMBERS.index(last) + 1 if last in _NUMBERS else 0)
    year = int(said.strip("'’"))
    return year + CENTURY if 0 < year < 100 else year


def as_date(one: Day) -> date | None:
    """The day itself; None where it says no year, or there is none."""
    try:
        return date(one.year, one.month, one.day)
    except ValueError:
        return None
