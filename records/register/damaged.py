"""Finds what was likely damaged in a cell.

A quote that stands alone, and letters of UTF-8 that were read as Windows-1252 before they were exported: 'Ã«' for 'ë'.
"""

from __future__ import annotations

import re

from records.register.decoding import BY_CHOICE, UTF_8_LETTER

ALONE = 'There is one quote (") in this cell. Take it out, unless it is meant.'
SAID = "'{}' looks like '{}' that was read in another encoding. Correct it, or the program that wrote it."
WINDOWS = BY_CHOICE["windows-1252"]
# The letters and signs of names in Latin letters. Anything else is meant where it comes alone, as É’ at an end.
LATIN = re.compile("[\u00a0-\u017f\u1e00-\u1eff\u2010-\u203a]")


def say(cell: str) -> str:
    """What is likely wrong with a cell; '' for nothing."""
    if cell.count('"') == 1:
        return ALONE
    if cell.isascii():
        return ""
    found = UTF_8_LETTER.findall(cell.encode(WINDOWS, "replace"))
    meant = [(letter, letter.decode("utf-8", "ignore")) for letter in found]
    read = next((letter for letter, of_it in meant if len(meant) > 1 or LATIN.match(of_it)), b"")
    return SAID.format(read.decode(WINDOWS, "replace"), read.decode("utf-8", "ignore")) if read else ""
