"""The lines of the register's CSV files: one for each team, member of staff, child, worker's time, spell or post."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from models import About, Role, TeamKind
from records.register import spreadsheets
from records.register.cells import (
    Code,
    CodeOrBlank,
    Day,
    Email,
    FirstDay,
    Language,
    LocalId,
    MaybeCode,
    MaybeName,
    MaybeNumber,
    MaybePlace,
    MaybeTeam,
    Name,
    TeamName,
    YesNo,
)
from records.register.problems import Problem, RegisterError

SERVICES = ("cluster", "looked_after")
# Column → allowed codes. The codes that forms/ defines are passed to read_folder.
CODES: Mapping[str, Collection[str]] = {"kind": list(TeamKind), "role": list(Role), "service": SERVICES}


class TeamLine(BaseModel, extra="forbid"):
    """A line of teams.csv; the key is the name."""

    name: TeamName
    kind: Code
    service: Code
    locality: MaybePlace = None
    active: YesNo = True


class StaffLine(BaseModel, extra="forbid"):
    """A line of staff.csv, with the main post; the key is the email. Team members are where their team is."""

    email: Email
    name: Name
    role: Code
    role_since: Day = None
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
    date_of_death: Day = None
    adoption_order_on: Day = None
    status: Code
    status_since: Day = None
    child_protection_category: MaybeCode = None
    legal_status: CodeOrBlank = ""
    legal_status_since: Day = None
    placement: CodeOrBlank = ""
    placement_since: Day = None
    communication_needs: str = ""
    interpreter_language: Language = ""
    family: MaybeName = None


class AllocationLine(BaseModel, extra="forbid"):
    """A line of allocations.csv, a worker's period with a child; the key is child, worker and first day."""

    child: LocalId
    worker: Email
    started_on: FirstDay
    ended_on: Day = None
    team: MaybeTeam = None
    reason_code: CodeOrBlank = ""


class SpellLine(BaseModel, extra="forbid"):
    """A line of a file of a child's spells; the key is the child, what it was and its first day, blank if unknown."""

    child: LocalId
    started_on: Day = None
    ended_on: Day = None


class StatusLine(SpellLine):
    """A line of statuses.csv."""

    status: Code
    child_protection_category: MaybeCode = None


class LegalStatusLine(SpellLine):
    """A line of legal_statuses.csv."""

    legal_status: Code


class PlacementLine(SpellLine):
    """A line of placements.csv."""

    placement: Code


class PostLine(BaseModel, extra="forbid"):
    """A line of posts.csv: a post beside the main one, or of the past."""

    email: Email
    role: Code
    team: MaybeTeam = None
    service: MaybeCode = None
    locality: MaybePlace = None
    started_on: Day = None
    ended_on: Day = None


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
    posts: list[Line[PostLine]]
    children: list[Line[ChildLine]]
    statuses: list[Line[StatusLine]]
    legal_statuses: list[Line[LegalStatusLine]]
    placements: list[Line[PlacementLine]]
    allocations: list[Line[AllocationLine]]

    @property
    def spells(self) -> dict[About, list[Line[Any]]]:
        """The lines of children's spells by what they are about."""
        return {
            About.STATUS: [*self.statuses],
            About.LEGAL_STATUS: [*self.legal_statuses],
            About.PLACEMENT: [*self.placements],
        }


# File name → (line model, columns of its unique key).
KEYS: Mapping[str, tuple[type[BaseModel], tuple[str, ...]]] = {
    "teams": (TeamLine, ("name",)),
    "staff": (StaffLine, ("email",)),
    "posts": (PostLine, ("email", "role", "team", "service", "locality", "started_on")),
    "children": (ChildLine, ("local_id",)),
    "statuses": (StatusLine, ("child", "status", "started_on")),
    "legal_statuses": (LegalStatusLine, ("child", "legal_status", "started_on")),
    "placements": (PlacementLine, ("child", "placement", "started_on")),
    "allocations": (AllocationLine, ("child", "worker", "started_on")),
}


def read_folder(folder: Path, codes: Mapping[str, Collection[str]]) -> RegisterFiles:
    """Read and validate every CSV file of the folder. `codes`: column → allowed values.

    Raises RegisterError with every problem found.
    """
    paths = spreadsheets.find_files(folder)
    _check_names(folder, paths)
    found: dict[str, list[Line[Any]]] = {name: [] for name in KEYS}
    problems: list[Problem] = []
    for name, (path,) in paths.items():
        try:
            _read(path, name, {**CODES, **codes}, found[name], problems)
        except RegisterError as error:
            problems += error.problems
    if problems:
        raise RegisterError(*problems)
    return RegisterFiles(**found)


def _check_names(folder: Path, paths: Mapping[str, list[Path]]) -> None:
    expected = ", ".join(f"{name}.csv" for name in KEYS)
    strangers = [path.name for name, of_name in paths.items() if name not in KEYS for path in of_name]
    twice = [path.name for of_name in paths.values() if len(of_name) > 1 for path in of_name]
    if strangers or twice:
        raise RegisterError(
            *(Problem(name, 1, "file name", f"Rename or remove it: {expected}.") for name in strangers),
            *(Problem(name, 1, "file name", "Remove one: there are two files of this name.") for name in twice),
        )
    if not paths:
        raise RegisterError(Problem(str(folder), 1, "folder", f"Put at least one of these in it: {expected}."))


def _read(
    path: Path, name: str, codes: Mapping[str, Collection[str]], found: list[Line[Any]], problems: list[Problem]
) -> None:
    model, key = KEYS[name]
    first: dict[tuple[str | date | None, ...], int] = {}
    for number, cells in spreadsheets.rows(path, model):
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
