"""What becomes of typed text before it is read: one spelling of each character, and none that only harm."""

from __future__ import annotations

import re
import unicodedata

# Control characters, lone surrogates, and the marks that make text run the other way whatever it says.
# The joiners of Persian and of Indian scripts, and left-to-right marks, stay: names need them.
_HARMFUL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]")

_LINE_ENDS = re.compile(r"[\r\n\t]+")


def tidy_block(text: str) -> str:
    """Text of several lines, with plain line ends and no space around it."""
    return _tidy(text.replace("\r\n", "\n").replace("\r", "\n"))


def tidy_line(text: str) -> str:
    """Text of one line: line ends and tabs become single spaces."""
    return _tidy(_LINE_ENDS.sub(" ", text))


def _tidy(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text.strip()
    return unicodedata.normalize("NFC", _HARMFUL.sub("", text)).strip()
