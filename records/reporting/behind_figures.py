"""The records and children behind a number of a figure, as far as somebody may read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models import Allocation, Child, CountedFact, Record, Staff, Team
from records import access, planning
from records.reporting import listing, of_child, places
from records.reporting.counting import changes, workers
from records.reporting.counting.periods import Period
from records.reporting.places import Place
from records.reporting.plain_rows import rows_of

MOST = 50
LOOKED_AT = 300  # facts, so that a number of many takes no longer
# Figures whose months are not those of the period.
OF_OTHER_MONTHS = (workers.WORKERS, changes.COMING_UP)


@dataclass(frozen=True)
class ChildBehind:
    """A child behind a number, with the team and the worker of today, '' for none. month: in which they count.

    opens: whether their page may be read.
    """

    child: Child
    month: date
    team: str = ""
    worker: str = ""
    opens: bool = False


@dataclass(frozen=True)
class Behind:
    """What is behind a number. more: whether there may be more than is listed."""

    records: list[Record]
    children: list[ChildBehind]
    more: bool = False


def find(staff: Staff, place: Place, period: Period, asked: Mapping[str, str], month: date | None) -> Behind:
    """The newest that somebody may read. asked: figure, and where they narrow it key and key2. month: a single one."""
    # Of a team its own facts are looked up, which are few. Of a wide place the newest are found by their month.
    by_team = place.name.startswith(places.TEAM)
    of_figure, of_teams = (
        (planning.not_by_index, planning.by_index) if by_team else (planning.by_index, planning.not_by_index)
    )
    condition = (of_figure(CountedFact.figure) == asked["figure"]) & _in_place(place, of_teams)
    for name in ("key", "key2"):
        if asked.get(name):
            condition &= getattr(CountedFact, name) == asked[name]
    if month:
        condition &= CountedFact.month == month
    elif asked["figure"] not in OF_OTHER_MONTHS:
        condition &= CountedFact.month.between(period.first, period.last)
    columns = (CountedFact.record, CountedFact.child, CountedFact.month, CountedFact.readers_team)
    facts = CountedFact.select(*columns).where(condition).order_by(CountedFact.month.desc())
    rows = rows_of(facts.limit(LOOKED_AT))
    records = _records(staff, {record for record, *_ in rows if record})
    children = _children(staff, {child: (on, team) for _, child, on, team in reversed(rows) if child})
    more = len(rows) == LOOKED_AT or len(records) > MOST or len(children) > MOST
    return Behind(records[:MOST], children[:MOST], more)


def _in_place(place: Place, narrow: Callable[[Any], Any]) -> Any:
    kind, _, value = place.name.partition("-")
    if kind == places.COUNCIL:
        return True
    if kind == places.TEAM:
        teams: Any = [places.team_in(place.name)]
    else:
        column = Team.service if kind == places.SERVICE else Team.locality
        teams = [number for (number,) in rows_of(Team.select(Team.id).where(column == value))]
    return narrow(CountedFact.team).in_(teams) | narrow(CountedFact.other_team).in_(teams)


def _records(staff: Staff, ids: set[int]) -> list[Record]:
    readable = access.visible_to(staff).where(Record.id.in_(sorted(ids)))
    with_child = readable.select(Record, Child).left_outer_join(Child)
    return list(listing.newest(with_child).limit(MOST + 1))


def _children(staff: Staff, found: Mapping[int, tuple[date, int | None]]) -> list[ChildBehind]:
    """Those whose team of today somebody leads, and those of whose change a record tells that names their team."""
    led = access.supervised_teams(staff)
    mine = {number for (number,) in rows_of(Team.select(Team.id).where(led))} if led is not None else set()
    ids = [child for child, (_, team) in found.items() if mine and (team is None or team in mine)][-MOST - 1 :]
    now = Allocation.select(Allocation, Staff, Team).join(Staff).switch(Allocation).join(Team)
    with_whom = {one.child_id: one for one in now.where(Allocation.child.in_(ids) & Allocation.ended_on.is_null())}
    children = {one.id: one for one in Child.select().where(Child.id.in_(ids))}
    opened = of_child.open_to(staff, children.values())
    return [
        ChildBehind(
            children[one], found[one][0], _name(with_whom, one, "team"), _name(with_whom, one, "worker"), one in opened
        )
        for one in reversed(ids)
        if one in children
    ]


def _name(with_whom: Mapping[int, Allocation], child: int, what: str) -> str:
    one = with_whom.get(child)
    return getattr(one, what).name if one else ""
