"""The register: finding children, staff and teams by part of a name or number, and what is known of them."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from dateutil.relativedelta import relativedelta

from models import RANK, Allocation, Child, Role, Searchable, SearchTerm, Staff, Team, fold

MOST_MATCHES = 12
MOST_WORDS = 6
HISTORY = relativedelta(years=2)
# More terms than rows are shown: a row may have a word of such letters more than once.
TERMS_READ = 6 * MOST_MATCHES
# Which of the typed words fewest rows have is known by counting no further than this.
COUNTED = 100


def _find(model: type[Searchable], rows: Any, text: str) -> list[Any]:
    """Those of some rows of a table that have every word typed in their search text, in any order, within words too.

    The first dozen: words that start as was typed come before others. Nothing typed finds nothing. An index leads to
    the rows of the word that fewest have, so that a search takes as long among a million as among a thousand.
    """
    words = fold(text).replace("\0", "").split()[:MOST_WORDS]  # which PostgreSQL refuses, and SQLite stops reading at
    if not words:
        return []
    rarest = min(words, key=lambda word: _count(model, word, True) + _count(model, word, False))
    for word in words:
        rows = rows.where(model.search.contains(word))
    by_term = rows.join_from(model, SearchTerm, on=SearchTerm.row == model.id)
    found: dict[int, Any] = {}
    for starts in (True, False):
        in_order = by_term.where(*_has(model, rarest, starts)).order_by(SearchTerm.term, SearchTerm.row)
        for page in count(1):
            read = list(in_order.paginate(page, TERMS_READ))
            found |= {row.id: row for row in sorted(read, key=lambda row: (row.name, row.id))}
            if len(read) < TERMS_READ or len(found) >= MOST_MATCHES:
                break
    return list(found.values())[:MOST_MATCHES]


def _has(model: type[Searchable], word: str, starts: bool) -> tuple[Any, ...]:  # noqa: FBT001
    term = word[: SearchTerm.LONGEST].encode()
    within = (SearchTerm.term >= term) & (SearchTerm.term < term + b"\xff")
    return SearchTerm.kind == model._meta.table_name, SearchTerm.starts == starts, within


def _count(model: type[Searchable], word: str, starts: bool) -> int:  # noqa: FBT001
    return int(SearchTerm.select(SearchTerm.id).where(*_has(model, word, starts)).limit(COUNTED).count())


def find_children(text: str) -> list[Child]:
    """Children whose name or local id contains what was typed. Nothing typed finds nobody."""
    return _find(Child, Child.select(), text)


def find_staff(text: str, *, of_rank: int = 0) -> list[Staff]:
    """Staff in post, of this rank or above, whose name or registration number contains what was typed."""
    found = Staff.select(Staff, Team).left_outer_join(Team).where(Staff.active)
    if of_rank:
        found = found.where(Staff.role.in_([role for role in Role if RANK[role] >= of_rank]))
    return _find(Staff, found, text)


def find_teams(text: str) -> list[Team]:
    """Teams whose name contains what was typed."""
    return _find(Team, Team.select().where(Team.active), text)


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
