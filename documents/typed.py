"""Text as people typed or pasted it: paragraphs, lines and bullets, those of Word too."""

from __future__ import annotations

import re
from itertools import groupby

from documents import words

_BULLET = re.compile(r"(?:[•‣◦▪▫■□●○◆◻➢❖✓✔➔→·]\s*|[-–*o]\t+)(?=\S)")

Block = tuple[str, list[str]]


def blocks(text: str) -> list[Block]:
    """Paragraphs ('text', its lines) and lists ('list', its items without their bullets), in order.

    A line is an item where it begins with a bullet, or with '-', '–', '*' or 'o' and a tab, as Word writes them.
    """
    return [(kind, list(lines)) for paragraph in paragraphs(text) for kind, lines in _runs(paragraph)]


def _runs(lines: list[str]) -> list[Block]:
    runs = [(is_list, list(run)) for is_list, run in groupby(lines, key=lambda line: bool(_BULLET.match(line)))]
    return [
        ("list", [_BULLET.sub("", one, count=1) for one in run]) if is_list else ("text", run) for is_list, run in runs
    ]


def paragraphs(text: str) -> list[list[str]]:
    """Paragraphs (separated by blank lines), each a list of lines."""
    text = text.translate(words.WORDS_BULLETS)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    blocks = re.split(r"\n\s*\n", text.strip())
    return [[line.strip() for line in block.split("\n")] for block in blocks]
