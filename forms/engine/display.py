"""Format stored answers for people: the only code for it, used by pages, the PDF and exports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.engine.choice import ChoiceQuestion
from forms.engine.question import Question
from forms.engine.register_rows import suffixes
from forms.engine.rows import RowsQuestion
from forms.engine.text import NumberQuestion
from protocol import formatting
from protocol.terms import term_filler

Shown = str | tuple[tuple[str, ...], ...]


def display(question: Question, answer: Any, terms: Mapping[str, str] | None = None) -> Shown:
    """Format an answer: '4 March 2026', the label of a choice, a name; '' for a blank.

    Rows become a tuple of tuples, the header first. An unknown value is shown unchanged, so that a retired code is not
    lost. terms: the council's displayed terms.
    """
    if isinstance(question, RowsQuestion):
        return _rows(question, answer, terms)
    return _cell(question, answer, terms)


def typed_text(question: Question, raw: Any, terms: Mapping[str, str] | None = None) -> str:
    """Input that could not be read, as it was typed; '' for a blank. A table's rows with what could be read in them."""
    if isinstance(question, RowsQuestion):
        rows = [row for row in raw if isinstance(row, dict)] if isinstance(raw, list) else []
        return "; ".join(filter(None, (_typed_row(question, row, terms) for row in rows)))
    if isinstance(raw, dict):
        name = raw.get("text", raw.get("name"))
        return str(name) if name is not None else " ".join(str(box) for box in raw.values() if box)
    return _cell(question, raw, terms)


def _typed_row(question: RowsQuestion, row: Mapping[str, Any], terms: Mapping[str, str] | None) -> str:
    cells = (typed_text(column, row.get(name), terms) for name, column in question.columns.items())
    return ", ".join(filter(None, cells))


def _rows(question: RowsQuestion, answer: Any, terms: Mapping[str, str] | None) -> Shown:
    rows = [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []
    if not rows:
        return ""
    fill_terms = term_filler(terms)
    kept = {name: column for name, column in question.retired.items() if any(name in row for row in rows)}
    columns = question.columns | kept
    header = tuple(fill_terms(column.label.text) for column in columns.values())
    named = zip(rows, suffixes(rows, question.key or tuple(columns), question.told_apart), strict=True)
    body = (
        _told_apart(tuple(_cell(one, row.get(name), terms) for name, one in columns.items()), x) for row, x in named
    )
    return (header, *body)


def _told_apart(cells: tuple[str, ...], suffix: str) -> tuple[str, ...]:
    return (cells[0] + suffix, *cells[1:])


def _cell(question: Question, answer: Any, terms: Mapping[str, str] | None) -> str:
    if answer is None:
        return ""
    if isinstance(answer, dict):
        return str(answer["name"]) if "name" in answer else typed_text(question, answer, terms)
    if isinstance(question, ChoiceQuestion):
        return question.choice_text(str(answer), term_filler(terms))
    if question.kind == "date":
        return formatting.iso_day(str(answer))
    if isinstance(question, NumberQuestion) and question.unit:
        return f"{answer} {term_filler(terms)(question.unit)}"
    return str(answer)
