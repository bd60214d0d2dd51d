"""The words of a record as software reads them aloud, beside the glyphs that stand on paper.

A printed line loses the space at which it broke, and holds Arabic from left to right; the page as HTML has both as they
were written. So each line is found again in the text of its paragraph, and says that part of it (ISO 32000-1, 14.9.4).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pydyf  # type: ignore[import-untyped]
from weasyprint import Document
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

log = logging.getLogger(__name__)

_WHITE = re.compile("[ \t\r\n]+")


def speak(document: Document, elements: list[pydyf.Dictionary]) -> None:
    """Gives each element that holds a line of text its words: WeasyPrint made one for each line, in this order."""
    lines = list(chain.from_iterable(_lines(page._page_box) for page in document.pages))
    holding = list(filter(_holds_text, elements))
    if len(lines) != len(holding):
        # A record that is read aloud less well is better than one that cannot be sealed.
        log.error("%d lines of text for %d elements: none is given its words", len(lines), len(holding))
        return
    texts: dict[Any, _Text] = {}
    for element, (line, block) in zip(holding, lines, strict=True):
        if block is None:
            continue
        if "::" in line.element_tag:
            said = line.text
        else:
            if block not in texts:
                texts[block] = _Text(block)
            said = texts[block].take(line.text, line.style["hyphenate_character"])
        element["ActualText"] = pydyf.String(said)


class _Text:
    """The text of one paragraph, cell or heading, taken line by line."""

    def __init__(self, block: Any) -> None:
        self._text = _WHITE.sub(" ", "".join(_written(block))).strip(" ")
        self._taken = 0

    def take(self, drawn: str, hyphen: str) -> str:
        """What the line `drawn` stands for, with the space that parts it from the next; a hyphen that only its break
        put there is left out. The heads of a table, which each page repeats, begin anew. What the text does not hold,
        because a style sheet made it so, is as it is drawn."""
        line = _WHITE.sub(" ", drawn).strip(" ")
        for words in dict.fromkeys((line, line.removesuffix(hyphen))):
            for start in (self._taken, 0):
                if self._text.startswith(words, start):
                    self._taken = start + len(words)
                    self._taken += self._text.startswith(" ", self._taken)
                    return self._text[start : self._taken]
        return drawn


def _written(element: Any) -> Iterator[str]:
    """The text in an element, a space for each line break."""
    yield " " if element.tag == "br" else element.text or ""
    for inner in element:
        yield from _written(inner)
        yield inner.tail or ""


def _lines(box: Any, block: Any = None) -> Iterator[tuple[Any, Any]]:
    """The boxes that hold text, in WeasyPrint's order, each with the element whose line it is on; none in a margin."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if isinstance(box, boxes.TextBox):
        yield box, block
    in_margin = isinstance(box, boxes.MarginBox)
    for child in box.children:
        if isinstance(child, boxes.LineBox):
            for part in child.children:
                yield from _lines(part, None if in_margin else box.element)
        else:
            yield from _lines(child, block)


def _holds_text(element: pydyf.Dictionary) -> bool:
    return element["S"] != "/Figure" and any(isinstance(kid, int) for kid in element["K"])
