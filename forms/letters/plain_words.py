"""Which sentences of a letter are long, and which of its words are the field's own, with a plain word for each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from forms.letters.text import LetterText

MOST_WORDS = 15  # of a sentence that a child reads easily
PLAIN: Mapping[str, str] = {
    "allocated": "chosen",
    "allocation": "who works with you",
    "assessment": "finding out what you need",
    "caseload": "the children whom somebody works with",
    "commence": "start",
    "core group": "the people who meet about your plan",
    "disclosure": "what you told us",
    "engage": "take part",
    "engagement": "taking part",
    "facilitate": "help",
    "family time": "time with your family",
    "handover": "change of worker",
    "interim": "for now",
    "intervention": "help",
    "kinship": "family or friends who look after you",
    "liaise": "talk",
    "looked after review": "the meeting about your plan",
    "multi-agency": "people from different services",
    "pathway plan": "your plan for when you are older",
    "peers": "friends",
    "permanence": "a home for as long as you need it",
    "placement": "where you live",
    "proceedings": "what the court does",
    "professionals": "the people who help you",
    "reallocated": "given to another worker",
    "regarding": "about",
    "respite": "a short stay",
    "safeguarding": "keeping you safe",
    "siblings": "brothers and sisters",
    "statutory": "what the law says",
    "strategy meeting": "a meeting to keep you safe",
    "threshold": "when we have to help",
    "transition": "change",
}
_HARD = re.compile(rf"\b({'|'.join(sorted(PLAIN, key=len, reverse=True))})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Hints:
    """What could be plainer. long: (number of words, sentence), in order. hard: (word, plain word), each once."""

    long: tuple[tuple[int, str], ...]
    hard: tuple[tuple[str, str], ...]


def hints(text: LetterText) -> Hints:
    """What a young reader may stumble over. It is pointed out and refuses nothing."""
    said = sentences(text)
    counted = ((len(one.split()), one) for one in said)
    hard = dict.fromkeys(found.lower() for one in said for found in _HARD.findall(one))
    return Hints(
        tuple((words, one) for words, one in counted if words > MOST_WORDS), tuple((one, PLAIN[one]) for one in hard)
    )


def sentences(text: LetterText) -> list[str]:
    """The sentences of the parts, in order."""
    return [one for part in text.parts.values() for one in re.split(r"(?<=[.?!])\s+|\n+", part) if one]
