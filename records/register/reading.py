"""Reads a folder of the register's CSV files, and tells its good lines from those that are refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from forms.shared import codes
from models import Role, TeamKind
from records.register import damaged, spelling, spreadsheets, written_days
from records.register.cells import HAVE_PASSED
from records.register.decoding import UTF_8
from records.register.files import KEYS, Line, RegisterFiles
from records.register.problems import Problem, RegisterError
from records.register.refused import Refused

SERVICES = ("cluster", "looked_after")
# Column → allowed codes.
CODES: Mapping[str, Collection[str]] = {
    "kind": list(TeamKind),
    "role": list(Role),
    "service": SERVICES,
    "status": codes.STATUSES,
    "child_protection_category": codes.PROTECTION_CATEGORIES,
    "legal_status": codes.LEGAL_STATUSES,
    "placement": codes.PLACEMENTS,
    "reason_code": codes.TRANSFER_REASONS,
}
DAYS = frozenset(
    (
        *(*HAVE_PASSED, "expected_date_of_birth", "started_on", "ended_on"),
        *("status_since", "legal_status_since", "placement_since", "role_since"),
    )
)
MOST_OF_ONE = 500  # lines of a file about one child or person: each is compared with the others
TOO_MANY_OF_ONE = f"Take out lines: this file has more than {MOST_OF_ONE} about the same."
EITHER_WAY = "Write the year first: line {line} has '{value}' with the month first, so this may be either of two days."


def read_folder(folder: Path, *, today: date, encoding: str = UTF_8) -> RegisterFiles:
    """Read and validate every CSV file of the folder.

    encoding: of files in neither UTF-8 nor UTF-16 (decoding.BY_CHOICE).

    Raises RegisterError with every problem of a file that cannot be read as a whole.
    """
    paths = spreadsheets.find_files(folder)
    _check_names(folder, paths)
    refused = Refused(KEYS)
    readings = {name: _Reading(name, {**CODES, "today": today}, refused) for name in KEYS}
    problems: list[Problem] = []
    for name, (path,) in sorted(paths.items(), key=lambda named: list(KEYS).index(named[0])):
        try:
            readings[name].read(path, encoding)
        except RegisterError as error:
            problems += error.problems
    if problems:
        raise RegisterError(*problems)
    found: dict[str, Any] = {name: reading.lines for name, reading in readings.items()}
    return RegisterFiles(
        **found,
        paths={name: path for name, (path,) in paths.items()},
        parts=frozenset(name for name, reading in readings.items() if reading.is_part),
        refused=refused,
        doubtful=[one for reading in readings.values() for one in reading.doubtful],
    )


def _check_names(folder: Path, paths: Mapping[str, list[Path]]) -> None:
    expected = ", ".join(f"{name}.csv" for name in KEYS)
    strangers = [path.name for name, of_name in paths.items() if name not in KEYS for path in of_name]
    twice = [path.name for of_name in paths.values() if len(of_name) > 1 for path in of_name]
    if strangers or twice:
        raise RegisterError(
            *(Problem(name, 0, "file name", f"Rename or remove it: {expected}.") for name in strangers),
            *(Problem(name, 0, "file name", "Remove one: there are two files of this name.") for name in twice),
        )
    if not paths:
        others = "".join(f" Save {name} as 'CSV UTF-8'." for name in spreadsheets.find_other_forms(folder))
        raise RegisterError(Problem(str(folder), 0, "folder", f"Put at least one of these in it: {expected}.{others}"))


class _Reading:
    """Reads one file: its good lines into `lines`, the others into `refused`."""

    def __init__(self, name: str, context: Mapping[str, Any], refused: Refused) -> None:
        self.model, self.key = KEYS[name]
        self.context, self.refused = context, refused
        self.lines: list[Line[Any]] = []
        self.doubtful: list[Problem] = []
        self.is_part = False
        self._first: dict[tuple[Any, ...], Line[Any]] = {}
        self._of_one: Counter[Any] = Counter()
        self._either_way: list[tuple[str, Problem]] = []
        self._month_first: Problem | None = None

    def read(self, path: Path, encoding: str) -> None:
        """Read the file. Raises RegisterError where that cannot be done at all."""
        sheet = spreadsheets.open_sheet(path, encoding)
        self.is_part = sheet.were_refused
        for record, cells, problems in spreadsheets.rows(sheet, self.model):
            if problems:
                self.refused.add(record.may_be_about, problems)
                continue
            try:
                row = self.model.model_validate(cells, context=self.context)
            except ValidationError as error:
                found = [_problem(path.name, record.number, cells, one) for one in error.errors()]
                self.refused.add([cells[self.key[0]]] if cells[self.key[0]] else record.may_be_about, found)
            else:
                self._keep(Line(path.name, record.number, row, _written(row, cells)))
            self._note_days(path.name, record.number, cells)
            self.doubtful += [
                Problem(path.name, record.number, column, said, cell)
                for column, cell in zip(sheet.columns, record.cells, strict=False)
                if (said := damaged.say(cell))
            ]
        if self._month_first:
            text = EITHER_WAY.format(line=self._month_first.line, value=self._month_first.value)
            for about, problem in self._either_way:
                self.refused.add([about], [replace(problem, text=text)])
        self.lines = [line for line in self.lines if (line.name, line.number) not in self.refused]

    def _keep(self, line: Line[Any]) -> None:
        """Keep a line; two that say the same are one, two that do not are both refused, and so are too many of one."""
        known_by = tuple(_as_key(getattr(line.row, column)) for column in self.key)
        self._of_one[known_by[0]] += 1
        if self._of_one[known_by[0]] > MOST_OF_ONE:
            self.refused.add([line.about], [line.problem(self.key[0], TOO_MANY_OF_ONE)])
            return
        before = self._first.setdefault(known_by, line)
        if before is line:
            self.lines.append(line)
        elif before.row != line.row.model_copy(update={column: getattr(before.row, column) for column in self.key}):
            for one, other in ((before, line), (line, before)):
                text = f"Remove one of them: line {other.number} is about the same and says something else."
                self.refused.add([one.about], [one.problem(self.key[0], text)])

    def _note_days(self, file: str, number: int, cells: Mapping[str, str]) -> None:
        """Note the days that have their month first, or could have."""
        for column, cell in cells.items():
            if column not in DAYS:
                continue
            problem = Problem(file, number, column, "", cell)
            if written_days.has_month_first(cell):
                self._month_first = self._month_first or problem
            elif written_days.reads_either_way(cell):
                self._either_way.append((cells[self.key[0]], problem))


def _as_key(value: Any) -> Any:
    """A value as it tells lines apart: a child's local id, or a team's name, may be written in two ways."""
    return spelling.key(value) if isinstance(value, str) else value


def _written(row: BaseModel, cells: Mapping[str, str]) -> dict[str, str]:
    """The cells that are written otherwise than their values: few, for a file may have a line for each of millions."""
    return {column: cell for column, cell in cells.items() if cell and cell != str(getattr(row, column))}


def _problem(file: str, number: int, cells: Mapping[str, str], error: Any) -> Problem:
    column = str(error["loc"][0])
    return Problem(file, number, column, _error_text(error), cells.get(column, ""))


def _error_text(error: Any) -> str:
    """The message for a pydantic error of a cell."""
    match error["type"]:
        case "value_error":
            return str(error["ctx"]["error"])
        case "string_too_short":
            return "Enter something: it must not be blank."
        case "string_too_long":
            return f"Shorten it to {error['ctx']['max_length']} characters or fewer."
        case _:
            return str(error["msg"])
