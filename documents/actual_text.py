"""The text of each printed line as it was written (/ActualText; ISO 32000-1, 14.9.4), for screen readers.

A printed line lacks the space at which it was broken, and draws Arabic from left to right. The HTML has both as
written: so each line is located in the text of its paragraph, and its element gets that part of the text.

Lines are read from `Page._page_box`, a private attribute of WeasyPrint: its public interface (Document, Page, the
finisher) gives pages and PDF objects, but neither lines nor their text, and WeasyPrint writes no /ActualText itself.
The version is pinned, and where lines and elements do not match the record is rendered without /ActualText.
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

log = logging.getLogger(__name__)

_WHITE_SPACE = re.compile("[ \t\r\n]+")


def set_actual_text(document: Document, elements: list[pydyf.Dictionary]) -> None:
    """Set /ActualText on each element that holds a line of text: WeasyPrint makes one a line, in the same order."""
    lines = list(chain.from_iterable(_lines(page._page_box) for page in document.pages))
    holding = list(filter(_holds_text, elements))
    if len(lines) != len(holding):
        # A less accessible record is better than one that cannot be sealed.
        log.error("%d lines of text for %d elements: none gets its /ActualText", len(lines), len(holding))
        return
    texts: dict[Any, _BlockText] = {}
    for element, (line, block) in zip(holding, lines, strict=True):
        if block is None:
            continue
        if "::" in line.element_tag:
            text = line.text
        else:
            if block not in texts:
                texts[block] = _BlockText(block)
            text = texts[block].take(line.text, line.style["hyphenate_character"])
        element["ActualText"] = pydyf.String(text)


class _BlockText:
    """The text of one paragraph, cell or heading, consumed line by line."""

    def __init__(self, block: Any) -> None:
        self._text = _WHITE_SPACE.sub(" ", "".join(_text_of(block))).strip(" ")
        self._position = 0

    def take(self, drawn: str, hyphen: str) -> str:
        """The part of the text that the line `drawn` shows, with the space after it, without a hyphen of the break.

        Table headings, which each page repeats, are looked for from the start again. A line that the text does not
        contain, because a style sheet changed it, is returned as drawn.
        """
        line = _WHITE_SPACE.sub(" ", drawn).strip(" ")
        for words in dict.fromkeys((line, line.removesuffix(hyphen))):
            for start in (self._position, 0):
                if self._text.startswith(words, start):
                    self._position = start + len(words)
                    self._position += self._text.startswith(" ", self._position)
                    return self._text[start : self._position]
        return drawn


def _text_of(element: Any) -> Iterator[str]:
    """The text in an element, a space for each line break."""
    yield " " if element.tag == "br" else element.text or ""
    for child in element:
        yield from _text_of(child)
        yield child.tail or ""


def _lines(box: Any, block: Any = None) -> Iterator[tuple[Any, Any]]:
    """(text box, element whose line it is on), in WeasyPrint's order; the element is None in a page's margin."""
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
