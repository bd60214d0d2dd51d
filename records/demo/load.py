"""Writes the demo council into an empty database, in one transaction."""

from __future__ import annotations

from datetime import date, timedelta

from argon2 import PasswordHasher

from models import Allocation, Child, Family, Staff, Team
from records.demo import story
from records.demo.accounts import DEMO_PASSWORD
from records.demo.allocations import HISTORY
from records.demo.children import CHILDREN, FAMILIES, ChildRow
from records.demo.dates import born, days_ago
from records.demo.teams_and_staff import STAFF, TEAMS, StaffRow
from records.transaction import transaction


def load_demo_council(today: date) -> None:
    """Write teams, staff, children and their history, all dates counted from `today`.

    A second call does nothing, whatever its date. Everybody who still works for the council can sign in with
    DEMO_PASSWORD, so the caller keeps this from production.
    """
    with transaction():
        if Staff.select().where(Staff.email == story.AUTHOR).exists():
            return
        staff = _add_staff(_add_teams())
        for child in _add_children(today):
            _add_allocations(child, staff, today)


def _add_teams() -> dict[str, Team]:
    return {
        row.name: Team.create(name=row.name, kind=row.kind, service=row.service, locality=row.locality) for row in TEAMS
    }


def _add_staff(teams: dict[str, Team]) -> dict[str, Staff]:
    password_hash = PasswordHasher().hash(DEMO_PASSWORD)
    return {row.key: _add_person(row, teams, password_hash) for row in STAFF}


def _add_person(row: StaffRow, teams: dict[str, Team], password_hash: str) -> Staff:
    team = teams[row.team] if row.team else None
    return Staff.create(
        name=row.name,
        email=row.email,
        role=row.role,
        team=team,
        service=team.service if team else row.service,
        locality=team.locality if team else row.locality,
        social_work_id=row.social_work_id,
        password_hash=password_hash if row.active else "",
        active=row.active,
    )


def _add_children(today: date) -> list[Child]:
    families = {name: Family.create(name=name) for name in FAMILIES}
    return [_add_child(row, families, today) for row in CHILDREN]


def _add_child(row: ChildRow, families: dict[str, Family], today: date) -> Child:
    return Child.create(
        local_id=row.local_id,
        name=row.name,
        date_of_birth=born(today, row.age) if row.age else None,
        expected_date_of_birth=today + timedelta(days=row.due_in) if row.due_in else None,
        status=row.status,
        child_protection_category=row.category,
        legal_status=row.legal_status,
        legal_status_since=days_ago(today, row.since) if row.since else None,
        placement=row.placement,
        communication_needs=row.needs,
        interpreter_language=row.language,
        family=families[row.family] if row.family else None,
    )


def _add_allocations(child: Child, staff: dict[str, Staff], today: date) -> None:
    steps = HISTORY[child.local_id]
    for step, following in zip(steps, (*steps[1:], None), strict=True):
        worker = staff[step.worker]
        Allocation.create(
            child=child,
            worker=worker,
            team=worker.team,
            started_on=days_ago(today, step.days_ago),
            ended_on=days_ago(today, following.days_ago) if following else None,
            reason_code=step.reason,
        )
