"""The tests' council as a council would export its own: four CSV files."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

from records.register.invented import born, days_ago
from tests.data.children import CHILDREN
from tests.data.council import OLDER, STAFF, STAFF_BY_KEY, TEAMS
from tests.data.history import HISTORY


def export(folder: Path, today: date) -> Path:
    """Write the files, all dates counted from `today`."""
    folder.mkdir(exist_ok=True)
    write(
        folder,
        "teams",
        [{"name": t.name, "kind": t.kind, "service": t.service, "locality": t.locality or ""} for t in TEAMS],
    )
    write(
        folder,
        "staff",
        [
            {
                "email": s.email,
                "name": s.name,
                "role": s.role,
                "team": s.team or "",
                "service": s.service or "",
                "locality": s.locality or "",
                "social_work_id": s.social_work_id or "",
                "active": "yes" if s.active else "no",
            }
            for s in STAFF
        ],
    )
    write(
        folder,
        "children",
        [
            {
                "local_id": c.local_id,
                "name": c.name,
                "date_of_birth": born(today, c.age) if c.age else "",
                "status": c.status,
                "child_protection_category": c.category or "",
                "legal_status": c.legal_status,
                "legal_status_since": f"{days_ago(today, c.since):%d/%m/%Y}" if c.since else "",
                "placement": c.placement,
                "communication_needs": c.needs,
                "interpreter_language": c.language,
                "family": c.family or "",
            }
            for c in CHILDREN
        ],
    )
    write(folder, "allocations", list(allocations(today)))
    return folder


def allocations(today: date) -> Any:
    """Who worked with whom, one after the other."""
    for local_id, steps in HISTORY.items():
        for step, following in zip(steps, (*steps[1:], None), strict=True):
            ended = days_ago(today, following.days_ago) if following else ""
            yield {
                "child": local_id,
                "worker": STAFF_BY_KEY[step.worker].email,
                "started_on": days_ago(today, step.days_ago),
                "ended_on": ended,
                "reason_code": step.reason,
            }


def write(folder: Path, name: str, rows: list[dict[str, Any]]) -> None:
    """One file, as a spreadsheet saves it."""
    with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.DictWriter(opened, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


BAD = {
    "an unknown code": (
        "staff",
        "Marcus Bellweather,team_leader",
        "Marcus Bellweather,boss",
        "staff.csv, line 32, role 'boss': Enter one of: social_worker, lead_practitioner",
    ),
    "a day that does not exist": (
        "children",
        "AV104205,Isla Rahman-Ellis,",
        "AV104205,Isla Rahman-Ellis,2019-02-30 ",
        "date_of_birth '2019-02-30 ",
    ),
    "a team that nobody knows": (
        "staff",
        f"Marcus Bellweather,team_leader,{OLDER}",
        "Marcus Bellweather,team_leader,Another Team",
        "staff.csv, line 32, team 'Another Team': Add 'Another Team' to teams.csv",
    ),
    "a team leader without a team": (
        "staff",
        f"Marcus Bellweather,team_leader,{OLDER}",
        "Marcus Bellweather,team_leader,",
        "line 32, team: Enter the team",
    ),
    "an address that is none": (
        "staff",
        "marcus.bellweather@",
        "marcus bellweather at ",
        "email 'marcus bellweather at ashbournevale.example': Enter a work email",
    ),
    "a blank name": ("staff", "Marcus Bellweather", " ", "line 32, name: Enter something"),
    "a name that is too long": (
        "staff",
        "Marcus Bellweather",
        "M" * 201,
        f"name '{'M' * 60}…': Shorten it to 200 characters",
    ),
    "a number that is used twice": (
        "children",
        "AV104234,",
        "AV104233,",
        "children.csv, line 3, local_id 'AV104233': Remove one of them: line 2 is about the same",
    ),
    "a cell too many": (
        "staff",
        "Marcus Bellweather",
        "Bellweather, Marcus",
        "Give it 8 cells, as the first line has: it has 9. Is a separator not in quotes?",
    ),
    "neither yes nor no": (
        "staff",
        "SW9001062,no",
        "SW9001062,gone",
        "staff.csv, line 7, active 'gone': Enter yes or no.",
    ),
    "a column that nobody knows": ("staff", "social_work_id", "registration", "line 1, registration: Remove this"),
    "a column too few": ("teams", "kind,", "sort,", "teams.csv, line 1, kind: Add this column."),
    "a character that cannot be printed": (
        "teams",
        "Northgate East",
        "Northgate\0East",
        "name 'Northgate East Cluster Team': Correct the character U+0000",
    ),
    "a quote that does not end": (
        "teams",
        "Northgate East",
        '"Northgate East',
        ": A quote in this line is not closed. Close it, or double it in a cell.",
    ),
}
