"""Where an edited letter says something else than its record: another worker, another day, a weekday that is wrong.

What is certain is refused; the rest is shown to whoever writes and to whoever agrees. Pure functions.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import takewhile
from typing import Any

from forms.letters.drafting import calls
from forms.letters.names import NO_NAMES, WEEKDAYS, Word, is_part, keys_of, words_in
from forms.letters.plain_words import sentences_of
from forms.letters.text import LetterText, texts_in
from protocol.days import date_from
from protocol.folding import fold
from protocol.formatting import MONTHS
from protocol.formatting import day as in_words

DAYS = ("transfer_date", "joint_visit_date", "next_visit_on")
WORKERS = ("new_worker", "current_worker", "new_team_leader", "current_team_leader")
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
    )
)
_WEEKDAY_ALONE = re.compile(rf"\b{_WEEKDAY}\b", re.IGNORECASE)
# A day without its month, and a month without its day.
_ROUGH = re.compile(
    rf"(?:\b{_WEEKDAY},? (?:the )?)?\b(?P<day>\d{{1,2}}(?=st|nd|rd|th)|{_DAY_IN_WORDS})(?:st|nd|rd|th)?\b"
    rf"|\b(?P<month>{'|'.join(MONTHS)})\b",
    re.IGNORECASE,
)
# What stands right before or behind the day of the change. Of the past it may be about an earlier change.
_FROM = r"(?: on| from| as of| in)?,?(?: early| late| the (?:start|beginning|middle|end) of)?(?: the)? ?$"
_NO_CHANGE = "(?<!school )(?<!college )(?<!nursery )(?<!term )(?<!you )"  # what else starts on a day
_BEFORE = re.compile(
    rf"\b(?:tak(?:e|es|ing)|took) over(?: from(?: (?!on\b|from\b)[\w'’-]+){{1,3}}?)?{_FROM}"
    rf"|\b{_NO_CHANGE}(?:starts?|started)(?= (?:on|from|in)\b){_FROM}|\bworker(?= from\b){_FROM}",
    re.IGNORECASE,
)
_AFTER = re.compile(r"^,? (?:[\w'’-]+ ){1,3}(?:tak(?:e|es)|took) over\b", re.IGNORECASE)
_DID = re.compile(r"\b(?:took over|started)\b", re.IGNORECASE)
_THEIR = r"(?:your|their|his|her|our|the|[\w-]+['’]s)"
_STARTS = re.compile(r" (?:will start|starts|is starting) (?:on|from)\b")
_NAME = re.compile(r"[^\W\d_][\w'’-]*")
BESIDE = 200  # signs that are looked at before a day and behind it
LONGEST_NAME = 4  # words of a name that is looked for
LEAP_YEAR = 2000  # of a day without a year
CENTURY = 2000  # of a year without one

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

    def may_be(self, other: _Day) -> bool:
        """Whether both can be the same day."""
        is_same_year = 0 in (self.year, other.year) or self.year == other.year
        return (self.day, self.month) == (other.day, other.month) and is_same_year

    def is_on(self, when: date) -> bool:
        """Whether it is this day, whatever weekday stands before it."""
        return (self.day, self.month) == (when.day, when.month) and self.year in (0, when.year)


def unlike(text: LetterText, answers: Answers, drafted: LetterText, staff: Collection[str]) -> list[Unlike]:
    """Where the letter differs from the record, in order. staff: names in the register, for `names_in`."""
    own = {one for part in drafted.parts.values() for one in sentences_of(part)}
    compared = _Compared(answers, staff, _post_in(drafted))
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
    """The record, as sentences are held against it. post: what the new worker's post is called."""

    def __init__(self, answers: Answers, staff: Collection[str], post: str) -> None:
        self.told_before, self.told_behind = _told_as_new(post)
        self.days = {name: when for name in DAYS if (when := date_from(answers.get(name)))}
        self.change = self.days.get("transfer_date")
        self.answers = answers
        named = {part: str((answers.get(part) or {}).get("name") or "") for part in WORKERS}
        self.new = named["new_worker"]
        theirs = {name for part, name in named.items() if name and part != "new_worker"}
        mine = {self.new, calls(self.new)}
        # Everybody else who could be called the new worker here: of the record by the first name too.
        self.others = {*staff, *theirs, *map(calls, theirs)} - mine - {""}
        self.own = keys_of(self.new) | keys_of(str(answers.get("child_name") or ""))
        self.strangers = {one for one in staff if fold(one) not in {fold(name) for name in named.values()}}

    @cached_property
    def held(self) -> list[_Day]:
        """The days that any answer holds; read only where a letter has another day, since a record can be long."""
        return [one for said in texts_in(self.answers) for one in _days(said)]

    def differences(self, part: str, sentence: str) -> Iterator[tuple[str, bool]]:
        """What the sentence says otherwise, and whether that is certain."""
        yield from list(self._workers(sentence)) or self._called(part, sentence)
        days = list(_days(sentence))
        if self.change and not _DID.search(sentence):
            yield from self._rough(sentence, self.change)
        for one in days:
            if unlike_it := self._day(one, is_past=bool(_DID.search(sentence))):
                yield unlike_it
        # Other parts say when a worker can be reached.
        alone = _WEEKDAY_ALONE.finditer(sentence) if part == "change" and self.change and not days else ()
        for found in alone:
            weekday = found[0].capitalize()
            is_of_change = _ends_before(sentence, found.start()) and not _DID.search(sentence)
            if self.change and is_of_change and weekday != _weekday(self.change):
                yield OTHER_DAY.format(found=found[0], day=in_words(self.change)), False
            elif weekday not in (_weekday(one) for one in map(_as_date, self.held) if one):
                yield NOT_OF_RECORD.format(found=found[0]), False

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
        return None if when or any(map(one.may_be, self.held)) else (NOT_OF_RECORD.format(found=one.shown), False)

    def _rough(self, sentence: str, change: date) -> Iterator[tuple[str, bool]]:
        for shown, day, month, is_of_change in _rough_days(sentence):
            if is_of_change and (day or change.day, month or change.month) != (change.day, change.month):
                yield OTHER_DAY.format(found=shown, day=in_words(change)), False

    def _called(self, part: str, sentence: str) -> Iterator[tuple[str, bool]]:
        """Whoever is told as the new worker and is not called as the record has it, in the register or not."""
        told = [_names(words_in(sentence[one.end() :])) for one in self.told_before.finditer(sentence)]
        # Other parts may say when something else starts.
        for pattern in (self.told_behind, _STARTS) if part == "change" else (self.told_behind,):
            told += [_names_before(words_in(sentence[: one.start()])) for one in pattern.finditer(sentence)]
        for names in told:
            called = [one for one in names if one.key not in NO_NAMES]
            if self.new and not all(is_part(one.key, self.own) for one in called):
                found = " ".join(one.shown for one in called)
                yield OTHER_WORKER.format(found=found, worker=self.new), False

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
    taken: set[int] = set()
    for pattern in _WRITTEN:
        for found in pattern.finditer(sentence):
            if not taken.isdisjoint(place := range(*found.span())):
                continue
            taken.update(place)
            after = sentence[found.end() : found.end() + BESIDE]
            is_of_change = bool(_ends_before(sentence, found.start()) or _AFTER.search(after))
            yield _read(found[0], found.groupdict(), is_of_change=is_of_change)


@lru_cache(maxsize=16)
def _told_as_new(post: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands right before the new worker's name, and what right behind it. post: what the post is called."""
    mine = re.escape(post)
    posts = rf"(?:worker|adviser|practitioner|{mine})"
    new = r"new (?:(?!key|support|youth|link)[\w-]+ ){0,3}"
    before = rf"\b(?:{new}{posts} (?:is|will be)|{mine} will be)(?: called| named)? "
    behind = (
        rf" (?:(?:is|will be|becomes) {_THEIR} (?:\w+ ){{0,2}}?{new}{posts}"
        rf"|(?:will be|will become|becomes|is now) {_THEIR} (?:\w+ )?{mine})\b(?!['’]s)"
        r"| (?:will take|takes|is taking) over\b"
    )
    return re.compile(before, re.IGNORECASE), re.compile(behind)


def _post_in(drafted: LetterText) -> str:
    """What the new worker's post is called, by the draft."""
    found = re.search(r" new (.+?) is ", drafted.change)
    return found[1] if found else "worker"


def _rough_days(sentence: str) -> Iterator[tuple[str, int, int, bool]]:
    """A day or a month that stands alone: as it is shown, its number or 0, the month's, whether it is of the change."""
    for one in _days(sentence):
        sentence = sentence.replace(one.shown, "…")
    for found in _ROUGH.finditer(sentence):
        month = (found["month"] or "").capitalize()
        number = MONTHS.index(month) + 1 if month else 0
        yield found[0], _number(found["day"] or "0"), number, _ends_before(sentence, found.start())


def _ends_before(sentence: str, place: int) -> bool:
    """Whether what tells of the change ends right before this place."""
    return bool(_BEFORE.search(sentence[max(0, place - BESIDE) : place]))


def says_day(parts: Iterable[str], when: date) -> bool:
    """Whether a text has this day, with or without its month."""
    return any(
        any(one.is_on(when) for one in _days(part)) or any(day == when.day for _, day, _, _ in _rough_days(part))
        for part in parts
    )


def _names(words: list[Word]) -> list[Word]:
    """The words of a name with which a text begins."""
    joined = takewhile(lambda one: one[0] == 0 or one[1].joined, enumerate(words))
    return [one for _, one in takewhile(lambda one: one[1].is_capital, joined)]


def _names_before(words: list[Word]) -> list[Word]:
    """The words of a name with which a text ends."""
    found: list[Word] = []
    for one in reversed(words):
        if not one.is_capital:
            break
        found.insert(0, one)
        if not one.joined:
            break
    return found


def _number(day: str) -> int:
    return int(day) if day.isdigit() else _IN_WORDS.index(day.lower().replace(" ", "-"))


def _read(shown: str, said: Mapping[str, str | None], *, is_of_change: bool) -> _Day:
    month = said["month"] or ""
    short = [one[:3].lower() for one in MONTHS]
    number = int(month) if month.isdigit() else short.index(month[:3].lower()) + 1
    return _Day(
        shown,
        is_of_change,
        (said.get("weekday") or "").capitalize(),
        _number(said["day"] or "0"),
        number,
        _year(said["year"] or "0"),
    )


def _year(said: str) -> int:
    """A year in two or four figures, or in words, of this century."""
    if not re.search(r"\d", said):
        last = re.split("[ -]", said.lower())[-1]
        tens = 30 if "thirty" in said.lower() else 20
        return CENTURY + tens + (_NUMBERS.index(last) + 1 if last in _NUMBERS else 0)
    year = int(said.strip("'’"))
    return year + CENTURY if 0 < year < 100 else year


def _as_date(one: _Day) -> date | None:
    try:
        return date(one.year, one.month, one.day)
    except ValueError:
        return None


def _weekday(when: date) -> str:
    return WEEKDAYS[when.weekday()]


def _plain(text: str) -> str:
    return " ".join(fold(word) for word in _NAME.findall(re.sub("['’]s\\b", "", text)))
