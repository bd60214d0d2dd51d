"""Loads a council's CSV files into the register, in one transaction."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models import Allocation, Child, Family, Role, Staff, Table, Team
from records.register.files import (
    AllocationLine,
    ChildLine,
    Line,
    Problem,
    RegisterError,
    RegisterFiles,
    StaffLine,
    TeamLine,
)
from records.transaction import transaction

# Role → the column that it requires: assignment finds the holder of a post by it (records/deciding/assignment.py).
PLACE_OF_POST = {
    Role.SOCIAL_WORKER: "team",
    Role.TEAM_LEADER: "team",
    Role.LOCALITY_LEADER: "locality",
    Role.SERVICE_DELIVERY_MANAGER: "service",
    Role.HEAD_OF_SERVICE: "service",
}


@dataclass
class Tally:
    """Table → number of rows 'added', 'changed' and unchanged ('as they were')."""

    counted: dict[str, Counter[str]] = field(default_factory=dict)

    def count(self, table: str, what: str) -> None:
        """Increment a counter."""
        self.counted.setdefault(table, Counter())[what] += 1


def load(files: RegisterFiles, *, today: date) -> Tally:
    """Insert new rows and update changed ones; rows that the files do not mention stay as they are.

    Raises RegisterError with the problems found; then nothing is changed.
    """
    tally = Tally()
    with transaction():
        teams = {team.name: team for team in Team.select()}
        _for_each_line(files.teams, lambda line: _load_team(line, teams, tally))
        staff = {person.email: person for person in Staff.select()}
        _for_each_line(files.staff, lambda line: _load_person(line, staff, teams, tally))
        _copy_places_from_teams()
        children = {child.local_id: child for child in Child.select()}
        families = {family.name: family for family in Family.select().order_by(Family.id.desc())}
        _for_each_line(files.children, lambda line: _load_child(line, children, families, tally, today))
        known = _Known(children, staff, teams)
        _for_each_line(files.allocations, lambda line: _load_allocation(line, known, tally))
        _for_each_line(files.allocations, lambda line: _check_one_worker(line, known))
    return tally


@dataclass(frozen=True)
class _Known:
    """The rows loaded so far, by the files' keys: local id, email, team name."""

    children: dict[str, Child]
    staff: dict[str, Staff]
    teams: dict[str, Team]


def _for_each_line(lines: list[Line[Any]], act: Any) -> None:
    """Call `act` on each line, then raise RegisterError if any call returned problems."""
    if problems := [problem for line in lines for problem in act(line)]:
        raise RegisterError(*problems)


def _upsert(row: Table | None, table: type[Table], values: dict[str, Any], tally: Tally) -> Any:
    """Create the row, or update the columns that differ; returns it."""
    name = table._meta.table_name  # noqa: SLF001 - documented by peewee
    if row is None:
        tally.count(name, "added")
        return table.create(**values)
    differing = {column: value for column, value in values.items() if getattr(row, column) != value}
    tally.count(name, "changed" if differing else "as they were")
    for column, value in differing.items():
        setattr(row, column, value)
    if differing:
        row.save(only=[*differing])  # only these columns: a password may be changed at the same time
    return row


def _load_team(line: Line[TeamLine], teams: dict[str, Team], tally: Tally) -> list[Problem]:
    teams[line.row.name] = _upsert(teams.get(line.row.name), Team, line.given, tally)
    return []


def _load_person(line: Line[StaffLine], staff: dict[str, Staff], teams: dict[str, Team], tally: Tally) -> list[Problem]:
    values, email = line.given, line.row.email
    if "team" in values:
        name = values.pop("team")
        if name is not None and name not in teams:
            return [line.problem("team", f"Add '{name}' to teams.csv, or correct the name.")]
        values["team_id"] = teams[name].id if name else None
    before = staff.get(email)
    if values.get("team_id", before.team_id if before else None):
        values.pop("service", None)  # set by _copy_places_from_teams
        values.pop("locality", None)
    person = staff[email] = _upsert(before, Staff, values, tally)
    place = PLACE_OF_POST.get(Role(person.role))
    if person.active and place and not getattr(person, place if place != "team" else "team_id"):
        return [
            line.problem(place, f"Enter the {place}: without it nobody finds this {person.role.replace('_', ' ')}.")
        ]
    return []


def _copy_places_from_teams() -> None:
    """Copy service and locality of each team to its members."""
    for person in Staff.select(Staff, Team).join(Team):
        team: Any = person.team
        place = (team.service, team.locality)
        if (person.service, person.locality) != place:
            person.service, person.locality = place
            person.save(only=["service", "locality"])


def _load_child(
    line: Line[ChildLine], children: dict[str, Child], families: dict[str, Family], tally: Tally, today: date
) -> list[Problem]:
    values = line.given
    if "family" in values:
        name = values.pop("family")
        if name and name not in families:
            families[name] = Family.create(name=name)
        values["family_id"] = families[name].id if name else None
    child = children[line.row.local_id] = _upsert(children.get(line.row.local_id), Child, values, tally)
    if child.date_of_birth and child.date_of_birth > today:
        return [line.problem("date_of_birth", "Enter a day in the past, or use expected_date_of_birth.")]
    if child.date_of_birth and child.expected_date_of_birth:
        return [line.problem("expected_date_of_birth", "Leave it blank: the child is born.")]
    return []


def _load_allocation(line: Line[AllocationLine], known: _Known, tally: Tally) -> list[Problem]:
    row, values = line.row, line.given
    child, worker, team = known.children.get(row.child), known.staff.get(row.worker), known.teams.get(row.team or "")
    if child is None:
        return [line.problem("child", f"Add '{row.child}' to children.csv, or correct the local id.")]
    if worker is None:
        return [line.problem("worker", f"Add '{row.worker}' to staff.csv, or correct the address.")]
    if row.team and team is None:
        return [line.problem("team", f"Add '{row.team}' to teams.csv, or correct the name.")]
    mine = (Allocation.child == child) & (Allocation.worker == worker) & (Allocation.started_on == row.started_on)
    before = Allocation.get_or_none(mine)
    # Keep the team stored with the allocation: the worker may have moved to another since.
    team_id = team.id if team else before.team_id if before else worker.team_id
    if team_id is None:
        return [line.problem("team", "Enter the team: the worker is in none.")]
    values |= {"child_id": child.id, "worker_id": worker.id, "team_id": team_id}
    for name in ("child", "worker", "team"):
        values.pop(name, None)
    stored = _upsert(before, Allocation, values, tally)
    if stored.ended_on and stored.ended_on < stored.started_on:
        return [line.problem("ended_on", "Enter a day that is not before the first.")]
    return []


def _check_one_worker(line: Line[AllocationLine], known: _Known) -> list[Problem]:
    """Problems of children with two open allocations: the current worker would be ambiguous."""
    if line.row.ended_on:
        return []
    child = known.children[line.row.child]
    running = Allocation.select(Allocation, Staff).join(Staff)
    others = running.where((Allocation.child == child) & Allocation.ended_on.is_null())
    for other in others.where((Staff.email != line.row.worker) | (Allocation.started_on != line.row.started_on)):
        since = f"{other.worker.email} since {other.started_on}"
        text = f"Say when one of them ended: this child is allocated to {since} too, in these files or before."
        return [line.problem("ended_on", text)]
    return []
