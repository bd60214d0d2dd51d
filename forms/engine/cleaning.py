"""Clean text that was typed or imported: NFC, without characters that only harm, stripped; blank if nothing is seen.

The forms and the register's import use the same functions, so that a name is stored alike wherever it comes from.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata

from protocol.folding import is_invisible

# Control characters, lone surrogates, byte order marks, the embedding, override and isolate marks of bidi text, and
# what has no width and no meaning in a name: soft hyphens, zero-width spaces, word joiners, signs of annotation.
# Left-to-right marks stay, and zero-width joiners where they have a meaning (`_joins`).
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u180e\u200b\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
# Characters in whose place another was meant: control characters (an apostrophe of Windows-1252 is one when it is read
# as Latin-1), characters that a program put in for what it could not read, and those of private use.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd\ufffe\uffff\ue000-\uf8ff\U000f0000-\U0010ffff]"
)

# Signs of Word's fonts Symbol and Wingdings, which have characters of private use once they are pasted elsewhere.
_OF_WORDS_FONTS = str.maketrans(
    "\uf0b7\uf02d\uf0a7\uf0d8\uf0fc\uf0fe\uf076\uf0a8\uf06f\uf071\uf06e\uf06c\uf075\uf0e0\uf0e8\uf0f0\uf0fb\uf04a\uf04c",
    "•–▪➢✓☑❖□□❑■●◆→➔⇨✗☺☹",
)
_JOINERS = re.compile("[\u200c\u200d]")
_FIRST_NON_LATIN_SCRIPTS = "\u0590"  # Hebrew; Latin, Greek, Cyrillic and Armenian letters come before it and never join
_SELECTORS = "\ufe0e\ufe0f\u20e3"  # an emoji has one of them after its first sign

_LINE_ENDS = re.compile(r"[\r\n\t\x0b\x0c\u2028\u2029]+")
_ENDS_A_LINE = re.compile(r"\r\n|[\r\x0b\x0c\u2028\u2029]")  # Word's own break within a paragraph is U+000B


def tidy_block(text: str) -> str:
    """Clean text of several lines; line ends become LF, and what all lines are indented by is gone."""
    lines = _ENDS_A_LINE.sub("\n", text)
    return _tidy(textwrap.dedent(lines) if lines[:1].isspace() else lines)


def tidy_line(text: str) -> str:
    """Clean text of one line; runs of line ends and tabs become one space."""
    return _tidy(_LINE_ENDS.sub(" ", text))


def find_unprintable(text: str) -> str:
    """The first character that stands for an unknown one, as 'U+0092'; '' for none.

    A form takes such characters out, since whoever typed sees what is left; an import refuses them.
    """
    found = _UNPRINTABLE.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def _tidy(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text.strip()
    cleaned = unicodedata.normalize("NFC", _HARMFUL.sub("", text.translate(_OF_WORDS_FONTS))).strip()
    if _JOINERS.search(cleaned):
        cleaned = _JOINERS.sub(lambda found: found[0] if _joins(cleaned, found.start()) else "", cleaned)
    return "" if all(map(is_invisible, cleaned)) else cleaned


def _joins(text: str, at: int) -> bool:
    """Whether a joiner has a meaning: between the signs of one emoji, and beside a letter of a script that joins."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return (_is_emoji(before) and _is_emoji(after)) or any(map(_takes_joiners, (before, after)))


def _is_emoji(sign: str) -> bool:
    return bool(sign) and (unicodedata.category(sign) in ("So", "Sk") or sign in _SELECTORS or sign >= "\U0001f000")


def _takes_joiners(sign: str) -> bool:
    return sign >= _FIRST_NON_LATIN_SCRIPTS and unicodedata.category(sign)[0] in "LM" and sign not in _SELECTORS
