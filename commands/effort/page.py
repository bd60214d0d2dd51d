"""What a person sees on opening a page: the questions that no condition hides, and how many words there are to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from forms import Section
from forms.engine.blocks import blocks
from forms.engine.question import Question
from forms.engine.rows import RowsQuestion
from forms.engine.surroundings import Group


class Page(NamedTuple):
    """questions: shown on opening, each cell of a table one. help: words of intro, hints and help; words: all."""

    questions: int
    help: int
    words: int


class _Group(Group, Protocol):
    def shown(self) -> list[Question]: ...


def read_page(section: Section) -> Page:
    """Count what is shown of a section with its answers so far."""
    shown = list(_shown(section))
    # The words of a column are read once, however many rows there are.
    asked = {(question.text, question.description): question for question in (*_tables(section), *shown)}.values()
    advice = sum(_count(question.description, question.help) for question in asked) + _count(section.intro)
    return Page(len(shown), advice, advice + sum(_count(question.text) for question in asked))


def _shown(group: _Group) -> Iterator[Question]:
    """The questions that are asked, those under a chosen radio too; a table by its cells, or itself without rows.

    What stands behind an 'Add …' that is closed is not shown.
    """
    for question in _in_sight(group.shown()):
        if not question.is_fact:
            yield from _opened(group, question)


def _in_sight(questions: Iterable[Question]) -> Iterator[Question]:
    return (question for block in blocks(questions) if block.is_open for question in block.questions)


def _opened(group: Group, question: Question) -> Iterator[Question]:
    if isinstance(question, RowsQuestion) and (question.rows or not question.takes_more):
        for row in question.rows:
            yield from _shown(row)
    else:
        yield question
    for revealed in _in_sight(group.revealed_by(question.short_name).get(str(question.data), [])):
        yield from _opened(group, revealed)


def _tables(section: Section) -> Iterator[Question]:
    return (question for question in section.shown() if isinstance(question, RowsQuestion) and question.rows)


def _count(*texts: str) -> int:
    return sum(len(text.split()) for text in texts)
