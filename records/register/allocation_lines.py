"""Loads allocations.csv: who worked with which child, in which team, from when to when."""

from __future__ import annotations

from collections.abc import Mapping

from models import Allocation, Child, Staff, Team
from records.register import line_days, places
from records.register.files import AllocationLine, Line
from records.register.loaded import Known, Load
from records.register.problems import Problem

TWO_AT_ONCE = "Say when one of them ended: this child is allocated to {} too, in these files or before."
HAS_ENDED = "The time of {} is taken to have ended on that day: the file no longer lists it. Give its last day."
IN_NO_TEAM = "Enter the team: the worker is in none."


def load(lines: list[Line[AllocationLine]], known: Known, load: Load) -> None:
    """Load the file; the time of a worker whom it no longer lists ends where that of the next begins."""
    loaded: dict[int, Allocation] = {}
    for line in load.each(lines):
        problems, row = _load_line(line, known, load)
        load.refuse(line, problems)
        if row:
            loaded[line.number] = row
    listed = frozenset(row.id for row in loaded.values())
    for line in load.each(lines):
        row = loaded.get(line.number)
        if row and row.ended_on is None:
            load.refuse(line, _end_others(line, row, listed, known, load))


def _load_line(line: Line[AllocationLine], known: Known, load: Load) -> tuple[list[Problem], Allocation | None]:
    row, values = line.row, line.given
    child, worker = known.children.get(row.child), known.staff.get(row.worker)
    team = known.teams.get(row.team or "")
    if problems := _problems_of(line, child, worker, known.teams, load) or line_days.check_order(line, row.started_on):
        return problems, None
    if child is None or worker is None or line_days.is_left_out(line, load):
        return [], None
    if "ended_on" in values:
        values["ended_on"] = line_days.end_of(line, load)
    times = known.times.setdefault(child.id, [])
    mine = (one for one in times if (one.worker_id, one.started_on) == (worker.id, row.started_on))
    before = next(mine, None)
    # Keep the team stored with the allocation: the worker may have moved to another since.
    team_id = team.id if team else before.team_id if before else worker.team_id
    if team is None and before is None and (problems := load.depends(line, "worker", "staff")):
        return problems, None
    if team_id is None:
        return [line.problem("team", IN_NO_TEAM)], None
    values |= {"child_id": child.id, "worker_id": worker.id, "team_id": team_id}
    for name in ("child", "worker", "team"):
        values.pop(name, None)
    loaded = load.upsert(before, Allocation, values)
    if before is None:
        times.append(loaded)
    return [], loaded


def _problems_of(
    line: Line[AllocationLine], child: Child | None, worker: Staff | None, teams: Mapping[str, Team], load: Load
) -> list[Problem]:
    """The problems of a line that names what nobody knows, or a child whose own line is refused."""
    if child is None:
        return load.missing(line, "child", "children", "local id")
    if worker is None:
        return load.missing(line, "worker", "staff", "address" if "@" in line.row.worker else "number")
    if line.row.team and line.row.team not in teams:
        return places.unknown_team(line, teams, load)
    return load.depends(line, "child", "children")


def _end_others(
    line: Line[AllocationLine], row: Allocation, listed: frozenset[int], known: Known, load: Load
) -> list[Problem]:
    """End the times of a child's workers of before. Where the file lists two that run, it says nobody which holds."""
    for other in [one for one in known.times[row.child_id] if one.ended_on is None and one is not row]:
        email = known.people[other.worker_id].email
        unclear = other.id in listed or other.started_on >= row.started_on
        if unclear or load.refused.find("allocations", line.row.child):
            since = f"{email} since {other.started_on}"
            return [line.problem("ended_on", TWO_AT_ONCE.format(since))]
        load.rows.change(other, {"ended_on": row.started_on})
        load.tally.count(Allocation, "changed", "ended_on")
        load.tally.warnings.append(line.problem("started_on", HAS_ENDED.format(email)))
    return []
