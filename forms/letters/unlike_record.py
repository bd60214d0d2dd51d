"""Where an edited letter says something else than its record: another worker, another day, a weekday that is wrong.

What is certain is refused; the rest is shown to whoever writes and to whoever agrees. Pure functions.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import takewhile
from typing import Any

from forms.letters.days import (
    BEFORE,
    DID,
    WEEKDAY_ALONE,
    Day,
    as_date,
    days_in,
    relative_days,
    right_before,
    rough_days,
)
from forms.letters.drafting import calls
from forms.letters.names import NO_NAMES, WEEKDAYS, Word, is_part, keys_of, words_in
from forms.letters.plain_words import sentences_of
from forms.letters.text import LetterText, texts_in
from protocol.days import date_from
from protocol.folding import fold
from protocol.formatting import day as in_words

DAYS = ("transfer_date", "joint_visit_date", "next_visit_on")
WORKERS = ("new_worker", "current_worker", "new_team_leader", "current_team_leader")
_THEIR = r"(?:your|their|his|her|our|the|[\w-]+['’]s)"
_STARTS = re.compile(r" (?:will start|starts|is starting) (?:on|from)\b")
_NAME = re.compile(r"[^\W\d_][\w'’-]*")
LONGEST_NAME = 4  # words of a name that is looked for
LEAP_YEAR = 2000  # of a day without a year

NO_SUCH_DAY = "Correct '{found}': there is no such day"
OTHER_WEEKDAY = "Correct '{found}': that day is a {weekday}"
OTHER_DAY = "Correct '{found}': the record says that the change is on {day}"
OTHER_WORKER = "Correct '{found}': the record says that the new worker is {worker}"
NO_DAY = "Say the day in place of '{found}': the record says that the change is on {day}"
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


def unlike(text: LetterText, answers: Answers, drafted: LetterText, staff: Collection[str]) -> list[Unlike]:
    """Where the letter differs from the record, in order. staff: names in the register, for `names_in`."""
    text, drafted = text.as_read(), drafted.as_read()
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
    for part in text.as_read().parts.values():
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
        mine = ways_of(self.new)
        # Everybody else who could be called the new worker here: of the record by the first name too.
        self.others = {one for one in {*staff, *theirs, *map(calls, theirs)} if one and fold(one) not in mine}
        self.own = keys_of(self.new) | keys_of(str(answers.get("child_name") or ""))
        known = set().union(*map(ways_of, named.values()))
        self.strangers = {one for one in staff if fold(one) not in known}

    @cached_property
    def held(self) -> list[Day]:
        """The days that any answer holds; read only where a letter has another day, since a record can be long."""
        return [one for said in texts_in(self.answers) for one in days_in(said)]

    def differences(self, part: str, sentence: str) -> Iterator[tuple[str, bool]]:
        """What the sentence says otherwise, and whether that is certain."""
        yield from list(self._workers(sentence)) or self._called(part, sentence)
        days = list(days_in(sentence))
        if self.change and not DID.search(sentence):
            yield from self._rough(sentence, self.change)
        for one in days:
            if unlike_it := self._day(one, is_past=bool(DID.search(sentence))):
                yield unlike_it
        # Other parts say when a worker can be reached.
        alone = WEEKDAY_ALONE.finditer(sentence) if part == "change" and self.change and not days else ()
        for found in alone:
            weekday = found[0].capitalize()
            is_of_change = BEFORE.search(right_before(sentence, found.start())) and not DID.search(sentence)
            if self.change and is_of_change and weekday != _weekday(self.change):
                yield OTHER_DAY.format(found=found[0], day=in_words(self.change)), False
            elif weekday not in (_weekday(one) for one in map(as_date, self.held) if one):
                yield NOT_OF_RECORD.format(found=found[0]), False

    def _day(self, one: Day, *, is_past: bool) -> tuple[str, bool] | None:
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
        for one in rough_days(sentence):
            if one.of_change and not one.may_be(change):
                yield OTHER_DAY.format(found=one.shown, day=in_words(change)), False
        for found in relative_days(sentence):
            yield NO_DAY.format(found=found, day=in_words(change)), False

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


@lru_cache(maxsize=16)
def _told_as_new(post: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands right before the new worker's name, and what right behind it. post: what the post is called."""
    mine = re.escape(post)
    posts = rf"(?:worker|adviser|practitioner|{mine})"
    new = r"new (?:(?!key|support|youth|link)[\w-]+ ){0,3}"
    before = rf"\b(?:{new}{posts} (?:is|will be)|{mine} will be)(?: called| named)? "
    behind = (
        rf" (?:(?:is|will be|becomes) {_THEIR} (?:\w+ ){{0,2}}?{new}{posts}"
        rf"|(?:will be|will become|becomes|is now) {_THEIR} (?:(?:\w+ )?{mine}|worker))\b(?!['’]s)"
        r"| (?:will take|takes|is taking) over\b"
    )
    return re.compile(before, re.IGNORECASE), re.compile(behind)


def _post_in(drafted: LetterText) -> str:
    """What the new worker's post is called, by the draft."""
    found = re.search(r" new (.+?) is ", drafted.change)
    return found[1] if found else "worker"


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


def ways_of(name: str) -> set[str]:
    """The whole name, folded, the first one, and the first with the last."""
    words = name.split() or [""]
    return {fold(name), fold(calls(name)), fold(f"{words[0]} {words[-1]}")}


def _weekday(when: date) -> str:
    return WEEKDAYS[when.weekday()]


def _plain(text: str) -> str:
    return " ".join(fold(word) for word in _NAME.findall(re.sub("['’]s\\b", "", text)))
