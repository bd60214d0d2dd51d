"""One row of a table of questions, and its cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import Label

from forms.engine.blocks import Block, blocks
from forms.engine.conditions import Layout
from forms.engine.question import Question
from forms.engine.register_rows import FACTS, KEY
from forms.engine.surroundings import Page


class Row:
    """One row. cells: column → question. index: from 0. title: 'Key event 1', or whom a row of the register is about.

    facts: the columns that the register answers; empty for a row that somebody added. about: what the register says
    beside them that no page shows (`register_rows.ABOUT`), such as its number of what the row is about.
    """

    def __init__(
        self,
        index: int,
        title: str,
        cells: Mapping[str, Question],
        layout: Layout,
        facts: Sequence[str] = (),
        about: Mapping[str, Any] | None = None,
    ) -> None:
        self.index, self.title, self.cells, self.layout, self.facts = index, title, cells, layout, facts
        self.about = dict(about or {})
        for cell in cells.values():
            cell.row = self

    @property
    def key(self) -> str:
        """The register's number of what it is about; '' where it has none."""
        return str(self.about.get(KEY, ""))

    @property
    def asked(self) -> dict[str, Question]:
        """Column → the cells that are asked."""
        return {column: cell for column, cell in self.cells.items() if column not in self.facts}

    def shown(self) -> list[Question]:
        """The cells that are asked and not nested under a radio."""
        return [cell for column, cell in self.asked.items() if column not in self.layout.nested and self._fits(cell)]

    def rendered(self) -> list[Question]:
        """The cells that have a place on the page, shown or under a radio."""
        return [cell for cell in self.asked.values() if self._fits(cell)]

    def _fits(self, cell: Question) -> bool:
        """Whether its conditions on facts hold: no answer on the page changes those."""
        return all(parent not in self.facts or self.cells[parent].data in values for parent, values in cell.when)

    def blocks(self) -> list[Block]:
        """What is shown of it, optional cells behind their 'Add …'."""
        return blocks(self.shown())

    def revealed_by(self, name: str) -> Mapping[str, Sequence[Question]]:
        """Value → the cells that its radio reveals."""
        revealed = self.layout.reveals.get(name, {})
        return {value: [self.cells[column] for column in columns] for value, columns in revealed.items()}

    @property
    def known(self) -> dict[str, Any]:
        """Column → fact, None for what the register knows to be nothing; with whom it is about."""
        return {column: self.cells[column].data for column in self.facts} | self.about

    def shown_facts(self) -> list[Question]:
        """The facts of a row of the register beside the first, which is its title."""
        return [self.cells[column] for column in self.facts[1:] if self.cells[column].data is not None]

    def answers(self) -> dict[str, Any]:
        """Column → answer, without blanks; of a row of the register with its source."""
        return {column: cell.data for column, cell in self.cells.items() if cell.data is not None} | self._source

    @property
    def raw(self) -> dict[str, Any]:
        """Column → input as typed, without blanks; facts as they are."""
        facts = {column: self.cells[column].data for column in self.facts if self.cells[column].data is not None}
        return (
            facts | {column: cell.raw for column, cell in self.asked.items() if cell.raw != cell.blank} | self._source
        )

    @property
    def _source(self) -> dict[str, Any]:
        return {FACTS: list(self.facts)} | self.about if self.facts else {}


def cell_of(blank: Question, page: Page, rows: str, index: int) -> Question:
    """A copy of a column for a row of the table `rows`, counted from 0."""
    cell = blank.on_page(page)
    cell.name = cell.id = f"{rows}-{index}-{blank.short_name}"
    cell.label = Label(cell.id, blank.label.text)
    return cell
