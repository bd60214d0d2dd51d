"""'Correct this' of rows that the register gives: other values in a row, or that it is none, and how that is known.

It is stored as any correction (protocol/corrections.py), of the table as a whole: "register" has the register's rows,
and in place of "value" stand "rows", what is corrected in each (forms/engine/register_rows.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from forms.engine.conditions import layout_of
from forms.engine.correction import HOW, HOW_HINT, NO_HOW, NOT_TAKEN, SAYS_SO_TOO, HowQuestion, same_answer
from forms.engine.question import Posted, Question
from forms.engine.register_rows import NOT_ONE, by_key, corrections_of, differing, keys_of, suffixes
from forms.engine.row import Row, cell_of
from forms.engine.rows import MOST_ROWS, RowsQuestion
from forms.engine.surroundings import Page
from forms.engine.tick import TickQuestion
from protocol.corrections import PREFIX
from protocol.formatting import lower_first

Cells = Mapping[str, Any]
NOTHING = "nothing"


class RowCorrection:
    """What is asked under 'Correct this' of one row of the register.

    key, suffix: of the register's row. register: its facts. facts: the columns that are facts in the table, where what
    followed from a corrected one may be asked. cells: column → control of a fact. not_one, how: the other two.
    """

    def __init__(
        self, correction: RowsCorrection, index: int, key: str, register: Cells, facts: Collection[str], suffix: str
    ) -> None:
        name, table, page = correction.name, correction.table, correction.page
        self.key, self.register = key, register
        columns = {one: table.columns[one] for one in table.corrects if one in register and one in facts}
        cells = {column: cell_of(blank, page, name, index) for column, blank in columns.items()}
        for cell in cells.values():
            cell.when, cell.optional = (), False
        not_one, how = (cell_of(blank, page, name, index) for blank in table.twins)
        self.cells, self.not_one, self.how = cells, not_one, how
        title = ", ".join(table.columns[one].as_text(register.get(one)) for one in table.key) + suffix
        self.row = Row(index, title, {**cells, NOT_ONE: not_one, "how": how}, layout_of(cells))

    def read(self, raw: Cells, stored: Cells) -> None:
        """Read input, or load what is stored. raw: column → input, as typed or as in `raw`."""
        value = stored.get("value")
        said = {**self.register, **(value if isinstance(value, dict) else {})}
        for column, cell in self.cells.items():
            typed = raw.get(column, cell.as_raw(said[column]))
            cell.read(typed, _same_text(cell, typed, (said[column], self.register[column])))
        self.not_one.read(raw.get(NOT_ONE, stored.get(NOT_ONE, "")))
        self.how.read(raw.get("how", stored.get("how", "")))
        self.take_note()

    def take_note(self) -> None:
        """Say what comes of what was entered, where nothing is wrong with it."""
        lacks_how = self.says_other and self.how.raw == self.how.blank
        says_so_too = not self.says_other and self.how.raw and not any(cell.error for cell in self.cells.values())
        self.how.note = NO_HOW if lacks_how else SAYS_SO_TOO if says_so_too else ""

    @property
    def changed(self) -> dict[str, Any]:
        """Column → what is entered, where it is another answer than the register's."""
        read = {column: cell.data for column, cell in self.cells.items() if not cell.typed}
        return {column: data for column, data in read.items() if not same_answer(data, self.register[column])}

    @property
    def is_none(self) -> bool:
        """Whether it is said to be no row of the table."""
        return self.not_one.data == "yes"

    @property
    def says_other(self) -> bool:
        """Whether it says something else than the register."""
        return self.is_none or bool(self.changed)

    @property
    def is_begun(self) -> bool:
        """Whether anything is entered beside what the register says."""
        return self.says_other or self.how.raw != self.how.blank or any(cell.typed for cell in self.cells.values())

    @property
    def answer(self) -> dict[str, Any] | None:
        """What is to be stored; None for nothing, and while it is not finished."""
        if not self.says_other or self.how.data is None or (not self.is_none and any(self._lacking())):
            return None
        return {"row": self.key, "value": self.changed, "how": self.how.data} | (
            {NOT_ONE: "yes"} if self.is_none else {}
        )

    @property
    def raw(self) -> dict[str, Any]:
        """All of it as typed."""
        return {"row": self.key, **{column: cell.raw for column, cell in self.row.cells.items()}}

    def _lacking(self) -> Iterator[Question]:
        """The controls of facts that cannot be taken: invalid, or blank where there must be something."""
        return (cell for cell in self.cells.values() if cell.typed or (cell.required and cell.data is None))

    def check_required(self, *, was_typed: bool) -> None:
        """Set the errors of what is not finished."""
        if not self.is_begun or not (self.says_other or any(self._lacking())):
            return
        if self.answer and was_typed:
            self.how.error = NOT_TAKEN
        for cell in () if self.is_none else self._lacking():
            cell.error = cell.error or cell.message(cell.blank_problem())
        if self.how.raw == self.how.blank:
            self.how.error = self.how.message(NO_HOW)

    def register_text(self, columns: Iterable[str]) -> str:
        """What the register says in these columns: 'status: Child in need'."""
        said = ((self.cells[one], self.register[one]) for one in columns if one in self.cells)
        return "; ".join(
            f"{lower_first(cell.text)}: {cell.as_text(answer) or lower_first(cell.none or NOTHING)}"
            for cell, answer in said
        )


class RowsCorrection:
    """'Correct this' of a table: a RowCorrection for each row that the register gives.

    stored: the correction as it is stored, {} for none. was_posted: whether it was on the posted page.
    """

    def __init__(self, table: RowsQuestion, page: Page) -> None:
        self.name, self.table, self.page = PREFIX + table.short_name, table, page
        if not table.twins:  # made once, and shared by all copies of the question
            tick: Any = TickQuestion(table.not_one, thing="that", problem="")
            how: Any = HowQuestion(HOW, thing="how you know it", hint=HOW_HINT)
            table.twins.extend((tick.bind(form=page, name=NOT_ONE), how.bind(form=page, name="how")))
        self.stored: Mapping[str, Any] = {}
        self.rows: list[RowCorrection] = []
        self.was_posted = self._was_typed = False

    def process(self, posted: Posted | None, stored: Any, typed: Any) -> None:
        """Read what was posted; else load what is stored, or what was typed and is not finished."""
        self.put(stored)
        self.rows = self._rows()
        kept = self._by_key(self.stored)
        raw = None if posted is None else self._posted(posted)
        self.was_posted = raw is not None
        if raw is None:
            raw = self._by_key(typed)
            self._was_typed = bool(raw)
        for one in self.rows:
            one.read(raw.get(one.key, {}), kept.get(one.key, {}))

    def _rows(self) -> list[RowCorrection]:
        given, shown = self.stored.get("register"), [row for row in self.table.rows if row.facts]
        rows = given if isinstance(given, list) else [row.known for row in shown]
        keys, left_out = keys_of(rows, self.table.key), self._left_out
        facts = dict(zip((key for key in keys if key not in left_out), (row.facts for row in shown), strict=False))
        named = enumerate(zip(keys, rows, suffixes(rows, self.table.key, self.table.told_apart), strict=True))
        return [RowCorrection(self, index, key, row, facts.get(key, row), told) for index, (key, row, told) in named]

    def _by_key(self, stored: Any) -> dict[str, dict[str, Any]]:
        return by_key(corrections_of(stored), (one.register for one in self.rows), self.table.key)

    @property
    def _left_out(self) -> set[str]:
        return {str(one.get("row")) for one in corrections_of(self.stored) if one.get(NOT_ONE)}

    def _posted(self, posted: Posted) -> dict[str, dict[str, Any]] | None:
        """Key of a row → its posted input; None where the correction was not on the page."""
        found = {}
        for index in range(MOST_ROWS):
            key = posted.get(f"{self.name}-{index}-key")
            one = next((row for row in self.rows if row.key == key), None)
            if one is None:
                continue
            cells = {
                column: cell.posted(posted, f"{self.name}-{index}-{column}") for column, cell in one.row.cells.items()
            }
            found[one.key] = {column: raw for column, raw in cells.items() if raw is not None}
        return found or None

    def put(self, stored: Any) -> None:
        """Take over what has been stored since; what is in the controls stays."""
        self.stored = stored if isinstance(stored, dict) else {}
        for one in self.rows:
            one.take_note()

    @property
    def answer(self) -> dict[str, Any] | None:
        """The correction as it is to be stored; None for none, and while something in it is not finished."""
        rows = [answer for one in self.rows if (answer := one.answer)]
        return {**self.stored, "rows": rows} if rows and not self._unfinished else None

    @property
    def typed(self) -> dict[str, Any] | None:
        """What was typed, all of it, where something is not finished; None otherwise."""
        return {"rows": [one.raw for one in self.rows if one.is_begun]} if self._unfinished else None

    @property
    def _unfinished(self) -> bool:
        return any(one.is_begun and one.answer is None for one in self.rows)

    @property
    def is_begun(self) -> bool:
        """Whether anything is entered."""
        return any(one.is_begun for one in self.rows)

    def leaves(self) -> list[Question]:
        """All its controls, for their error slots."""
        return [cell for one in self.rows for cell in one.row.cells.values()]

    def check_required(self) -> None:
        """Set the errors of what is not finished, or was refused. Called on continue."""
        for one in self.rows:
            one.check_required(was_typed=self._was_typed)

    def problems(self) -> dict[str, str]:
        """Name of control → error."""
        return {leaf.name: leaf.error for leaf in self.leaves() if leaf.error}

    def notes(self) -> list[str]:
        """Of each row of the register that stands in the table, what it says there; '' for the same."""
        kept = self._by_key(self.stored)
        standing = (one for one in self.rows if one.key not in self._left_out)
        return [one.register_text(differing(one.register, kept.get(one.key, {}))) for one in standing]

    @property
    def left_out(self) -> list[str]:
        """The names of the register's rows that are said to be none."""
        return [one.row.title for one in self.rows if one.key in self._left_out]


def _same_text(cell: Question, typed: Any, answers: Sequence[Any]) -> Any:
    """Of answers that are known the one that is typed, so that somebody of the register keeps their id."""
    text = typed.get("text") if isinstance(typed, dict) else None
    known = (one for one in answers if isinstance(one, dict) and cell.as_raw(one)["text"] == text)
    return next(known, answers[0])
