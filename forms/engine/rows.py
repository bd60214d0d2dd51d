"""The question that is answered with a table: key events, outstanding work, people told.

WTForms' FieldList of FormField cannot keep a cell's input beside its parsed value, so this is a field of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from forms.engine.conditions import Layout, layout_of
from forms.engine.question import Posted, Question
from forms.engine.register_rows import ABOUT, KEY, facts_of, is_same_name, keys_of, known_of, suffixes
from forms.engine.row import Row, cell_of
from protocol.corrections import PREFIX
from protocol.formatting import listed, upper_first
from protocol.statements.scope import EVERY_CHILD

MOST_ROWS = 60
MOST_KEPT = 200  # rows that are kept as typed to be shown again, with an error: more than anybody types
NEARLY_FULL = 10  # rows for which there is still room when that is said
LISTED = "{}: {} is listed above: correct that row instead. {}"
ANOTHER = "For somebody else of the same name, add their date of birth or another name"
TOO_MANY = "{} must be {} rows or fewer: remove {}. All of them are kept until then"
NOT_KEPT = "{} must be {} rows or fewer. The first {} are here, and {} more could not be kept: enter those elsewhere"

Rows = list[dict[str, Any]]
More = bool | Callable[[Sequence[Mapping[str, Any]], date | None], bool]


class RowsQuestion(Question):
    """Rows of `columns` (name → question). noun: what a row is ('key event').

    retired: columns that were asked before, of which stored answers are shown.

    Buttons named `row` have the values 'add:<question>' and 'remove:<question>:<index>'.
    raw: [{column: raw}]; data: [{column: answer}] or None; both without blank rows and cells.

    follows: the question with whose answer the register gives rows (forms/engine/register_rows.py), told apart by the
    columns in `key`. Their facts are shown as text, and no post changes or removes them: it finds a row by its key.
    more: whether there can be further rows, asked in full, beside the register's; a function of those and of today.
    gone: the question that keeps what was written in rows that the register no longer gives.
    told_apart: what the register calls the number that is shown beside a name which two of its rows have ('local id').
    corrects: the columns whose facts 'Correct this' can correct (forms/engine/row_corrections.py); not_one: the text of
    the box that says that a row of the register is none.
    heeds: further questions on whose answers the rows' facts depend.
    """

    kind = "rows"
    blank: ClassVar[list[Any]] = []
    asked_if_unknown = True
    posted_keys: Sequence[str] = ()  # of the rows of the register that the posted page had

    def __init__(
        self,
        label: str,
        *,
        columns: Mapping[str, Any],
        noun: str,
        retired: Mapping[str, Any] | None = None,
        key: tuple[str, ...] = (),
        more: More = True,
        gone: str = "",
        told_apart: str = "",
        heeds: tuple[str, ...] = (),
        corrects: tuple[str, ...] = (),
        not_one: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.is_correctable = False  # its rows are
        self.corrects, self.not_one, self.told_apart = corrects, not_one, told_apart
        self.noun, self.key, self.more, self.gone, self.heeds = noun, key, more, gone, heeds
        # Prototypes that each row copies; also used to read texts and kinds of columns.
        self.columns: dict[str, Question] = {name: one.bind(self._form, name) for name, one in columns.items()}
        self.retired = {name: one.bind(self._form, name) for name, one in (retired or {}).items()}
        for column in self.columns.values():
            column.scope = EVERY_CHILD  # the table's own scope decides, by answers that are not the row's
        self.layout = layout_of(self.columns)
        self.rows: list[Row] = []

    @property
    def is_fact(self) -> bool:
        """Never as a whole: each row has its facts."""
        return False

    @property
    def takes_corrections(self) -> bool:
        """Whether the register gives rows whose facts can be corrected, or one is corrected."""
        return bool(self.corrects) and (self.is_from_register or self._is_corrected)

    @property
    def _is_corrected(self) -> bool:
        return isinstance(self._form.stored.get(PREFIX + self.short_name), dict)

    def blank_cells(self) -> Collection[Question]:
        return self.columns.values()

    def _add_row(self, stored: Mapping[str, Any] | None = None, suffix: str = "") -> Row:
        """One more row; with the facts of a stored one that is the register's. suffix: what is shown after its name."""
        index, stored = len(self.rows), stored or {}
        facts = tuple(column for column in facts_of(stored) if column in self.columns) if self.key else ()
        cells = {column: cell_of(blank, self._form, self.name, index) for column, blank in self.columns.items()}
        for column in facts:
            cells[column].hold(stored.get(column))
        title = cells[self.key[0]].shown_fact + suffix if facts else ""
        numbered = f"{upper_first(self.fill_terms(self.noun))} {index + 1}"
        about = {name: stored[name] for name in ABOUT if stored.get(name)} if facts else {}
        self.rows.append(Row(index, title or numbered, cells, self._layout_beside(facts), facts, about))
        return self.rows[-1]

    def _add_rows(self, values: Any) -> Iterator[tuple[Row, Mapping[str, Any]]]:
        """A row for each stored or typed one, in place of those that there are."""
        self.rows = []
        stored = list(_dicts(values))
        for one, suffix in zip(stored, suffixes(stored, self.key, self.told_apart), strict=True):
            yield self._add_row(one, suffix), one

    def _layout_beside(self, facts: Collection[str]) -> Layout:
        return layout_of({n: one for n, one in self.columns.items() if n not in facts}) if facts else self.layout

    @property
    def focus_id(self) -> str:
        asked = (cell for row in self.shown_rows() for cell in row.shown())
        first = next(asked, None)
        return first.focus_id if first else self.name

    def keys(self) -> list[str]:
        """What a post names the rows of the register by, in order; they come before all others."""
        return keys_of((row.answers() for row in self.rows if row.facts), self.key)

    @property
    def is_outdated(self) -> bool:
        """Whether the posted page had other rows of the register than there are now."""
        return bool(self.key) and list(self.posted_keys) != self.keys()

    def kept_elsewhere(self) -> Iterable[Mapping[str, Any]]:
        """The rows that the register gives no more, as stored by the question that keeps them."""
        return _dicts(self._form.stored.get(self.gone)) if self.gone else ()

    # Input

    def posted(self, posted: Posted, name: str) -> list[dict[str, Any]] | None:
        place = re.compile(re.escape(name) + r"-(\d{1,4})-", re.ASCII)
        indices = sorted({int(found[1]) for key in posted if (found := place.match(key))})
        if not indices and f"{name}-rows" not in posted:
            return None
        rows = [
            (index, self._posted_key(posted, name, index), self._posted_row(posted, name, index)) for index in indices
        ]
        added = {index: row for index, key, row in rows if key is None}
        by_key = {key: row for _, key, row in reversed(rows) if key is not None}
        self.posted_keys = tuple(by_key)[::-1]
        return self._beside_facts(by_key, self._after_action(list(added.values()), list(added)))

    def _posted_key(self, posted: Posted, name: str, index: int) -> str | None:
        return posted.get(f"{name}-{index}-key") if self.key else None

    def _posted_row(self, posted: Posted, name: str, index: int) -> dict[str, Any]:
        return {column: cell.posted(posted, f"{name}-{index}-{column}") for column, cell in self.columns.items()}

    def _after_action(self, rows: list[dict[str, Any]], indices: list[int]) -> list[dict[str, Any]]:
        if self._form.action == f"add:{self.name}":
            return [*rows, {}] if len(rows) < MOST_ROWS else rows
        return [
            row for index, row in zip(indices, rows, strict=True) if self._form.action != f"remove:{self.name}:{index}"
        ]

    def _beside_facts(self, by_key: Mapping[str, dict[str, Any]], further: Rows) -> Rows:
        """The register's rows as stored, with what is posted under their keys, and then further ones.

        They are kept where the register has come to leave no room for them, too: the page was opened before.
        """
        stored = list(_dicts(self._form.stored_typed.get(self.short_name, self._form.stored.get(self.short_name))))
        given = [row for row in stored if facts_of(row)]
        rows = [_with(row, by_key.get(key, {})) for row, key in zip(given, keys_of(given, self.key), strict=True)]
        return [*rows, *(further if self.more else [])]

    def read(self, raw: Any, stored: Any = None) -> None:
        before = stored if isinstance(stored, list) else []
        for row, typed in self._add_rows(raw):
            for column, cell in row.asked.items():
                cell.read(typed.get(column), _stored_cell(cell, column, typed.get(column), before))
        self._refuse_listed()
        self._say_if_too_many(raw)

    def _say_if_too_many(self, given: Any) -> None:
        """Set the error of more rows than can be saved. given: the rows as posted or stored."""
        surplus, sent = self._surplus, sum(isinstance(one, dict) for one in given) if isinstance(given, list) else 0
        if lost := sent - len(self.rows):
            self.error = self.message(NOT_KEPT.format(self.subject, MOST_ROWS, len(self.rows), lost))
        else:
            self.error = self.message(TOO_MANY.format(self.subject, MOST_ROWS, surplus)) if surplus > 0 else ""

    def load(self, answer: Any, typed: Any = None) -> None:
        if typed is not None:
            self.read(typed, answer)
            return
        for row, stored in self._add_rows(answer):
            for column, cell in row.asked.items():
                cell.load(stored.get(column))
        self._say_if_too_many(answer)
        self._refuse_listed()

    def _refuse_listed(self) -> None:
        """Refuse the name in an added row that one of the register's has already; what was typed stays."""
        correction = self._form.stored.get(PREFIX + self.short_name)
        left_out = list(_dicts(correction.get("register"))) if isinstance(correction, dict) else []
        given = [*(row.answers() for row in self.rows if row.facts), *left_out]
        for row in self.rows if given else ():
            if not row.facts and any(is_same_name(row.raw | row.answers(), one, self.key) for one in given):
                cell = row.cells[self.key[0]]
                text = cell.raw["text"] if isinstance(cell.raw, dict) else cell.raw
                cell.data, cell.error = None, LISTED.format(row.title, text, ANOTHER)

    def follow(self, answer: Any, typed: Any) -> None:
        now = [row for row in _dicts(answer if typed is None else typed) if facts_of(row)]
        shown = [row.answers() for row in self.rows if row.facts]
        if [(row.get(KEY), known_of(row)) for row in now] != [(row.get(KEY), known_of(row)) for row in shown]:
            self.load(answer, typed)

    @property
    def _surplus(self) -> int:
        """How many rows there are beyond those that can be saved; with any, all are kept as typed."""
        if len(self.rows) <= MOST_ROWS:
            return 0
        return len(self.raw) - max(MOST_ROWS, sum(bool(row.facts) for row in self.rows))

    @property
    def data(self) -> list[dict[str, Any]] | None:
        """The answers of rows that are not blank, or None; none of too many."""
        return None if self._surplus > 0 else [answers for row in self.rows if (answers := row.answers())] or None

    @property
    def raw(self) -> list[dict[str, Any]]:
        """The input of rows that are not blank."""
        return [typed for row in self.rows if (typed := row.raw)]

    @property
    def typed(self) -> list[dict[str, Any]] | None:
        """The input of all rows if any cell is invalid, so that rows stay together; else None."""
        wrong = self._surplus > 0 or any(cell.typed is not None for cell in self._cells())
        return self.raw if wrong else None

    @property
    def is_begun(self) -> bool:
        asked_for = self._form.action.split(":")[1:2] == [self.name]  # a row was added or removed just now
        return asked_for or super().is_begun or any(cell.is_begun for cell in self._cells())

    def _cells(self) -> Iterator[Question]:
        return (cell for row in self.rows for cell in row.asked.values())

    # Errors

    def check_required(self, answers: Mapping[str, Any]) -> None:
        if self.correction:
            self.correction.check_required()
        if not self._is_corrected:  # it may correct all of its rows away
            super().check_required(answers)
        for row in self.rows if self.applies(answers) else []:
            if row.raw:
                answers_of_row = row.answers()
                for cell in row.asked.values():
                    cell.check_required(answers_of_row)

    def blank_problem(self) -> str:
        """Names all that a row must have, where that is more than one thing."""
        needed = [cell.thing for cell in self.columns.values() if cell.required]
        return f"Add at least one {self.noun}" + (f": {listed(needed)}" if len(needed) > 1 else "")

    def asked_of_first(self) -> dict[str, str]:
        """Control → what its first row must have, while no row is begun and somebody can add one."""
        first = None if any(row.raw for row in self.rows) else next(iter(self.shown_rows()), None)
        cells = (cell for cell in first.rendered() if cell.required and cell.applies({})) if first else ()
        return {cell.name: cell.message(cell.blank_problem()) for cell in cells}

    def problems(self) -> dict[str, str]:
        found = {self.name: self.error} if self.error else {}
        for cell in self._cells():
            found |= cell.problems()
        return found | (self.correction.problems() if self.correction else {})

    def leaves(self) -> list[Question]:
        return [self, *self._cells(), *(self.correction.leaves() if self.correction else ())]

    def slots(self) -> list[Question]:
        corrected = self.correction.leaves() if self.correction else ()
        return [self, *(cell for row in self.rows for cell in row.rendered()), *corrected]

    # Rendering

    @property
    def is_from_register(self) -> bool:
        """Whether the register gives any of its rows."""
        return any(row.facts for row in self.rows)

    @property
    def is_settled(self) -> bool:
        """Whether the register gives any of its rows, or did when the posted page was opened."""
        return self.is_from_register or bool(self.posted_keys)

    @property
    def takes_more(self) -> bool:
        """Whether a row can be added that is not the register's."""
        return self._takes_more([row.answers() for row in self.rows if row.facts])

    def _takes_more(self, given: Sequence[Mapping[str, Any]]) -> bool:
        return self.more(given, self._form.today) if callable(self.more) else self.more

    def shown_rows(self) -> list[Row]:
        """The rows; a blank one if there are none and one can be added, and none was corrected away."""
        if not self.rows and self.takes_more and not self._is_corrected:
            for cell in self._add_row().cells.values():
                cell.load(None)
        return self.rows

    @property
    def room(self) -> int:
        """For how many more rows there is room, where that is worth saying; else 0."""
        left = MOST_ROWS - len(self.rows)
        return left if 0 < left <= NEARLY_FULL else 0

    @property
    def is_full(self) -> bool:
        """Whether the maximum number of rows is reached."""
        return len(self.rows) >= MOST_ROWS


def _dicts(values: Any) -> Iterable[Mapping[str, Any]]:
    """The dictionaries in a stored or typed value: the register's rows, and at most MOST_KEPT in all beside them."""
    rows = [one for one in (values if isinstance(values, list) else []) if isinstance(one, dict)]
    return [row for index, row in enumerate(rows) if index < MOST_KEPT or facts_of(row)]


def _with(row: Mapping[str, Any], posted: Mapping[str, Any]) -> dict[str, Any]:
    """A stored row of the register with what is posted of it."""
    return {**row, **{column: cell for column, cell in posted.items() if column not in facts_of(row)}}


def _stored_cell(cell: Question, column: str, typed: Any, before: list[Any]) -> Any:
    """The stored answer of a picker cell whose text is still the same, in any row: rows move when one is removed."""
    for row in before if isinstance(typed, dict) else []:
        stored = row.get(column) if isinstance(row, dict) else None
        if isinstance(stored, dict) and cell.as_raw(stored)["text"] == typed.get("text"):
            return stored
    return None
