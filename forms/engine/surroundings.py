"""What a question sees around it: its page, its row, and 'Correct this' beside it. Any: other questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from forms.engine.source import Source
from protocol.terms import TermFiller


class Corrected(Protocol):
    """What a question needs of 'Correct this' (forms/engine/correction.py, row_corrections.py)."""

    name: str
    stored: Mapping[str, Any]
    was_posted: bool

    @property
    def answer(self) -> dict[str, Any] | None: ...
    @property
    def typed(self) -> dict[str, Any] | None: ...
    @property
    def is_begun(self) -> bool: ...
    def put(self, stored: Any) -> None: ...
    def leaves(self) -> list[Any]: ...
    def check_required(self) -> None: ...
    def problems(self) -> dict[str, str]: ...


class Group(Protocol):
    """The page or row that contains a question."""

    def revealed_by(self, name: str) -> Mapping[str, Sequence[Any]]:
        """Value → the questions of the group that its radio reveals."""


class Page(Group, Protocol):
    """The page as seen by its questions. action: value of the pressed button that adds or removes a row, or ''."""

    fill_terms: TermFiller
    today: date | None
    action: str
    stored: Mapping[str, Any]
    stored_typed: Mapping[str, Any]
    known: Mapping[str, Source]

    def answer_to(self, name: str) -> Any:
        """The answer to a question of the record, on this page or another."""


class RowOfCells(Group, Protocol):
    """The row as seen by its cells. title: 'Key event 1'. cells: column → question."""

    cells: Mapping[str, Any]

    @property
    def title(self) -> str: ...
