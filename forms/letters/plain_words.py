"""Which sentences of a letter are long, and which of its words are the field's own, with a plain word for each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from forms.letters.text import LetterText

MOST_WORDS = 15  # of a sentence that a child reads easily
LONGEST_WORD = 11  # letters of a word that a child reads easily; names do not count
READ_EARLY = frozenset(
    ("grandparents", "grandmothers", "grandfathers", "granddaughter", "conversation", "conversations")
)
PLAIN: Mapping[str, str] = {
    "aforementioned": "this",
    "ascertain": "find out",
    "consequently": "so",
    "allocated": "chosen",
    "allocation": "who works with you",
    "assessment": "finding out what you need",
    "caseload": "the children whom somebody works with",
    "commence": "start",
    "core group": "the people who meet about your plan",
    "disclosure": "what you told us",
    "endeavour": "try",
    "engage": "take part",
    "engagement": "taking part",
    "facilitate": "help",
    "family time": "time with your family",
    "furthermore": "also",
    "handover": "change of worker",
    "implement": "do",
    "in accordance with": "as",
    "in respect of": "about",
    "interim": "for now",
    "intervention": "help",
    "kinship": "family or friends who look after you",
    "liaise": "talk",
    "looked after review": "the meeting about your plan",
    "multi-agency": "people from different services",
    "multidisciplinary": "from different services",
    "notwithstanding": "even so",
    "pathway plan": "your plan for when you are older",
    "peers": "friends",
    "permanence": "a home for as long as you need it",
    "placement": "where you live",
    "prior to": "before",
    "proceedings": "what the court does",
    "professionals": "the people who help you",
    "pursuant to": "because of",
    "reallocated": "given to another worker",
    "reassessment": "finding out again what you need",
    "regarding": "about",
    "respite": "a short stay",
    "safeguarding": "keeping you safe",
    "siblings": "brothers and sisters",
    "statutory": "what the law says",
    "strategy meeting": "a meeting to keep you safe",
    "threshold": "when we have to help",
    "transition": "change",
    "utilise": "use",
    "whilst": "while",
}
_HARD = re.compile(rf"\b({'|'.join(sorted(PLAIN, key=len, reverse=True))})\b", re.IGNORECASE)
_LONG = re.compile(rf"(?<![\w@.-])[a-z]{{{LONGEST_WORD + 1},}}(?![\w@])")


@dataclass(frozen=True)
class Hints:
    """What could be plainer. long: (number of words, sentence), in order. hard: (word, plain word or ''), each once."""

    long: tuple[tuple[int, str], ...]
    hard: tuple[tuple[str, str], ...]


def hints(text: LetterText) -> Hints:
    """What a young reader may stumble over. It is pointed out and refuses nothing."""
    said = sentences(text)
    counted = ((len(one.split()), one) for one in said)
    hard = dict.fromkeys(found.lower() for one in said for found in _HARD.findall(one))
    known = " ".join(hard)
    long = dict.fromkeys(found for one in said for found in _LONG.findall(one) if found not in READ_EARLY)
    return Hints(
        tuple((words, one) for words, one in counted if words > MOST_WORDS),
        tuple((one, PLAIN.get(one, "")) for one in [*hard, *(one for one in long if one not in known)]),
    )


def sentences(text: LetterText) -> list[str]:
    """The sentences of the parts, in order."""
    return [one for part in text.parts.values() for one in sentences_of(part)]


def sentences_of(part: str) -> list[str]:
    """The sentences of one part, in order."""
    return [one for one in re.split(r"(?<=[.?!])\s+|\n+", part) if one]
