"""Loads a council's CSV files into the register, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from models import Allocation, Child, Family, Staff, Team
from protocol.consistency.impossible import is_to_come
from records.register import child_lines, impossible_lines, line_days, post_lines, posts
from records.register.files import AllocationLine, Line, RegisterFiles, StaffLine, TeamLine
from records.register.loaded import Known, Load, Tally, change, upsert
from records.register.problems import Problem, RegisterError
from records.reporting import worker_changes
from records.transaction import transaction


def load(files: RegisterFiles, *, today: date) -> Tally:
    """Insert new rows and update changed ones; rows that the files do not mention stay as they are.

    Raises RegisterError with the problems found; then nothing is changed. What cannot be true, and was loaded all the
    same, is among the tally's warnings.
    """
    now = Load(today)
    with transaction():
        teams = {team.name: team for team in Team.select()}
        _for_each_line(files.teams, lambda line: _load_team(line, teams, now.tally))
        staff = {person.email: person for person in Staff.select()}
        before = {person.id: posts.main_post(person) for person in staff.values()}
        _for_each_line(files.staff, lambda line: _load_person(line, staff, teams, now.tally))
        _copy_places_from_teams(staff)
        children = {child.local_id: child for child in Child.select()}
        families = {family.name: family for family in Family.select().order_by(Family.id.desc())}
        known = Known(children, staff, teams)
        _raise_problems(post_lines.load(files, known, before, now))
        _for_each_line(files.children, lambda line: child_lines.load_child(line, children, families, now))
        _raise_problems(child_lines.load_spells(files, known, now))
        _for_each_line(files.allocations, lambda line: _load_allocation(line, known, now))
        _for_each_line(files.allocations, lambda line: _check_one_worker(line, known, now))
        now.store_seen()
        now.tally.warnings += impossible_lines.find(files, known, today)
        worker_changes.recount(children[line.row.child].id for line in files.allocations)
    return now.tally


def _for_each_line(lines: list[Line[Any]], act: Callable[[Line[Any]], list[Problem]]) -> None:
    """Call `act` on each line, then raise RegisterError if any call returned problems."""
    _raise_problems([problem for line in lines for problem in act(line)])


def _raise_problems(problems: list[Problem]) -> None:
    if problems:
        raise RegisterError(*problems)


def _load_team(line: Line[TeamLine], teams: dict[str, Team], tally: Tally) -> list[Problem]:
    teams[line.row.name] = upsert(teams.get(line.row.name), Team, line.given, tally)
    return []


def _load_person(line: Line[StaffLine], staff: dict[str, Staff], teams: dict[str, Team], tally: Tally) -> list[Problem]:
    values, email = line.given, line.row.email
    values.pop("role_since", None)  # belongs to the post
    if "team" in values:
        name = values.pop("team")
        if name is not None and name not in teams:
            return [line.problem("team", f"Add '{name}' to teams.csv, or correct the name.")]
        values["team_id"] = teams[name].id if name else None
    before = staff.get(email)
    if values.get("team_id", before.team_id if before else None):
        values.pop("service", None)  # set by _copy_places_from_teams
        values.pop("locality", None)
    person = staff[email] = upsert(before, Staff, values, tally)
    place = posts.required_place(person.role)
    if person.active and place and not getattr(person, place if place != "team" else "team_id"):
        return [
            line.problem(place, f"Enter the {place}: without it nobody finds this {person.role.replace('_', ' ')}.")
        ]
    return []


def _copy_places_from_teams(staff: dict[str, Staff]) -> None:
    """Copy service and locality of each team to its members."""
    teams = {team.id: team for team in Team.select()}
    for person in staff.values():
        if team := teams.get(person.team_id):
            change(person, {"service": team.service, "locality": team.locality})


def _load_allocation(line: Line[AllocationLine], known: Known, load: Load) -> list[Problem]:
    row, values = line.row, line.given
    child, worker, team = known.children.get(row.child), known.staff.get(row.worker), known.teams.get(row.team or "")
    if child is None:
        return [line.problem("child", f"Add '{row.child}' to children.csv, or correct the local id.")]
    if worker is None:
        return [line.problem("worker", f"Add '{row.worker}' to staff.csv, or correct the address.")]
    if row.team and team is None:
        return [line.problem("team", f"Add '{row.team}' to teams.csv, or correct the name.")]
    if line_days.is_left_out(line, load):
        return []
    if "ended_on" in values:
        values["ended_on"] = line_days.end_of(line, load)
    mine = (Allocation.child == child) & (Allocation.worker == worker) & (Allocation.started_on == row.started_on)
    before = Allocation.get_or_none(mine)
    # Keep the team stored with the allocation: the worker may have moved to another since.
    team_id = team.id if team else before.team_id if before else worker.team_id
    if team_id is None:
        return [line.problem("team", "Enter the team: the worker is in none.")]
    values |= {"child_id": child.id, "worker_id": worker.id, "team_id": team_id}
    for name in ("child", "worker", "team"):
        values.pop(name, None)
    upsert(before, Allocation, values, load.tally)
    return line_days.check_order(line, row.started_on)


def _check_one_worker(line: Line[AllocationLine], known: Known, load: Load) -> list[Problem]:
    """Problems of children with two open allocations: the current worker would be ambiguous."""
    if is_to_come(line.row.started_on, load.today):
        return []
    if line.row.ended_on and not is_to_come(line.row.ended_on, load.today):
        return []
    child = known.children[line.row.child]
    running = Allocation.select(Allocation, Staff).join(Staff)
    others = running.where((Allocation.child == child) & Allocation.ended_on.is_null())
    for other in others.where((Staff.email != line.row.worker) | (Allocation.started_on != line.row.started_on)):
        since = f"{other.worker.email} since {other.started_on}"
        text = f"Say when one of them ended: this child is allocated to {since} too, in these files or before."
        return [line.problem("ended_on", text)]
    return []
