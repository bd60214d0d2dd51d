"""The lines of the register's CSV files: one for each team, member of staff, child, worker's time, spell or post."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from models import About
from records.register.cells import (
    Code,
    CodeOrBlank,
    Day,
    Email,
    EmailOrNumber,
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
from records.register.problems import Problem
from records.register.refused import Refused


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
    """A line of children.csv; the key is the local id. Children with the same `family` are siblings.

    upn and nhs_number are checked and not kept: nothing in Handover asks for them.
    """

    local_id: LocalId
    name: Name
    date_of_birth: Day = None
    expected_date_of_birth: Day = None
    upn: str = ""
    nhs_number: str = ""
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
    """A line of allocations.csv, a worker's period with a child; the key is child, worker and first day.

    worker: an address, or a registration number.
    """

    child: LocalId
    worker: EmailOrNumber
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
    """A validated line with its file name and line number (from 1). written: the cells that say it in other letters."""

    file: str
    number: int
    row: Row
    written: Mapping[str, str] = field(default_factory=dict)

    @property
    def given(self) -> dict[str, Any]:
        """Values of the columns present in the file. Absent columns leave stored values unchanged."""
        return self.row.model_dump(exclude_unset=True)

    @property
    def name(self) -> str:
        """The name of the file, as in KEYS."""
        return _name(self.file)

    @property
    def about(self) -> str:
        """What the line is about: the first column of its key."""
        return str(getattr(self.row, KEYS[self.name][1][0]))

    def problem(self, column: str, text: str) -> Problem:
        """A Problem located at this line, with what is written there."""
        value = getattr(self.row, column, None)
        return Problem(
            self.file, self.number, column, text, self.written.get(column, "" if value is None else str(value))
        )


@cache
def _name(file: str) -> str:
    return Path(file).stem.lower()


@dataclass(frozen=True)
class RegisterFiles:
    """All lines of a folder that could be read; the fields are in loading order.

    paths: of the files that are there, by name. parts: the names of those that hold lines which were refused before.
    refused: the lines that could not be read. doubtful: warnings of lines that were read, whose letters look damaged.
    """

    teams: list[Line[TeamLine]]
    staff: list[Line[StaffLine]]
    posts: list[Line[PostLine]]
    children: list[Line[ChildLine]]
    statuses: list[Line[StatusLine]]
    legal_statuses: list[Line[LegalStatusLine]]
    placements: list[Line[PlacementLine]]
    allocations: list[Line[AllocationLine]]
    paths: Mapping[str, Path] = field(default_factory=dict)
    parts: frozenset[str] = frozenset()
    refused: Refused = field(default_factory=Refused)
    doubtful: Sequence[Problem] = ()

    def __iter__(self) -> Iterator[tuple[str, list[Line[Any]]]]:
        """(name of file, its lines) in loading order."""
        return ((name, getattr(self, name)) for name in KEYS)

    def without(self, refused: Refused) -> RegisterFiles:
        """These files less the lines that are refused."""
        kept: dict[str, Any] = {
            name: [line for line in lines if (name, line.number) not in refused] for name, lines in self
        }
        doubtful = [one for one in self.doubtful if (_name(one.file), one.line) not in refused]
        return replace(self, **kept, doubtful=doubtful)

    @property
    def local_ids(self) -> set[str]:
        """Those of all children whom they mention."""
        of_spells = {line.row.child for lines in self.spells.values() for line in lines}
        return {line.row.local_id for line in self.children} | of_spells | {line.row.child for line in self.allocations}

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
