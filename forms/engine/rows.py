"""The question that is answered with a table: key events, outstanding work, people told.

WTForms' FieldList of FormField cannot keep a cell's input beside its parsed value, so this is a field of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from wtforms import Label

from forms.engine.blocks import Block, blocks
from forms.engine.conditions import Layout, layout_of
from forms.engine.question import Page, Posted, Question
from protocol.formatting import upper_first
from protocol.statements.scope import EVERY_CHILD

MOST_ROWS = 60


class Row:
    """One row. cells: column → question. index: from 0. title: 'Key event 1'."""

    def __init__(self, index: int, title: str, cells: Mapping[str, Question], layout: Layout) -> None:
        self.index, self.title, self.cells, self.layout = index, title, cells, layout
        for cell in cells.values():
            cell.row = self

    def shown(self) -> list[Question]:
        """The cells that are not nested under a radio."""
        return [cell for column, cell in self.cells.items() if column not in self.layout.nested]

    def blocks(self) -> list[Block]:
        """What is shown of it, optional cells behind their 'Add …'."""
        return blocks(self.shown())

    def revealed_by(self, name: str) -> Mapping[str, Sequence[Question]]:
        """Value → the cells that its radio reveals."""
        revealed = self.layout.reveals.get(name, {})
        return {value: [self.cells[column] for column in columns] for value, columns in revealed.items()}

    def answers(self) -> dict[str, Any]:
        """Column → answer, without blanks."""
        return {column: cell.data for column, cell in self.cells.items() if cell.data is not None}

    @property
    def raw(self) -> dict[str, Any]:
        """Column → input as typed, without blanks."""
        return {column: cell.raw for column, cell in self.cells.items() if cell.raw != cell.blank}


class RowsQuestion(Question):
    """Rows of `columns` (name → question). noun: what a row is ('key event').

    Buttons named `row` have the values 'add:<question>' and 'remove:<question>:<index>'.
    raw: [{column: raw}]; data: [{column: answer}] or None; both without blank rows and cells.
    """

    kind = "rows"
    blank: ClassVar[list[Any]] = []

    def __init__(self, label: str, *, columns: Mapping[str, Any], noun: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.noun = noun
        # Prototypes that each row copies; also used to read texts and kinds of columns.
        self.columns: dict[str, Question] = {name: one.bind(self._form, name) for name, one in columns.items()}
        for column in self.columns.values():
            column.scope = EVERY_CHILD  # the table's own scope decides, by answers that are not the row's
        self.layout = layout_of(self.columns)
        self.rows: list[Row] = []

    def blank_cells(self) -> Collection[Question]:
        return self.columns.values()

    def _add_row(self) -> Row:
        index, title = len(self.rows), f"{upper_first(self.fill_terms(self.noun))} {len(self.rows) + 1}"
        cells = {column: _cell(blank, self._form, self.name, index) for column, blank in self.columns.items()}
        self.rows.append(Row(index, title, cells, self.layout))
        return self.rows[-1]

    @property
    def focus_id(self) -> str:
        first = next(iter(self.shown_rows()[0].cells.values()))
        return first.focus_id

    # Input

    def posted(self, posted: Posted, name: str) -> list[dict[str, Any]] | None:
        place = re.compile(re.escape(name) + r"-(\d{1,4})-", re.ASCII)
        indices = sorted({int(found[1]) for key in posted if (found := place.match(key))})
        if not indices and f"{name}-rows" not in posted:
            return None
        return self._after_action([self._posted_row(posted, name, index) for index in indices], indices)

    def _posted_row(self, posted: Posted, name: str, index: int) -> dict[str, Any]:
        return {column: cell.posted(posted, f"{name}-{index}-{column}") for column, cell in self.columns.items()}

    def _after_action(self, rows: list[dict[str, Any]], indices: list[int]) -> list[dict[str, Any]]:
        if self._form.action == f"add:{self.name}":
            return [*rows, {}]
        return [
            row for index, row in zip(indices, rows, strict=True) if self._form.action != f"remove:{self.name}:{index}"
        ]

    def read(self, raw: Any, stored: Any = None) -> None:
        before = stored if isinstance(stored, list) else []
        self.rows = []
        for typed in _dicts(raw):
            for column, cell in self._add_row().cells.items():
                cell.read(typed.get(column), _stored_cell(cell, column, typed.get(column), before))

    def load(self, answer: Any, typed: Any = None) -> None:
        if typed is not None:
            self.read(typed, answer)
            return
        self.rows = []
        for stored in _dicts(answer):
            for column, cell in self._add_row().cells.items():
                cell.load(stored.get(column))

    @property
    def data(self) -> list[dict[str, Any]] | None:
        """The answers of rows that are not blank, or None."""
        return [answers for row in self.rows if (answers := row.answers())] or None

    @property
    def raw(self) -> list[dict[str, Any]]:
        """The input of rows that are not blank."""
        return [typed for row in self.rows if (typed := row.raw)]

    @property
    def typed(self) -> list[dict[str, Any]] | None:
        """The input of all rows if any cell is invalid, so that rows stay together; else None."""
        return self.raw if any(cell.typed is not None for cell in self._cells()) else None

    @property
    def is_begun(self) -> bool:
        asked_for = self._form.action.split(":")[1:2] == [self.name]  # a row was added or removed just now
        return asked_for or super().is_begun or any(cell.is_begun for cell in self._cells())

    def _cells(self) -> Iterator[Question]:
        return (cell for row in self.rows for cell in row.cells.values())

    # Errors

    def check_required(self, answers: Mapping[str, Any]) -> None:
        super().check_required(answers)
        for row in self.rows if self.applies(answers) else []:
            if row.raw:
                answers_of_row = row.answers()
                for cell in row.cells.values():
                    cell.check_required(answers_of_row)

    def blank_problem(self) -> str:
        return f"Add at least one {self.noun}"

    def problems(self) -> dict[str, str]:
        found = super().problems()
        for cell in self._cells():
            found |= cell.problems()
        return found

    def leaves(self) -> list[Question]:
        return [self, *self._cells()]

    # Rendering

    def shown_rows(self) -> list[Row]:
        """The rows; a blank one if there are none."""
        if not self.rows:
            for cell in self._add_row().cells.values():
                cell.load(None)
        return self.rows

    @property
    def is_full(self) -> bool:
        """Whether the maximum number of rows is reached."""
        return len(self.rows) >= MOST_ROWS


def _cell(blank: Question, page: Page, rows: str, index: int) -> Question:
    cell = blank.on_page(page)
    cell.name = cell.id = f"{rows}-{index}-{blank.short_name}"
    cell.label = Label(cell.id, blank.label.text)
    return cell


def _dicts(values: Any) -> Iterable[Mapping[str, Any]]:
    """The dictionaries in a stored or typed value, at most MOST_ROWS."""
    return [one for one in (values if isinstance(values, list) else [])[:MOST_ROWS] if isinstance(one, dict)]


def _stored_cell(cell: Question, column: str, typed: Any, before: list[Any]) -> Any:
    """The stored answer of a picker cell whose text is still the same, in any row: rows move when one is removed."""
    for row in before if isinstance(typed, dict) else []:
        stored = row.get(column) if isinstance(row, dict) else None
        if isinstance(stored, dict) and cell.as_raw(stored)["text"] == typed.get("text"):
            return stored
    return None
