"""The question that is answered with rows: key events, work left to do, people told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

from forms.engine.conditions import Layout, layout_of
from forms.engine.question import Posted, Question
from forms.engine.widgets import RowsWidget
from forms.engine.wording import upper_first

MOST_ROWS = 60


class Row:
    """One row of a question: its cells by column, and its place from 0."""

    def __init__(self, rows: RowsQuestion, index: int, cells: dict[str, Question]) -> None:
        self.rows, self.index, self.cells = rows, index, cells
        for cell in cells.values():
            cell.row = self

    @property
    def noun_text(self) -> str:
        """'Key event'."""
        return upper_first(self.rows.words(self.rows.noun))

    @property
    def title(self) -> str:
        """'Key event 1'."""
        return f"{self.noun_text} {self.index + 1}"

    def answers(self) -> dict[str, Any]:
        """Column → answer, of the cells that have one."""
        return {column: cell.answer for column, cell in self.cells.items() if cell.answer is not None}

    @property
    def raw(self) -> dict[str, Any]:
        """Column → what was typed, of the cells that are not blank."""
        return {column: cell.raw for column, cell in self.cells.items() if cell.raw != cell.blank}


class RowsQuestion(Question):
    """Rows of `columns` (name → question). noun: what one row is ('key event').

    Buttons named `row` add and remove: 'add:<question>', 'remove:<question>:<index>'.
    raw: a list of {column: raw}; answer: a list of {column: answer}, blank rows and cells left out.
    """

    kind = "rows"
    blank: ClassVar[list[Any]] = []
    widget = RowsWidget()

    def __init__(self, label: str, *, columns: Mapping[str, Any], noun: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self._unbound, self.noun = columns, noun
        self.rows: list[Row] = []

    def new_row(self, index: int) -> Row:
        """A blank row for the place, not yet one of `rows`."""
        cells = {
            column: unbound.bind(form=self._form, name=column, prefix=f"{self.name}-{index}-")
            for column, unbound in self._unbound.items()
        }
        return Row(self, index, cells)

    @cached_property
    def columns(self) -> dict[str, Question]:
        """Column → its question, to read its words and kind from; the answers are in `rows`."""
        return self.new_row(0).cells

    @cached_property
    def layout(self) -> Layout:
        """Which columns hang under a radio of the same row."""
        return layout_of(self.columns)

    @property
    def focus_id(self) -> str:
        first = next(iter(self.shown_rows()[0].cells.values()))
        return first.focus_id

    # What was said

    def posted(self, posted: Posted, name: str) -> list[dict[str, Any]] | None:
        place = re.compile(re.escape(name) + r"-(\d{1,4})-", re.ASCII)
        indices = sorted({int(found[1]) for key in posted if (found := place.match(key))})
        if not indices and f"{name}-rows" not in posted:
            return None
        return self._after_action([self._posted_row(posted, name, index) for index in indices], indices)

    def _posted_row(self, posted: Posted, name: str, index: int) -> dict[str, Any]:
        cells = self._form.prototype_of(self).columns.items()
        return {column: cell.posted(posted, f"{name}-{index}-{column}") for column, cell in cells}

    def _after_action(self, rows: list[dict[str, Any]], indices: list[int]) -> list[dict[str, Any]]:
        if self._form.action == f"add:{self.name}":
            return [*rows, {}]
        return [
            row for index, row in zip(indices, rows, strict=True) if self._form.action != f"remove:{self.name}:{index}"
        ]

    def read(self, raw: Any, kept: Any = None) -> None:
        before = kept if isinstance(kept, list) else []
        self.rows = []
        for index, typed in enumerate(raw if isinstance(raw, list) else []):
            if index < MOST_ROWS and isinstance(typed, dict):
                self._read_row(typed, before)

    def _read_row(self, typed: Mapping[str, Any], before: list[Any]) -> None:
        row = self.new_row(len(self.rows))
        for column, cell in row.cells.items():
            if typed.get(column) is not None:
                cell.read(typed[column], _kept_for(cell, column, typed[column], before))
        self.rows.append(row)

    def load(self, answer: Any, typed: Any = None) -> None:
        if typed is not None:
            self.read(typed, answer)
            return
        self.rows = []
        for stored in (answer if isinstance(answer, list) else [])[:MOST_ROWS]:
            row = self.new_row(len(self.rows))
            for column, cell in row.cells.items():
                cell.load(stored.get(column) if isinstance(stored, dict) else None)
            self.rows.append(row)

    @property
    def answer(self) -> list[dict[str, Any]] | None:
        """The rows that say something, or None."""
        return [said for row in self.rows if (said := row.answers())] or None

    @answer.setter
    def answer(self, value: Any) -> None:
        if value is not None:
            raise AttributeError("rows are answered cell by cell")

    @property
    def raw(self) -> list[dict[str, Any]]:
        """The rows as typed, blank ones left out."""
        return [typed for row in self.rows if (typed := row.raw)]

    @raw.setter
    def raw(self, value: Any) -> None:
        """Set by the base class when it begins; the rows hold it."""

    @property
    def typed(self) -> list[dict[str, Any]] | None:
        """All rows as typed when one of their cells could not be read: a row is kept together."""
        unread = any(cell.typed is not None for row in self.rows for cell in row.cells.values())
        return self.raw if unread else None

    # What is wrong with it

    def ask(self, answers: Mapping[str, Any]) -> None:
        super().ask(answers)
        for row in self.rows if self.applies(answers) else []:
            if row.raw:
                said = row.answers()
                for cell in row.cells.values():
                    cell.ask(said)

    def blank_problem(self) -> str:
        return f"Add at least one {self.noun}"

    def problems(self) -> dict[str, str]:
        found = super().problems()
        for row in self.rows:
            for cell in row.cells.values():
                found |= cell.problems()
        return found

    def leaves(self) -> list[Question]:
        return [self, *(cell for row in self.rows for cell in row.cells.values())]

    # How it is shown

    def shown_rows(self) -> list[Row]:
        """The rows, or a blank one to begin with."""
        if not self.rows:
            self.rows = [self.new_row(0)]
        return self.rows

    @property
    def is_full(self) -> bool:
        """Whether no row can be added."""
        return len(self.rows) >= MOST_ROWS

    def fillings(self) -> Mapping[str, str]:
        shown = self.shown_rows()
        return {
            "count": str(len(shown)),
            "rows": "".join(self.widget.row(row) for row in shown),
            **self.common_fillings(),
        }


def _kept_for(cell: Question, column: str, typed: Any, before: list[Any]) -> Any:
    """The stored cell that says what was typed, in whichever row it was: rows move when one is removed."""
    for row in before if isinstance(typed, dict) else []:
        stored = row.get(column) if isinstance(row, dict) else None
        if isinstance(stored, dict) and cell.as_raw(stored)["text"] == typed.get("text"):
            return stored
    return None
