"""Writes the tests' council into an empty database, in one transaction."""

from __future__ import annotations

from datetime import date, timedelta

from argon2 import PasswordHasher

from models import About, Allocation, Child, ChildSpell, Family, Post, Staff, Team
from records.register import posts
from records.transaction import transaction
from tests.data.children import CHILDREN, FAMILIES, ChildRow
from tests.data.council import STAFF, TEAMS, StaffRow
from tests.data.dates import born, days_ago
from tests.data.history import HISTORY
from tests.data.spells import POSTS, SPELLS, SpellRow

PASSWORD = "four-kettles-by-the-weir"
# The app's own takes its time over each password, on purpose.
QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

FIRST_LOAD = 730  # days ago


def load_council(today: date) -> None:
    """Write teams, staff, children and their history, all dates counted from `today`.

    Everybody who still works for the council can sign in with PASSWORD.
    """
    with transaction():
        staff = _add_staff(_add_teams())
        _add_posts(staff, today)
        for child in _add_children(today):
            _add_allocations(child, staff, today)


def _add_teams() -> dict[str, Team]:
    return {
        row.name: Team.create(name=row.name, kind=row.kind, service=row.service, locality=row.locality) for row in TEAMS
    }


def _add_staff(teams: dict[str, Team]) -> dict[str, Staff]:
    password_hash = QUICK_HASHER.hash(PASSWORD)
    return {row.key: _add_person(row, teams, password_hash) for row in STAFF}


def _add_posts(staff: dict[str, Staff], today: date) -> None:
    """The post that each of those who still work here holds, and those of POSTS who held another before."""
    seen = {"first_seen_on": days_ago(today, FIRST_LOAD), "seen_on": today}
    for person in staff.values():
        if person.active:
            Post.create(staff=person, **posts.main_post(person), **seen)
    for row in POSTS:
        person = staff[row.key]
        began, ended = days_ago(today, row.days_ago), days_ago(today, row.until)
        earlier = posts.post_of(row.role, {"team_id": person.team_id})
        Post.create(staff=person, **earlier, started_on=began, ended_on=ended, **seen)
        Post.update(started_on=ended).where((Post.staff == person) & Post.ended_on.is_null()).execute()


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
    child = Child.create(
        local_id=row.local_id,
        name=row.name,
        date_of_birth=born(today, row.age) if row.age else None,
        expected_date_of_birth=today + timedelta(days=row.due_in) if row.due_in else None,
        status=row.status,
        child_protection_category=row.category,
        legal_status=row.legal_status,
        placement=row.placement,
        communication_needs=row.needs,
        interpreter_language=row.language,
        family=families[row.family] if row.family else None,
    )
    _add_spells(child, row, today)
    return child


def _add_spells(child: Child, row: ChildRow, today: date) -> None:
    """The dated spells of SPELLS, and of anything else what is so today."""
    dated = SPELLS.get(child.local_id, ())
    for spell in dated:
        _add_spell(child, spell, days_ago(today, spell.days_ago), today)
    for about in sorted({*About} - {spell.about for spell in dated}):
        since = days_ago(today, row.since) if row.since and about == About.LEGAL_STATUS else None
        category = row.category if about == About.STATUS else None
        _add_spell(child, SpellRow(about, getattr(row, about), 0, None, category), since, today)


def _add_spell(child: Child, row: SpellRow, since: date | None, today: date) -> None:
    ChildSpell.create(
        child=child,
        about=row.about,
        value=row.value,
        category=row.category,
        started_on=since,
        ended_on=days_ago(today, row.until) if row.until else None,
        first_seen_on=max(days_ago(today, FIRST_LOAD), child.date_of_birth or date.min),
        seen_on=today,
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
