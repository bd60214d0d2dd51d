"""Clean text that was typed or imported: NFC, without characters that only harm, stripped; blank if nothing is seen.

All doors use the same functions, so that a name is stored alike wherever it comes from: what cannot be seen is removed,
and what has another character's place is refused (`unprintable_problem`), or shown as U+FFFD where it is none.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from functools import cache
from typing import Any

from protocol.folding import is_invisible

# The embedding, override and isolate marks of bidi text, and what has no width and no meaning in a name: byte order
# marks, soft hyphens, zero-width spaces, word joiners, signs of annotation, shorthand, music and hieroglyphs, blank
# letters (of Hangul, Khmer), joiners of graphemes, and what Unicode keeps for more of that.
_HARMFUL = re.compile(
    "[\xad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a"
    "\U000e0000-\U000e001f\U000e0080-\U000e00ff\U000e01f0-\U000e0fff]"
)
# What cannot be seen and has a meaning where it belongs (`_has_a_meaning`): tags, joiners, selectors of a variant, the
# blank of Braille, and marks of direction. A flag is a sign and its tags, and stays as it is.
_UNSEEN = re.compile(
    "\U0001f3f4[\U000e0020-\U000e007f]+|[\u180b-\u180d\u180f\u200c\u200d\u2800\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef]"
)
_DIRECTIONS = re.compile("[\u200e\u200f\u061c]")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# Characters in whose place another was meant. Some are none that can be stored: controls (an apostrophe of Windows-1252
# is one when it is read as Latin-1), lone surrogates, and what Unicode promises never to be a character. Others are of
# private use, or what a program put in for what it could not read.
_NO_CHARACTERS = "\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef" + "".join(
    f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_NO_CHARACTER = re.compile(f"[{_NO_CHARACTERS}]")
_UNPRINTABLE = re.compile(f"[{_NO_CHARACTERS}\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_UNKNOWN = "\ufffd"

# Signs of Word's fonts Symbol and Wingdings, which have characters of private use once they are pasted elsewhere.
_OF_WORDS_FONTS = str.maketrans(
    "\uf0b7\uf02d\uf0a7\uf0d8\uf0fc\uf0fe\uf076\uf0a8\uf06f\uf071\uf06e\uf06c\uf075\uf0e0\uf0e8\uf0f0\uf0fb\uf04a\uf04c",
    "•–▪➢✓☑❖□□❑■●◆→➔⇨✗☺☹",
)
_FLAG, _JOINERS, _BLANK_OF_BRAILLE = "\U0001f3f4", "\u200c\u200d", "\u2800"
_FIRST_NON_LATIN_SCRIPTS = "\u0590"  # Hebrew; Latin, Greek, Cyrillic and Armenian letters come before it and never join
_TAGS = "".join(map(chr, range(0xE0020, 0xE0080)))
_SELECTORS = "\ufe0e\ufe0f\u20e3"  # an emoji has one of them after its first sign

SHOWN_BEFORE = 20  # characters before one that is refused, by which it is found
MOST_MARKS = 30  # on one letter, as Unicode's stream-safe format has it (UAX 15): no script needs a third of them

_LINE_ENDS = re.compile(r"[\r\n\t\x0b\x0c\u2028\u2029]+")
_ENDS_A_LINE = re.compile(r"\r\n|[\r\x0b\x0c\u2028\u2029]")  # Word's own break within a paragraph is U+000B


def tidy_block(text: str) -> str:
    """Clean text of several lines; line ends become LF, and what all lines are indented by is gone."""
    lines = _ENDS_A_LINE.sub("\n", text)
    return _tidy(textwrap.dedent(lines) if lines[:1].isspace() else lines)


def tidy_line(text: str) -> str:
    """Clean text of one line; runs of line ends and tabs become one space."""
    return _tidy(_LINE_ENDS.sub(" ", text))


def unprintable_problem(typed: Any) -> str:
    """What to say of the first character in whose place another was meant, without a full stop; '' for none.

    typed: a text, or the texts of several boxes by name. Nobody can say what was meant: whoever takes a text refuses
    it, and it stays as it was typed.
    """
    if isinstance(typed, dict):
        return next(filter(None, map(unprintable_problem, typed.values())), "")
    if not isinstance(typed, str) or not _UNPRINTABLE.search(typed):
        return ""
    if not (found := _UNPRINTABLE.search(typed.translate(_OF_WORDS_FONTS))):
        return ""
    before = tidy_line(typed[: found.start()][-SHOWN_BEFORE:])
    where = f" behind '{before}'" if before else ""
    return f"Correct the character U+{ord(found[0]):04X}{where}: it cannot be printed"


def _tidy(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text.strip()
    cleaned = _without_piles(_HARMFUL.sub("", text.translate(_OF_WORDS_FONTS)))
    cleaned = unicodedata.normalize("NFC", _NO_CHARACTER.sub(_UNKNOWN, cleaned))
    if not _RIGHT_TO_LEFT.search(cleaned):
        cleaned = _DIRECTIONS.sub("", cleaned)
    cleaned = _without_piles(_without_what_means_nothing(cleaned))
    return "" if all(map(is_invisible, cleaned)) else cleaned.strip()


def _without_piles(text: str) -> str:
    """The text without the marks on a letter that are too many: to put n of them in order takes n × n steps."""
    return _piles().sub(r"\1", text)


@cache
def _piles() -> re.Pattern[str]:
    """What is, or begins with, a mark that has a place in the order of marks, too often in a row."""
    signs = map(chr, range(0x300, 0x1F000))
    marks = "".join(sign for sign in signs if unicodedata.combining(unicodedata.normalize("NFKD", sign)[0]))
    return re.compile(f"([{marks}]{{{MOST_MARKS}}})[{marks}]+")


def _without_what_means_nothing(text: str) -> str:
    """The text less the signs that cannot be seen and are not where they belong, beside what is left of it."""
    kept, seen_to = "", 0
    for found in _UNSEEN.finditer(text):
        kept += text[seen_to : found.start()]
        seen_to = found.end()
        if _has_a_meaning(found[0][0], kept[-1:], text[found.start() + 1 : found.start() + 2]):
            kept += found[0]
    return kept + text[seen_to:]


def _has_a_meaning(sign: str, before: str, after: str) -> bool:
    """Whether a sign that cannot be seen is where it belongs.

    A joiner: between the signs of one emoji, or beside a letter of a script that joins. A blank of Braille: beside
    Braille. A tag: in a flag. A selector: after what is seen.
    """
    if sign in _JOINERS:
        is_between = _is_emoji(before) and _is_emoji(after) and after not in _SELECTORS
        return is_between or any(map(_takes_joiners, (before, after)))
    if sign == _BLANK_OF_BRAILLE:
        return any("\u2800" < beside < "\u2900" for beside in (before, after))
    return sign == _FLAG or (sign not in _TAGS and _takes_selectors(before))


def _is_emoji(sign: str) -> bool:
    is_picture = bool(sign) and (unicodedata.category(sign) in ("So", "Sk") or sign >= "\U0001f000")
    return sign in tuple(_SELECTORS) or (is_picture and not is_invisible(sign))


def _takes_joiners(sign: str) -> bool:
    if sign < _FIRST_NON_LATIN_SCRIPTS or sign in _SELECTORS or is_invisible(sign):
        return False
    return unicodedata.category(sign)[0] in "LM"


def _takes_selectors(sign: str) -> bool:
    return (sign >= _FIRST_NON_LATIN_SCRIPTS or sign in tuple("#*0123456789©®")) and not is_invisible(sign)
