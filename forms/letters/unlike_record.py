"""Where an edited letter says something else than its record: another worker, another day, a weekday that is wrong.

What is certain is refused; the rest is shown to whoever writes and to whoever agrees. Pure functions.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms.letters.drafting import calls
from forms.letters.plain_words import sentences_of
from forms.letters.text import LetterText
from protocol.days import date_from
from protocol.folding import fold
from protocol.formatting import MONTHS
from protocol.formatting import day as in_words

DAYS = ("transfer_date", "joint_visit_date", "next_visit_on", "child_date_of_birth")
WORKERS = ("new_worker", "current_worker", "new_team_leader", "current_team_leader")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY = rf"(?P<weekday>{'|'.join(_WEEKDAYS)})"
_MONTH = rf"(?P<month>(?:{'|'.join((*MONTHS, *(one[:3] for one in MONTHS), 'Sept'))}))\b\.?"
_YEAR = r"(?:,? (?P<year>\d{4}))?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WRITTEN = tuple(
    re.compile(rf"(?:\b{_WEEKDAY},? (?:the )?)?{one}", re.IGNORECASE)
    for one in (
        rf"\b{_DAY} (?:of )?{_MONTH}{_YEAR}\b",
        rf"\b{_MONTH} (?:the )?{_DAY}\b{_YEAR}",
        r"\b(?P<day>\d{1,2})(?P<sign>[./-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4}|\d\d)\b",
        r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b",
    )
)
_WEEKDAY_ALONE = re.compile(rf"\b{_WEEKDAY}\b", re.IGNORECASE)
# What stands right before or behind the day of the change. Of the past it may be about an earlier change.
_FROM = r"(?: on| from| as of)?,?(?: the)? ?$"
_BEFORE = re.compile(
    rf"\b(?:tak(?:e|es|ing)|took) over(?: from(?: (?!on\b|from\b)[\w'’-]+){{1,3}}?)?{_FROM}"
    r"|\b(?:starts?|started) (?:on|from)(?: the)? ?$|\bworker from(?: the)? ?$",
    re.IGNORECASE,
)
_AFTER = re.compile(r"^,? (?:[\w'’-]+ ){1,3}(?:tak(?:e|es)|took) over\b", re.IGNORECASE)
_DID = re.compile(r"\b(?:took over|started)\b", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w'’-]*")
LONGEST_NAME = 4  # words of a name that is looked for
LEAP_YEAR = 2000  # of a day without a year

NO_SUCH_DAY = "Correct '{found}': there is no such day"
OTHER_WEEKDAY = "Correct '{found}': that day is a {weekday}"
OTHER_DAY = "Correct '{found}': the record says that the change is on {day}"
OTHER_WORKER = "Correct '{found}': the record says that the new worker is {worker}"
NOT_OF_RECORD = "'{found}' is no day of the record"
NOT_A_WORKER = "'{found}' is not one of the workers or leaders of the record"

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Unlike:
    """Where a letter and its record differ. is_certain: whether the letter cannot be right."""

    part: str
    sentence: str
    why: str
    is_certain: bool


@dataclass(frozen=True)
class _Day:
    """A day as a text has it. year: 0 where it says none. of_change: whether it is told as that of the change."""

    shown: str
    of_change: bool
    weekday: str
    day: int
    month: int
    year: int

    def is_on(self, when: date) -> bool:
        """Whether it is this day, whatever weekday stands before it."""
        return (self.day, self.month) == (when.day, when.month) and self.year in (0, when.year)


def unlike(text: LetterText, answers: Answers, drafted: LetterText, staff: Collection[str]) -> list[Unlike]:
    """Where the letter differs from the record, in order. staff: names in the register, for `names_in`."""
    own = {one for part in drafted.parts.values() for one in sentences_of(part)}
    compared = _Compared(answers, staff)
    return [
        Unlike(name, sentence, why, is_certain)
        for name, part in text.parts.items()
        for sentence in sentences_of(part)
        if sentence not in own
        for why, is_certain in compared.differences(name, sentence)
    ]


def names_in(text: LetterText) -> set[str]:
    """Whatever in the letter may be somebody's whole name: words in a row that begin with a capital."""
    found: set[str] = set()
    for part in text.parts.values():
        words = [re.sub("['’]s$", "", one) for one in _NAME.findall(part)]
        for begin, word in enumerate(words):
            if word[0].isupper():
                found |= {" ".join(words[begin : begin + length]) for length in range(2, LONGEST_NAME + 1)}
    return found


class _Compared:
    """The record, as sentences are held against it."""

    def __init__(self, answers: Answers, staff: Collection[str]) -> None:
        self.days = {name: when for name in DAYS if (when := date_from(answers.get(name)))}
        self.change = self.days.get("transfer_date")
        named = {part: str((answers.get(part) or {}).get("name") or "") for part in WORKERS}
        self.new = named["new_worker"]
        theirs = {name for part, name in named.items() if name and part != "new_worker"}
        mine = {self.new, calls(self.new)}
        # Everybody else who could be called the new worker here: of the record by the first name too.
        self.others = {*staff, *theirs, *map(calls, theirs)} - mine - {""}
        self.strangers = {one for one in staff if fold(one) not in {fold(name) for name in named.values()}}

    def differences(self, part: str, sentence: str) -> Iterator[tuple[str, bool]]:
        """What the sentence says otherwise, and whether that is certain."""
        yield from self._workers(sentence)
        days = list(_days(sentence))
        for one in days:
            if found := self._day(one, is_past=bool(_DID.search(sentence))):
                yield found
        # Other parts say when a worker can be reached.
        alone = _WEEKDAY_ALONE.findall(sentence) if part == "change" and self.days and not days else []
        for weekday in alone:
            if weekday.capitalize() not in map(_weekday, self.days.values()):
                yield NOT_OF_RECORD.format(found=weekday), False

    def _day(self, one: _Day, *, is_past: bool) -> tuple[str, bool] | None:
        when = next((day for day in self.days.values() if one.is_on(day)), None)
        try:
            itself = date(one.year or LEAP_YEAR, one.month, one.day)
        except ValueError:
            return NO_SUCH_DAY.format(found=one.shown), True
        known = when or (itself if one.year else None)
        if one.weekday and known and one.weekday != _weekday(known):
            return OTHER_WEEKDAY.format(found=one.shown, weekday=_weekday(known)), True
        if one.of_change and self.change and not one.is_on(self.change):
            is_earlier = bool(is_past and one.year and itself < self.change)
            return OTHER_DAY.format(found=one.shown, day=in_words(self.change)), not is_earlier
        return None if when else (NOT_OF_RECORD.format(found=one.shown), False)

    def _workers(self, sentence: str) -> Iterator[tuple[str, bool]]:
        said = f" {_plain(sentence)} "
        for name in sorted(self.others, key=len, reverse=True):
            plain = re.escape(_plain(name))
            is_new = (
                rf" new (?:\w+ ){{0,3}}worker (?:is|will be) {plain} ",
                rf" {plain} (?:is|will be) (?:your|their|the)?(?: ?\w+){{0,2}} ?new (?:\w+ ){{0,3}}worker ",
                rf" {plain} (?:will take|takes) over ",
            )
            if any(re.search(one, said) for one in is_new):
                yield OTHER_WORKER.format(found=name, worker=self.new), True
                return
        for name in sorted(self.strangers):
            # Not folded: 'rose hill' is a hill, and Rose Hill a colleague.
            if re.search(rf"\b{re.escape(name)}\b", sentence):
                yield NOT_A_WORKER.format(found=name), False


def _days(sentence: str) -> Iterator[_Day]:
    """The days of a sentence; each place in it is read once."""
    taken: list[range] = []
    for pattern in _WRITTEN:
        for found in pattern.finditer(sentence):
            if any(found.start() < one.stop and one.start < found.end() for one in taken):
                continue
            taken.append(range(*found.span()))
            before, after = sentence[: found.start()], sentence[found.end() :]
            is_of_change = bool(_BEFORE.search(before) or _AFTER.search(after))
            yield _read(found[0], found.groupdict(), is_of_change=is_of_change)


def _read(shown: str, said: Mapping[str, str | None], *, is_of_change: bool) -> _Day:
    month, year = said["month"] or "", said["year"] or ""
    short = [one[:3].lower() for one in MONTHS]
    number = int(month) if month.isdigit() else short.index(month[:3].lower()) + 1
    century = "20" if len(year) == len("26") else ""
    return _Day(
        shown,
        is_of_change,
        (said.get("weekday") or "").capitalize(),
        int(said["day"] or 0),
        number,
        int(century + (year or "0")),
    )


def _weekday(when: date) -> str:
    return _WEEKDAYS[when.weekday()]


def _plain(text: str) -> str:
    return " ".join(fold(word) for word in _NAME.findall(re.sub("['’]s\\b", "", text)))
