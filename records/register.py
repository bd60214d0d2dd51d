"""The register: finding children, staff and teams by part of a name or number, and what is known of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from models import RANK, Allocation, Child, Role, Searchable, Staff, Team, fold

MOST_MATCHES = 12
MOST_WORDS = 6
HISTORY = relativedelta(years=2)


def _matching(model: type[Searchable], text: str) -> Any:
    """A condition: the row's search text contains every word typed, in any order; None when nothing was typed."""
    condition = None
    searchable = fold(text).replace("\0", "")  # at which SQLite would stop reading, and PostgreSQL refuse to
    for word in searchable.split()[:MOST_WORDS]:
        contains = model.search.contains(word)
        condition = contains if condition is None else condition & contains
    return condition


def find_children(text: str) -> list[Child]:
    """Children whose name or local id contains what was typed. Nothing typed finds nobody."""
    matching = _matching(Child, text)
    if matching is None:
        return []
    return list(Child.select().where(matching).order_by(Child.name, Child.local_id).limit(MOST_MATCHES))


def find_staff(text: str, *, of_rank: int = 0) -> list[Staff]:
    """Staff in post, of this rank or above, whose name or registration number contains what was typed."""
    matching = _matching(Staff, text)
    if matching is None:
        return []
    found = Staff.select(Staff, Team).left_outer_join(Team).where(Staff.active & matching)
    if of_rank:
        found = found.where(Staff.role.in_([role for role in Role if RANK[role] >= of_rank]))
    return list(found.order_by(Staff.name, Staff.id).limit(MOST_MATCHES))


def find_teams(text: str) -> list[Team]:
    """Teams whose name contains what was typed."""
    matching = _matching(Team, text)
    if matching is None:
        return []
    return list(Team.select().where(Team.active & matching).order_by(Team.name).limit(MOST_MATCHES))


def detail_of(staff: Staff, role_words: dict[str, str]) -> str:
    """What tells two people of one name apart: their post and their team."""
    post = role_words.get(staff.role, staff.role.replace("_", " "))
    return f"{post}, {staff.team.name}" if staff.team else post


def named(row: Staff | Team | Child | None) -> dict[str, Any] | None:
    """A person, team or child as answers hold them: id and name."""
    return {"id": row.id, "name": row.name} if row else None


def leader_of(team: Team | None) -> Staff | None:
    """The team leader in post of a team, or None."""
    if team is None:
        return None
    leads = (Staff.team == team) & (Staff.role == Role.TEAM_LEADER) & Staff.active
    return Staff.select().where(leads).order_by(Staff.id).first()


def worker_facts(worker: Staff | None, part: str) -> dict[str, Any]:
    """What follows from choosing a worker for `part` (current, new): their team, its kind, its leader, as answers."""
    if worker is None or worker.team is None:
        return {}
    facts = {
        f"{part}_team": named(worker.team),
        f"{part}_team_kind": worker.team.kind,
        f"{part}_team_leader": named(leader_of(worker.team)),
    }
    return {question: value for question, value in facts.items() if value}


def current_allocation(child: Child) -> Allocation | None:
    """The child's allocation that has not ended, or None."""
    running = Allocation.select(Allocation, Staff, Team).join(Staff).switch(Allocation).join(Team)
    return running.where((Allocation.child == child) & Allocation.ended_on.is_null()).first()


def child_facts(child: Child, *, today: date) -> dict[str, Any]:
    """All that the register knows of a child, as answers that start a record."""
    facts: dict[str, Any] = {
        "child": named(child),
        "child_local_id": child.local_id,
        "child_name": child.name,
        "child_date_of_birth": _iso(child.date_of_birth),
        "child_expected_date_of_birth": _iso(child.expected_date_of_birth),
        "child_status": child.status,
        "child_protection_category": child.child_protection_category,
        "legal_status": child.legal_status,
        "legal_status_since": _iso(child.legal_status_since),
        "placement": child.placement,
        "communication_needs": child.communication_needs,
        "interpreter": "yes" if child.interpreter_language else None,
        "interpreter_language": child.interpreter_language,
        "earlier_workers": _history(child, since=today - HISTORY),
    }
    allocation = current_allocation(child)
    if allocation:
        facts |= {"current_worker": named(allocation.worker)} | worker_facts(allocation.worker, "current")
    facts |= _sibling_facts(child)
    return {question: value for question, value in facts.items() if value}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _history(child: Child, *, since: date) -> list[dict[str, Any]]:
    allocations = Allocation.select(Allocation, Staff).join(Staff).where(Allocation.child == child)
    allocations = allocations.where(Allocation.ended_on.is_null() | (Allocation.ended_on >= since))
    rows = []
    for allocation in allocations.order_by(Allocation.started_on):
        row = {"worker": named(allocation.worker), "started_on": _iso(allocation.started_on)}
        rows.append(row | ({"ended_on": _iso(allocation.ended_on)} if allocation.ended_on else {}))
    return rows


def _sibling_facts(child: Child) -> dict[str, Any]:
    if child.family_id is None:
        return {}
    siblings = Child.select().where((Child.family == child.family_id) & (Child.id != child.id)).order_by(Child.name)
    rows = []
    for sibling in siblings:
        allocation = current_allocation(sibling)
        row = {"name": sibling.name, "status": sibling.status}
        rows.append(row | ({"worker": allocation.worker.name} if allocation else {}))
    return {"has_siblings": "yes", "siblings": rows} if rows else {}
