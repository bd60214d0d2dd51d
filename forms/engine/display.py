"""Turns a stored answer into words: the one place for 'Check your answers', the PDF and exports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.engine.choice import ChoiceQuestion
from forms.engine.question import Question
from forms.engine.rows import RowsQuestion
from forms.engine.text import NumberQuestion
from forms.engine.wording import words_for
from protocol import formatting

Shown = str | tuple[tuple[str, ...], ...]


def display(question: Question, answer: Any, terms: Mapping[str, str] | None = None) -> Shown:
    """An answer as people read it: '4 March 2026', 'Held', a name. Blank: ''.

    Rows: a tuple of tuples, the first of them the header. A value that the question does not know is
    shown as it is, so that a code retired since is never lost.
    """
    if isinstance(question, RowsQuestion):
        return _rows(question, answer, terms)
    return _cell(question, answer, terms)


def _rows(question: RowsQuestion, answer: Any, terms: Mapping[str, str] | None) -> Shown:
    rows = [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []
    if not rows:
        return ""
    words = words_for(terms)
    columns = question.columns
    header = tuple(words(column.label.text) for column in columns.values())
    body = (tuple(_cell(column, row.get(name), terms) for name, column in columns.items()) for row in rows)
    return (header, *body)


def _cell(question: Question, answer: Any, terms: Mapping[str, str] | None) -> str:
    if answer is None:
        return ""
    if isinstance(answer, dict):
        return str(answer.get("name", ""))
    if isinstance(question, ChoiceQuestion):
        return question.choice_text(str(answer), words_for(terms))
    if question.kind == "date":
        return formatting.iso_day(str(answer))
    if isinstance(question, NumberQuestion) and question.unit:
        return f"{answer} {words_for(terms)(question.unit)}"
    return str(answer)
