"""Neighbours on a page, put together: optional questions that share one 'Add …' stand behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from zlib import crc32

from forms.engine.question import Question


@dataclass(frozen=True)
class Block:
    """Questions that are shown together. add: the text that opens them, '' for what is always shown."""

    add: str
    questions: Sequence[Question]

    @property
    def id(self) -> str:
        """The id of the element that is opened."""
        return f"add-{self.questions[0].name}"

    @property
    def text(self) -> str:
        """The text that opens it, with terms filled in."""
        return self.questions[0].fill_terms(self.add)

    @property
    def row_title(self) -> str:
        """The title of the row that it is in, '' outside rows: several rows have the same text."""
        row = self.questions[0].row
        return row.title if row else ""

    @property
    def is_open(self) -> bool:
        """Whether it is open when the page is: always, or because something in it was answered, typed or wrong."""
        return not self.add or any(question.is_begun for question in self.questions)


def blocks(questions: Iterable[Question]) -> list[Block]:
    """The questions in their order, neighbours of one `add` in one block."""
    return [Block(add, list(found)) for add, found in groupby(questions, key=lambda question: question.add)]


def digest(parts: Any) -> str:
    """A few signs for what is rendered, which differ where it does; '' for nothing."""
    return f" {crc32(repr(parts).encode()):x}" if parts else ""
