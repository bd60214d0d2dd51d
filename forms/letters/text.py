"""What a letter is made of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from protocol.folding import looks

CHILD, PARENTS = "child", "parents"
RECIPIENTS = (CHILD, PARENTS)

# A line end where a blank belongs: none behind the end of a sentence, and none before the next of a list.
_WITHIN_A_SENTENCE = re.compile(r"(?<![.?!:])\n(?![-*•] )")
_ABBREVIATED = re.compile(r"\b(St|Mr|Mrs|Ms|Dr)\.(?= ?[A-Z])")
_LETTERS_APART = re.compile(r"(?<![\w'])(?!(?:a|I) )(?:[^\W_] ){3,}[^\W_](?!\w)")
# Letters of the Cyrillic, Greek and Armenian alphabets that look like Latin ones, in a word that is Latin but for them.
_LOOK_LATIN = str.maketrans(
    "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425"
    "\u0430\u0435\u0455\u0456\u0458\u043e\u0440\u0441\u0443\u0445\u04bb"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf"
    "\u053c\u054d\u054f\u0555\u0561\u0563\u0566\u0570\u0575\u0578\u057c\u057d\u0581\u0584\u0585",
    "ABESIJKMHOPCTYXaesijopcyxhABEZHIKMNOPTYXoLUSOwqqhjnnugfo",
)
# Those that are drawn as Latin capitals in any word: small capitals, by their names, and the letters of Lisu.
_CAPITALS = {
    code: named[1]
    for code in (*range(0x250, 0x2B0), *range(0x1D00, 0x1D2C), *range(0xA730, 0xA732))
    if (named := re.fullmatch("LATIN LETTER SMALL CAPITAL ([A-Z])", unicodedata.name(chr(code))))
} | str.maketrans(
    "\ua4d0\ua4d1\ua4d3\ua4d4\ua4d6\ua4d7\ua4d9\ua4da\ua4dc\ua4dd\ua4df\ua4e0\ua4e1\ua4e2\ua4e3\ua4e6\ua4e7"
    "\ua4ea\ua4eb\ua4ec\ua4ee\ua4f0\ua4f2\ua4f3\ua4f4",
    "BPDTGKJCZFMNLSRVHWXYAEIOU",
)
_A_WORD = re.compile(r"[^\W_]+")
_LATIN = re.compile(r"[A-Za-z\d]")


@dataclass(frozen=True)
class LetterText:
    """The text of one letter. Paragraphs of a part stand apart by a blank line.

    greeting: 'Dear Maya,'. change: who and when. why, reach, disagree: what their names say. phone: the new worker's
    number, '' until they have given it. email: their address, which the register has. known: names of brothers and
    sisters that may stand in it, because the reader knows of them; not printed.
    """

    greeting: str
    change: str
    why: str
    reach: str
    disagree: str
    phone: str = ""
    email: str = ""
    known: str = ""

    def to_data(self) -> dict[str, str]:
        """As JSON-serialisable values, to be stored."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """The inverse of `to_data`; what is not there is blank."""
        return cls(**{one.name: str(data.get(one.name) or "") for one in fields(cls)})

    def as_read(self) -> Self:
        """The letter as its checks read it, which is never printed."""
        return type(self)(**{name: as_read(text) for name, text in asdict(self).items()})

    @property
    def parts(self) -> dict[str, str]:
        """Name → text, of the parts that stand under a heading, in order."""
        return {name: getattr(self, name) for name in PARTS}


PARTS = ("change", "why", "reach", "disagree")


def as_read(text: str) -> str:
    """A text as checks read it: one blank, hyphen and apostrophe, letters of one width, and lines as long as sentences.

    A blank line within a sentence is a blank too. 'St. Clair' has no full stop, 'J o s i a h' no blanks.
    """
    read = "\n".join(filter(None, map(_line, text.replace("\u00b4", "'").splitlines())))
    read = _ABBREVIATED.sub(r"\1", _WITHIN_A_SENTENCE.sub(" ", read))
    if not read.isascii():
        read = _A_WORD.sub(_as_latin, read.translate(_CAPITALS))
    return _LETTERS_APART.sub(lambda found: found[0].replace(" ", ""), read)


def _as_latin(word: re.Match[str]) -> str:
    return word[0].translate(_LOOK_LATIN) if _LATIN.search(word[0]) else word[0]


def _line(text: str) -> str:
    return " ".join(text.split()) if text.isascii() else looks(text)


def texts_in(answer: Any) -> Iterator[str]:
    """Every text of an answer, in its rows and parts too, as it is read."""
    if isinstance(answer, str):
        yield as_read(answer)
    elif isinstance(answer, Mapping):
        for inner in answer.values():
            yield from texts_in(inner)
    elif isinstance(answer, list):
        for inner in answer:
            yield from texts_in(inner)
