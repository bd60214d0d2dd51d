"""Reads a PDF back with tools that did not write it: its text with poppler, its structure with pikepdf."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any

import pikepdf

_A4_HEIGHT, _HEAD, _FOOT = 841.89, 0.06, 0.945  # where the margins end, as parts of the height
BLOCKS = ("P", "H1", "H2", "H3", "H4", "H5", "TH", "TD", "Lbl", "LBody")


@dataclass
class Element:
    """One element of the structure tree, with the marks (page, MCID) that it holds itself."""

    kind: str
    attributes: dict[str, Any]
    alt: str = ""
    actual: str | None = None
    identifier: bytes = b""
    kids: list[Element] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """This element and its descendants, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def find(self, *kinds: str) -> list[Element]:
        return [element for element in self.walk() if element.kind in kinds]


class Reading:
    """A PDF as others read it."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.pdf = pikepdf.open(BytesIO(data))

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page, in the order in which it was drawn."""
        return self._pdftotext("-raw").split("\f")[:-1]

    @cached_property
    def text(self) -> str:
        """All of the text with single spaces."""
        return " ".join(" ".join(self.pages).split())

    @cached_property
    def tree(self) -> Element:
        pages = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages)}
        return _element(self.pdf.Root.StructTreeRoot.K[0], pages)

    @cached_property
    def fonts(self) -> dict[str, pikepdf.Dictionary]:
        """Every font of the file, by its name in the content streams."""
        return dict(self.pdf.pages[0].Resources.Font.items())

    def codes(self, page: int) -> Iterator[int]:
        """The glyphs that a page shows; every font must be one of two bytes a glyph."""
        for operands, operator in pikepdf.parse_content_stream(self.pdf.pages[page]):
            if str(operator) in ("Tj", "TJ"):
                shown = operands[0] if str(operator) == "TJ" else operands
                for part in shown:
                    if isinstance(part, pikepdf.String):
                        data = bytes(part)
                        yield from (int.from_bytes(data[i : i + 2]) for i in range(0, len(data), 2))

    def filled(self, page: int) -> float:
        """How much of a page's height between its margins is used, 0 to 1, by where its last line of text ends."""
        boxes = self._pdftotext("-bbox", "-f", str(page + 1), "-l", str(page + 1))
        ends = [float(part.split('"')[1]) / _A4_HEIGHT for part in boxes.split() if part.startswith("yMax=")]
        return (max(end for end in ends if end < _FOOT) - _HEAD) / (_FOOT - _HEAD)

    def words_of(self, element: Element) -> str:
        """The text of an element as it is read aloud: what it says it stands for, or what its marks hold, its kids'."""
        if element.actual is not None:
            return element.actual
        held = "".join(self._marked[mark] for mark in element.marks)
        return held + "".join(self.words_of(kid) for kid in element.kids)

    @cached_property
    def blocks(self) -> list[str]:
        """The text of each paragraph, heading, cell, label and list item's body, in reading order."""
        return [self.words_of(block) for block in self.tree.find(*BLOCKS) if not block.find(*BLOCKS)[1:]]

    @cached_property
    def aloud(self) -> str:
        """All that is read aloud, with single spaces."""
        return " ".join(" ".join(self.blocks).split())

    @cached_property
    def _marked(self) -> dict[tuple[int, int], str]:
        """The text that each mark holds, by the fonts' own tables of characters."""
        return {
            (number, mark): said
            for number, page in enumerate(self.pdf.pages)
            for mark, said in _marked_text(page, {name: _characters(font) for name, font in self.fonts.items()})
        }

    def _pdftotext(self, *options: str) -> str:
        done = subprocess.run(["pdftotext", *options, "-", "-"], input=self.data, capture_output=True, check=True)
        return done.stdout.decode()


def _element(element: pikepdf.Object, pages: dict[tuple[int, int], int]) -> Element:
    attributes = dict(element.A.items()) if "/A" in element else {}
    actual = str(element.ActualText) if "/ActualText" in element else None
    identifier = bytes(element.ID) if "/ID" in element else b""
    read = Element(str(element.S)[1:], attributes, str(element.get("/Alt", "")), actual, identifier)
    for kid in element.get("/K", []):
        if isinstance(kid, int):
            read.marks.append((pages[element.Pg.objgen], kid))
        else:
            read.kids.append(_element(kid, pages))
    return read


def _marked_text(page: pikepdf.Page, characters: dict[str, dict[int, str]]) -> Iterator[tuple[int, str]]:
    mark, font, said = None, "", ""
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" if "/MCID" in operands[1]:
                mark, said = int(operands[1].MCID), ""
            case "EMC" if mark is not None:
                yield mark, said
                mark = None
            case "Tf":
                font = str(operands[0])
            case "Tj" | "TJ" if mark is not None:
                for part in operands[0] if str(operator) == "TJ" else operands:
                    if isinstance(part, pikepdf.String):
                        data = bytes(part)
                        codes = (int.from_bytes(data[i : i + 2]) for i in range(0, len(data), 2))
                        said += "".join(characters[font].get(code, "") for code in codes)


def _characters(font: pikepdf.Dictionary) -> dict[int, str]:
    """A font's table from glyph to text (its ToUnicode map)."""
    found = {}
    for line in font.ToUnicode.read_bytes().decode().splitlines():
        parts = line.split()
        if len(parts) == 2 and all(part.startswith("<") for part in parts) and parts != ["<0000>", "<ffff>"]:
            code, text = (part.strip("<>") for part in parts)
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    return found
