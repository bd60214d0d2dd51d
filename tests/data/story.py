"""Who is who in the tests' stories: the main one, and children whose situation shows one rule at work.

Staff are known by e-mail address, children by local id. The main story is Maya's: her care proceedings ended
a month ago, she stays with her long-term foster carers, and she moves from the cluster team that saw her
through court to the 13 plus team, where her brother's worker becomes hers.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from models import About, Allocation, Child, Staff, Team
from records.register import facts
from records.register.invented import address
from tests.data import case_one
from tests.data.council import NORTHGATE_EAST, OLDER

AUTHOR = address("hannah.whitcombe")
RECEIVING_WORKER = address("tomasz.zielinski")
TRANSFERRING_LEADER = address("priya.raghunathan")
RECEIVING_LEADER = address("marcus.bellweather")
CLUSTER_MANAGER = address("katherine.boswell")
LOOKED_AFTER_MANAGER = address("victor.adeleke")
CLUSTER_HEAD = address("eleanor.stanbridge")
LOOKED_AFTER_HEAD = address("rajesh.chaudhuri")
BUSINESS_SUPPORT = address("pauline.merriweather")
AUDITOR = address("winifred.osgood")
UNINVOLVED_WORKER = address("abigail.munroe")
WORKER_WHO_LEFT = address("simon.garrowby")

CASE_ONE_CHILD = "AV104233"
CASE_ONE_BROTHER = "AV104234"

COMING_UP_TO_THIRTEEN = "AV103955"


def case_one_answers(today: date) -> dict[str, Any]:
    """All answers of Maya's transfer meeting record, ready to submit on `today`.

    Needs the tests' council in the database, loaded with the same date: Maya, people and teams carry their ids.
    """
    child = Child.get(Child.local_id == CASE_ONE_CHILD)
    brother = Child.get(Child.local_id == CASE_ONE_BROTHER)
    return case_one.answers(
        today,
        known=_child_details(child) | _people() | _teams(),
        earlier_workers=_earlier_workers(child),
        brother=brother.name,
    )


def _child_details(child: Child) -> dict[str, Any]:
    return {
        "child": _named(child),
        "child_local_id": child.local_id,
        "child_name": child.name,
        "child_date_of_birth": str(child.date_of_birth),
        "child_status": child.status,
        "legal_status": child.legal_status,
        "legal_status_since": _iso(facts.since(child, About.LEGAL_STATUS)),
        "placement": child.placement,
        "communication_needs": child.communication_needs,
    }


def _people() -> dict[str, Any]:
    parts = {
        "current_worker": AUTHOR,
        "current_team_leader": TRANSFERRING_LEADER,
        "new_worker": RECEIVING_WORKER,
        "new_team_leader": RECEIVING_LEADER,
    }
    return {part: _named(Staff.get(Staff.email == email)) for part, email in parts.items()}


def _teams() -> dict[str, Any]:
    names = {"current_team": NORTHGATE_EAST, "new_team": OLDER}
    return {question: _named(Team.get(Team.name == name)) for question, name in names.items()}


def _earlier_workers(child: Child) -> list[dict[str, Any]]:
    allocations = Allocation.select().where(Allocation.child == child).order_by(Allocation.started_on)
    return [_row(allocation) for allocation in allocations]


def _row(allocation: Allocation) -> dict[str, Any]:
    row = {"worker": _named(allocation.worker), "started_on": allocation.started_on.isoformat()}
    return row | ({"ended_on": allocation.ended_on.isoformat()} if allocation.ended_on else {})


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _named(row: Child | Staff | Team) -> dict[str, Any]:
    return {"id": row.id, "name": row.name}
