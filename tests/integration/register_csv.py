"""The tests' council as a council would export its own: four CSV files."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

from tests.data.children import CHILDREN
from tests.data.council import STAFF, STAFF_BY_KEY, TEAMS
from tests.data.dates import born, days_ago
from tests.data.history import HISTORY


def export(folder: Path, today: date) -> Path:
    """Write the files, all dates counted from `today`."""
    folder.mkdir(exist_ok=True)
    write(folder, "teams", [{"name": t.name, "kind": t.kind, "service": t.service, "locality": t.locality or ""}
                            for t in TEAMS])  # fmt: skip
    write(folder, "staff", [
        {"email": s.email, "name": s.name, "role": s.role, "team": s.team or "", "service": s.service or "",
         "locality": s.locality or "", "social_work_id": s.social_work_id or "", "active": "yes" if s.active else "no"}
        for s in STAFF
    ])  # fmt: skip
    write(folder, "children", [
        {"local_id": c.local_id, "name": c.name, "date_of_birth": born(today, c.age) if c.age else "",
         "status": c.status, "child_protection_category": c.category or "", "legal_status": c.legal_status,
         "legal_status_since": f"{days_ago(today, c.since):%d/%m/%Y}" if c.since else "", "placement": c.placement,
         "communication_needs": c.needs, "interpreter_language": c.language, "family": c.family or ""}
        for c in CHILDREN
    ])  # fmt: skip
    write(folder, "allocations", list(allocations(today)))
    return folder


def allocations(today: date) -> Any:
    """Who worked with whom, one after the other."""
    for local_id, steps in HISTORY.items():
        for step, following in zip(steps, (*steps[1:], None), strict=True):
            ended = days_ago(today, following.days_ago) if following else ""
            yield {
                "child": local_id, "worker": STAFF_BY_KEY[step.worker].email,
                "started_on": days_ago(today, step.days_ago), "ended_on": ended, "reason_code": step.reason,
            }  # fmt: skip


def write(folder: Path, name: str, rows: list[dict[str, Any]]) -> None:
    """One file, as a spreadsheet saves it."""
    with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.DictWriter(opened, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
