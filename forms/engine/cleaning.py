"""Clean typed text before parsing: NFC, no control or bidi override characters, stripped."""

from __future__ import annotations

import re
import unicodedata

# Control characters, lone surrogates, byte order marks, and the embedding, override and isolate marks of bidi text.
# Zero-width joiners and left-to-right marks stay: names in Persian and Indian scripts need them.
_HARMFUL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]")

_LINE_ENDS = re.compile(r"[\r\n\t]+")


def tidy_block(text: str) -> str:
    """Clean text of several lines; line ends become LF."""
    return _tidy(text.replace("\r\n", "\n").replace("\r", "\n"))


def tidy_line(text: str) -> str:
    """Clean text of one line; runs of line ends and tabs become one space."""
    return _tidy(_LINE_ENDS.sub(" ", text))


def _tidy(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text.strip()
    return unicodedata.normalize("NFC", _HARMFUL.sub("", text)).strip()
