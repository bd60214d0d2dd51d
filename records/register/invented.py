"""Invented councils as tables, and how they are written: that of the demonstration, and that of the tests.

All days are counted from the day of writing, so that what is invented stays fresh. Nothing here asks a clock.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from peewee import fn

from models import About, Allocation, Child, ChildSpell, Family, Post, Role, Staff, Team, TeamKind
from records.register import posts

DOMAIN = "ashbournevale.example"
_IS_INVENTED = Staff.email.endswith(f"@{DOMAIN}")
FIRST_LOAD = 730  # days ago
SATURDAY = 5


def has_accounts() -> bool:
    """Whether somebody invented can sign in with a password."""
    return bool(Staff.select().where(_IS_INVENTED & Staff.active & (Staff.password_hash != "")).exists())


def has_shared_password() -> bool:
    """Whether accounts have one hash: it is salted, so it was written for all of them at once, as write_council does.

    A register that is loaded over invented people may give them other addresses, and leaves them their password.
    """
    hashes = Staff.select(Staff.password_hash).where(Staff.active & (Staff.password_hash != ""))
    return bool(hashes.group_by(Staff.password_hash).having(fn.COUNT(Staff.id) > 1).exists())


def has_any() -> bool:
    """Whether the register has somebody invented."""
    return bool(Staff.select().where(_IS_INVENTED).exists())


def has_others() -> bool:
    """Whether the register has people who are not invented."""
    return bool(Staff.select().where(~_IS_INVENTED).exists())


def is_address(email: str) -> bool:
    """Whether an address is one of the demonstration's."""
    return email.endswith(f"@{DOMAIN}")


def address(key: str) -> str:
    """The e-mail address that goes with a key."""
    return f"{key}@{DOMAIN}"


class TeamRow(NamedTuple):
    """A team. `locality` is None where the team serves the whole council."""

    name: str
    kind: TeamKind
    service: str
    locality: str | None


class StaffRow(NamedTuple):
    """A member of staff. `key` stands before the @; staff of a team take its service and locality."""

    key: str
    name: str
    role: Role
    social_work_id: str | None
    team: str | None = None
    service: str | None = None
    locality: str | None = None
    active: bool = True

    @property
    def email(self) -> str:
        """The whole e-mail address."""
        return address(self.key)


class ChildRow(NamedTuple):
    """A child. `age` is years, months and days today, `since` days ago; an unborn baby is `due_in` days."""

    local_id: str
    name: str
    age: tuple[int, int, int] | None
    status: str
    legal_status: str = "none"
    since: int | None = None
    placement: str = "none"
    category: str | None = None
    family: str | None = None
    needs: str = ""
    language: str = ""
    due_in: int | None = None


class WorkerRow(NamedTuple):
    """One worker's time with a child."""

    worker: str
    days_ago: int
    reason: str


class SpellRow(NamedTuple):
    """A spell that began `days_ago` and ended `until` days ago; it runs where `until` is None."""

    about: About
    value: str
    days_ago: int
    until: int | None = None
    category: str | None = None


class PostRow(NamedTuple):
    """A post that somebody held in their team before the one of today."""

    key: str
    role: Role
    days_ago: int
    until: int


@dataclass(frozen=True)
class InventedCouncil:
    """A council as tables. history, spells: by the child's local id."""

    teams: Sequence[TeamRow]
    staff: Sequence[StaffRow]
    posts: Sequence[PostRow]
    families: Sequence[str]
    children: Sequence[ChildRow]
    spells: Mapping[str, Sequence[SpellRow]]
    history: Mapping[str, Sequence[WorkerRow]]


def write_council(council: InventedCouncil, today: date, password_hash: str) -> None:
    """Write teams, staff, children and their history, in the caller's transaction.

    password_hash: of everybody who still works for it.
    """
    teams = {
        row.name: Team.create(name=row.name, kind=row.kind, service=row.service, locality=row.locality)
        for row in council.teams
    }
    staff = {row.key: _add_person(row, teams, password_hash) for row in council.staff}
    _add_posts(council.posts, staff, today)
    families = {name: Family.create(name=name) for name in council.families}
    for row in council.children:
        child = _add_child(row, families, today)
        _add_spells(child, row, council.spells.get(row.local_id, ()), today)
        _add_allocations(child, council.history[row.local_id], staff, today)


def _add_posts(earlier: Sequence[PostRow], staff: Mapping[str, Staff], today: date) -> None:
    """The post that each of those who still work here holds, and those that some held before."""
    seen = {"first_seen_on": days_ago(today, FIRST_LOAD), "seen_on": today}
    for person in staff.values():
        if person.active:
            Post.create(staff=person, **posts.main_post(person), **seen)
    for row in earlier:
        person = staff[row.key]
        began, ended = days_ago(today, row.days_ago), days_ago(today, row.until)
        post = posts.post_of(row.role, {"team_id": person.team_id})
        Post.create(staff=person, **post, started_on=began, ended_on=ended, **seen)
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


def _add_child(row: ChildRow, families: dict[str, Family], today: date) -> Child:
    return Child.create(
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


def _add_spells(child: Child, row: ChildRow, dated: Sequence[SpellRow], today: date) -> None:
    """The dated spells, and of anything else what is so today."""
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


def _add_allocations(child: Child, steps: Sequence[WorkerRow], staff: Mapping[str, Staff], today: date) -> None:
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


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months earlier, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def born(today: date, age: tuple[int, int, int]) -> date:
    """The date of birth of somebody who is so many years, months and days old today."""
    years, months, days = age
    return months_before(today, years * 12 + months) - timedelta(days=days)


def days_ago(today: date, days: int) -> date:
    """So many days before today, or the Friday before when that is a weekend."""
    day = today - timedelta(days=days)
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))


def days_ahead(today: date, days: int) -> date:
    """So many days after today, or the Monday after when that is a weekend."""
    day = today + timedelta(days=days)
    return day + timedelta(days=7 - day.weekday() if day.weekday() >= SATURDAY else 0)
