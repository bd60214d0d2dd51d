"""Clean text that was typed or imported: NFC, without characters that only harm, stripped; blank if nothing is seen.

The forms and the register's import use the same functions, so that a name is stored alike wherever it comes from.
"""

from __future__ import annotations

import re
import unicodedata

from protocol.folding import is_invisible

# Control characters, lone surrogates, byte order marks, the embedding, override and isolate marks of bidi text, and
# what has no width and no meaning in a name: soft hyphens, zero-width spaces, word joiners, signs of annotation.
# Zero-width joiners and left-to-right marks stay: names in Persian and Indian scripts need them.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u180e\u200b\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
# Characters in whose place another was meant: control characters (an apostrophe of Windows-1252 is one when it is read
# as Latin-1), characters that a program put in for what it could not read, and those of private use.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd\ufffe\uffff\ue000-\uf8ff\U000f0000-\U0010ffff]"
)

_LINE_ENDS = re.compile(r"[\r\n\t]+")


def tidy_block(text: str) -> str:
    """Clean text of several lines; line ends become LF."""
    return _tidy(text.replace("\r\n", "\n").replace("\r", "\n"))


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
    cleaned = unicodedata.normalize("NFC", _HARMFUL.sub("", text)).strip()
    return "" if all(map(is_invisible, cleaned)) else cleaned
