"""Reads and validates the register's CSV files: one line for each team, member of staff, child or allocation."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, StringConstraints, ValidationError, ValidationInfo

from forms.engine.cleaning import find_unprintable, tidy_block, tidy_line
from models import Role, TeamKind

DAYS = ("%Y-%m-%d", "%d/%m/%Y")  # ISO, as databases export dates, and the format of UK spreadsheets
SERVICES = ("cluster", "looked_after")
# Column → allowed codes. The codes that forms/ defines are passed to read_folder.
CODES: Mapping[str, Collection[str]] = {"kind": list(TeamKind), "role": list(Role), "service": SERVICES}
MULTILINE_COLUMN = "communication_needs"  # the only column whose cells may contain line breaks


@dataclass(frozen=True)
class Problem:
    """An error in a file. `line` counts from 1; `text` says how to correct it."""

    file: str
    line: int
    column: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}, {self.column}: {self.text}"


class RegisterError(ValueError):
    """The files are invalid; nothing was loaded. `problems` lists every error."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def _day(text: str) -> date | None:
    for form in DAYS if text else ():
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    if text:
        raise ValueError("Enter a day that exists, like 2026-03-27 or 27/03/2026.")
    return None


def _yes_or_no(text: str) -> bool:
    if text.lower() not in ("yes", "no"):
        raise ValueError("Enter yes or no.")
    return text.lower() == "yes"


def _none_if_blank(text: str) -> str | None:
    return text or None


def _known_code(code: str | None, info: ValidationInfo) -> str | None:
    known = (info.context or {})[info.field_name]
    if code is not None and code not in known:
        raise ValueError(f"Enter one of: {', '.join(known)}.")
    return code


def _address(text: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise ValueError("Enter a work email address, like a.person@council.gov.uk.")
    return text.lower()


def _local_id(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9]+", text):
        raise ValueError("Enter letters and numbers only, like 40917.")
    return text


def _length(most: int) -> Any:
    return StringConstraints(min_length=1, max_length=most)


Name = Annotated[str, _length(200)]
TeamName = Annotated[str, _length(120)]
Email = Annotated[str, _length(254), AfterValidator(_address)]
LocalId = Annotated[str, _length(20), AfterValidator(_local_id)]
Day = Annotated[date | None, BeforeValidator(_day)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Code = Annotated[str, AfterValidator(_known_code)]
MaybeCode = Annotated[str | None, BeforeValidator(_none_if_blank), AfterValidator(_known_code)]
MaybePlace = Annotated[Annotated[str, _length(60)] | None, BeforeValidator(_none_if_blank)]
MaybeTeam = Annotated[TeamName | None, BeforeValidator(_none_if_blank)]
MaybeNumber = Annotated[Annotated[str, _length(12)] | None, BeforeValidator(_none_if_blank)]


class TeamLine(BaseModel, extra="forbid"):
    """A line of teams.csv; the key is the name."""

    name: TeamName
    kind: Code
    service: Code
    locality: MaybePlace = None
    active: YesNo = True


class StaffLine(BaseModel, extra="forbid"):
    """A line of staff.csv; the key is the email. Service and locality of team members come from their team."""

    email: Email
    name: Name
    role: Code
    team: MaybeTeam = None
    service: MaybeCode = None
    locality: MaybePlace = None
    social_work_id: MaybeNumber = None
    active: YesNo = True


class ChildLine(BaseModel, extra="forbid"):
    """A line of children.csv; the key is the local id. Children with the same `family` are siblings."""

    local_id: LocalId
    name: Name
    date_of_birth: Day = None
    expected_date_of_birth: Day = None
    status: Code
    child_protection_category: MaybeCode = None
    legal_status: Code = "none"
    legal_status_since: Day = None
    placement: Code = "none"
    communication_needs: str = ""
    interpreter_language: Annotated[str, StringConstraints(max_length=80)] = ""
    family: Annotated[Name | None, BeforeValidator(_none_if_blank)] = None


class AllocationLine(BaseModel, extra="forbid"):
    """A line of allocations.csv, a worker's period with a child; the key is child, worker and first day."""

    child: LocalId
    worker: Email
    started_on: Annotated[Day, AfterValidator(lambda day: day or _raise_value_error("Enter the first day."))]
    ended_on: Day = None
    team: MaybeTeam = None
    reason_code: Annotated[str, AfterValidator(lambda code, info: code and _known_code(code, info))] = ""


def _raise_value_error(text: str) -> date:
    raise ValueError(text)


Row = TypeVar("Row", bound=BaseModel)


@dataclass(frozen=True)
class Line(Generic[Row]):
    """A validated line with its file name and line number (from 1)."""

    file: str
    number: int
    row: Row

    @property
    def given(self) -> dict[str, Any]:
        """Values of the columns present in the file. Absent columns leave stored values unchanged."""
        return self.row.model_dump(exclude_unset=True)

    def problem(self, column: str, text: str) -> Problem:
        """A Problem located at this line."""
        return Problem(self.file, self.number, column, text)


@dataclass(frozen=True)
class RegisterFiles:
    """All lines of a folder; the fields are in loading order."""

    teams: list[Line[TeamLine]]
    staff: list[Line[StaffLine]]
    children: list[Line[ChildLine]]
    allocations: list[Line[AllocationLine]]


# File name → (line model, columns of its unique key).
KEYS: Mapping[str, tuple[type[BaseModel], tuple[str, ...]]] = {
    "teams": (TeamLine, ("name",)),
    "staff": (StaffLine, ("email",)),
    "children": (ChildLine, ("local_id",)),
    "allocations": (AllocationLine, ("child", "worker", "started_on")),
}


def read_folder(folder: Path, codes: Mapping[str, Collection[str]]) -> RegisterFiles:
    """Read and validate every *.csv file of the folder. `codes`: column → allowed values.

    Raises RegisterError with every problem found.
    """
    paths = {path.stem: path for path in sorted(folder.glob("*.csv"))}
    expected = ", ".join(f"{name}.csv" for name in KEYS)
    if strangers := [path.name for name, path in paths.items() if name not in KEYS]:
        raise RegisterError(*(Problem(name, 1, "file name", f"Rename or remove it: {expected}.") for name in strangers))
    if not paths:
        raise RegisterError(Problem(str(folder), 1, "folder", f"Put at least one of these in it: {expected}."))
    found: dict[str, list[Line[Any]]] = {name: [] for name in KEYS}
    problems: list[Problem] = []
    for name, path in paths.items():
        try:
            _read(path, name, {**CODES, **codes}, found[name], problems)
        except RegisterError as error:
            problems += error.problems
    if problems:
        raise RegisterError(*problems)
    return RegisterFiles(**found)


def _read(
    path: Path, name: str, codes: Mapping[str, Collection[str]], found: list[Line[Any]], problems: list[Problem]
) -> None:
    model, key = KEYS[name]
    first: dict[tuple[Any, ...], int] = {}
    for number, cells in _rows(path, model):
        try:
            row = model.model_validate(cells, context=codes)
        except ValidationError as error:
            problems += [Problem(path.name, number, str(one["loc"][0]), _error_text(one)) for one in error.errors()]
            continue
        known_by = tuple(getattr(row, column) for column in key)
        before = first.setdefault(known_by, number)
        if before != number:
            problems.append(Problem(path.name, number, key[0], f"Remove it: line {before} is about the same."))
        found.append(Line(path.name, number, row))


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


def _rows(path: Path, model: type[BaseModel]) -> Iterator[tuple[int, dict[str, str]]]:
    """(line number, column → cell) of each non-empty line. Raises RegisterError for a malformed file."""
    reader, begins = csv.reader(StringIO(_decoded(path), newline=""), strict=True), 1
    try:
        header = [tidy_line(name) for name in next(reader, [])]
        _check_header(path, header, model)
        begins = reader.line_num + 1
        for cells in reader:
            if any(tidy_line(cell) or find_unprintable(cell) for cell in cells):
                _check_cells(path, begins, header, cells)
                yield begins, {name: _tidied(name, cell) for name, cell in zip(header, cells, strict=True)}
            begins = reader.line_num + 1
    except csv.Error as error:
        text = f"Save the file as CSV again, quotes in cells doubled ({error})."
        raise RegisterError(Problem(path.name, begins, "whole line", text)) from error


def _tidied(column: str, cell: str) -> str:
    return tidy_block(cell) if column == MULTILINE_COLUMN else " ".join(tidy_line(cell).split())


def _decoded(path: Path) -> str:
    try:
        data = path.read_bytes()
        return data.decode("utf-8-sig")  # spreadsheets write a byte order mark
    except OSError as error:
        text = f"Let whoever runs this read the file ({error.strerror})."
        raise RegisterError(Problem(path.name, 1, "file", text)) from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RegisterError(Problem(path.name, line, "whole line", "Save the file as CSV in UTF-8.")) from error


def _check_header(path: Path, header: list[str], model: type[BaseModel]) -> None:
    columns = model.model_fields
    problems = [
        *((name, "Add this column.") for name, field in columns.items() if field.is_required() and name not in header),
        *(
            (
                name or "column without a name",
                f"Remove this column, or give it a name that is known: {', '.join(columns)}.",
            )
            for name in header
            if name not in columns
        ),
        *((name, "Remove one: there are two columns of this name.") for name in columns if header.count(name) > 1),
    ]
    if problems:
        raise RegisterError(*(Problem(path.name, 1, name, text) for name, text in problems))


def _check_cells(path: Path, number: int, header: list[str], cells: list[str]) -> None:
    if len(cells) != len(header):
        text = f"Give it {len(header)} cells, as the first line has: it has {len(cells)}. Is a comma not in quotes?"
        raise RegisterError(Problem(path.name, number, "whole line", text))
    problems = [
        Problem(path.name, number, name, f"Correct the character {sign}, which cannot be printed.")
        for name, cell in zip(header, cells, strict=True)
        if (sign := find_unprintable(cell))
    ]
    if problems:
        raise RegisterError(*problems)
