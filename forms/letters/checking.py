"""What an edited letter may not hold, whether it still fits one sheet, and which of its sentences are long."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from math import ceil
from typing import Any

from forms.letters.text import PARTS, LetterText
from forms.record_kind import RecordKind
from protocol.folding import fold

# One sheet, as templates/pdf/letter.css sets it: lines of the four parts, and characters that surely stand in a line.
LINES_OF_A_SHEET, SIGNS_IN_A_LINE = 26, 74
GAP, CAPITAL, WIDE = 0.3, 1.35, 2.2  # a gap after a paragraph, in lines; signs, in letters of the usual width
REPEATED = 8  # words of the record in a row that are no coincidence
LONG_SENTENCE = 15  # words
# What a sentence may say that is not for the family to read: where somebody lives, a brother or sister, health.
DOUBTFUL = re.compile(
    r"\b(?:\d+[a-z]? (?:\w+ ){1,3}(?:street|road|lane|avenue|close|drive|way|terrace|crescent|court|place|gardens)"
    r"|brothers?|sisters?|siblings?|lives? (?:at|in|with)"
    r"|ill|illness|sick|sickness|cancer|hospital|surgery|pregnant|pregnancy|diagnos\w+|depress\w+|breakdown)\b",
    re.IGNORECASE,
)

POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NO_POSTCODE = "Take out '{found}': a letter shows no address, since not everybody may know where the child lives"
_NO_LOCAL_ID = "Take out '{found}': it is the child's number in {case_system}"
_NO_SIBLING = "Take out '{found}': it is the name of a brother or sister, whom this letter does not tell of"
_OWN_WORDS = "Say this in other words, since the record was not written for the family: '{found}'"
_TOO_LONG = "The letter no longer fits one sheet: take out about {lines}"

Answers = Mapping[str, Any]


def problems(text: LetterText, form: RecordKind, answers: Answers, drafted: LetterText) -> dict[str, str]:
    """Part → what is wrong in it; {} for nothing. Errors may hold the placeholder {case_system}.

    answers: every answer of the record, those of restricted sections too. What the draft says is always allowed.
    """
    allowed = " ".join([drafted.greeting, *drafted.parts.values()])
    said = {"greeting": text.greeting, **text.parts, "phone": text.phone}
    found = {name: why for name, part in said.items() if (why := _problem(part, form, answers, allowed))}
    over = lines_over(text)
    if over and not found:
        found[PARTS[0]] = _TOO_LONG.format(lines=f"{over} {'line' if over == 1 else 'lines'}")
    return found


def _problem(part: str, form: RecordKind, answers: Answers, allowed: str) -> str:
    if postcode := POSTCODE.search(part):
        return "" if postcode[0] in allowed else _NO_POSTCODE.format(found=postcode[0])
    local_id = str(answers.get("child_local_id") or "")
    if local_id and re.search(rf"\b{re.escape(local_id)}\b", part, re.IGNORECASE):
        return _NO_LOCAL_ID.replace("{found}", local_id)
    if name := _name_of_another(part, answers, allowed):
        return _NO_SIBLING.format(found=name)
    repeated = _repeats(part, form, answers, allowed)
    return _OWN_WORDS.format(found=repeated) if repeated else ""


def _name_of_another(part: str, answers: Answers, allowed: str) -> str:
    """The name of a brother or sister in this text, '' for none. Those that the draft has too are somebody else's."""
    known = {*_names(str(answers.get("child_name") or "")), *_names(allowed)}
    here = set(_names(part))
    for table in ("siblings", "former_siblings"):
        for row in _rows(answers.get(table)):
            first = next(_names(str(row.get("name") or "")), "")
            if len(first) > 1 and first not in known and first in here:
                return first
    return ""


def _names(text: str) -> Iterator[str]:
    """The words of a text as names, so that 'Josiah's' is Josiah."""
    return (re.sub("['’]s$", "", word) for word in _WORD.findall(text))


def _repeats(part: str, form: RecordKind, answers: Answers, allowed: str) -> str:
    """Words in a row that were written for the file; '' for none."""
    words = _WORD.findall(part)
    mine = [fold(word) for word in words]
    own = set(_runs([fold(word) for word in _WORD.findall(allowed)]))
    for account in _accounts(form, answers):
        theirs = set(_runs([fold(word) for word in _WORD.findall(account)])) - own
        for place, run in enumerate(_runs(mine)):
            if run in theirs:
                return " ".join(words[place : place + REPEATED])
    return ""


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[place : place + REPEATED]) for place in range(len(words) - REPEATED + 1))


def _accounts(form: RecordKind, answers: Answers) -> Iterator[str]:
    """Whatever somebody wrote in the record, in rows and reasons too."""
    for name, answer in answers.items():
        if name in form.questions or name == "departures":
            yield from _texts(answer)


def _texts(answer: Any) -> Iterator[str]:
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, Mapping):
        for inner in answer.values():
            yield from _texts(inner)
    elif isinstance(answer, list):
        for inner in answer:
            yield from _texts(inner)


def _rows(value: Any) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def lines_of(text: LetterText) -> int:
    """How many lines of a sheet the parts take at the most, with the gaps between paragraphs."""
    return ceil(sum(_lines(part) for part in text.parts.values()))


def _lines(part: str) -> float:
    paragraphs = [one for one in re.split(r"\n\s*\n", part.strip()) if one.strip()]
    lines = sum(max(1, ceil(_width(line) / SIGNS_IN_A_LINE)) for one in paragraphs for line in one.split("\n"))
    return lines + GAP * len(paragraphs)


def _width(line: str) -> float:
    """How wide a line is, in letters of the usual width: capitals and the signs of East Asia take more room."""
    return sum(
        WIDE if unicodedata.east_asian_width(sign) in "WF" else CAPITAL if sign.isupper() else 1 for sign in line
    )


def lines_over(text: LetterText) -> int:
    """By how many lines a letter is longer than a sheet; 0 for one that fits."""
    return max(0, lines_of(text) - LINES_OF_A_SHEET)


def long_sentences(text: LetterText) -> list[str]:
    """The sentences that are longer than a child reads easily, in order."""
    return [one for one in _sentences(text) if len(one.split()) > LONG_SENTENCE]


def doubtful_sentences(text: LetterText, drafted: LetterText) -> list[str]:
    """The sentences that may say what is not for the family to read, in order; none that the draft has."""
    own = set(_sentences(drafted))
    return [one for one in _sentences(text) if one not in own and DOUBTFUL.search(one)]


def _sentences(text: LetterText) -> list[str]:
    return [one for part in text.parts.values() for one in re.split(r"(?<=[.?!])\s+|\n+", part)]
