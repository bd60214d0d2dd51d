"""The records and children behind a number of a figure, as far as somebody may read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import fn

from models import Allocation, Child, CountedFact, FigureCount, Record, Staff, Team
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
_COLUMNS = (CountedFact.record, CountedFact.child, CountedFact.month, CountedFact.readers_team, CountedFact.key)


@dataclass(frozen=True)
class ChildBehind:
    """A child behind a number, once for each time that they count. team, worker: of today, '' for none.

    month: in which they count. key: as what, of a change its reason. opens: whether the child's page may be read.
    """

    child: Child
    month: date
    key: str = ""
    team: str = ""
    worker: str = ""
    opens: bool = False


@dataclass(frozen=True)
class Behind:
    """What is behind a number. more: whether there may be more than is listed."""

    records: list[Record]
    children: list[ChildBehind]
    more: bool = False

    @property
    def different(self) -> int:
        """How many children there are among those that are listed."""
        return len({one.child.id for one in self.children})


def find(staff: Staff, place: Place, period: Period, asked: Mapping[str, str], month: date | None) -> Behind:
    """The newest that somebody may read. asked: figure, and where they narrow it key and key2. month: a single one."""
    rows = (
        _of_team(place, period, asked, month) if places.team_in(place.name) else _of_wide(place, period, asked, month)
    )
    records = _records(staff, {record for record, *_ in rows if record})
    children = _children(staff, [tuple(counted) for _, *counted in rows if counted[0]])
    more = len(rows) == LOOKED_AT or len(records) > MOST or len(children) > MOST
    return Behind(records[:MOST], children[:MOST], more)


def _of_team(place: Place, period: Period, asked: Mapping[str, str], month: date | None) -> list[Any]:
    """The newest facts of a team, which has few."""
    figure, team = planning.not_by_index(CountedFact.figure) == asked["figure"], places.team_in(place.name)
    mine = (CountedFact.team == team) | (CountedFact.other_team == team)
    facts = CountedFact.select(*_COLUMNS).where(figure, mine, *_narrowed(CountedFact, period, asked, month))
    return rows_of(facts.order_by(CountedFact.month.desc()).limit(LOOKED_AT))


def _of_wide(place: Place, period: Period, asked: Mapping[str, str], month: date | None) -> list[Any]:
    """The newest facts of a place of many teams, a month at a time.

    Its sums say in which months there are how many, so that what is rare is found as soon as what is common.
    """
    told = (FigureCount.place == place.name) & (FigureCount.figure == asked["figure"])
    sums = FigureCount.select(FigureCount.month, fn.SUM(FigureCount.number))
    sums = sums.where(told, *_narrowed(FigureCount, period, asked, month)).group_by(FigureCount.month)
    of_figure = CountedFact.select(*_COLUMNS).where(CountedFact.figure == asked["figure"], _in_place(place))
    found: list[Any] = []
    for of_month, number in rows_of(sums.order_by(FigureCount.month.desc())):
        # By the month alone: beside a period SQLite's index would lead to all of that.
        facts = of_figure.where(*_narrowed(CountedFact, period, asked, of_month))
        found += rows_of(facts.limit(min(LOOKED_AT - len(found), int(number))))
        if len(found) == LOOKED_AT:
            break
    return found


def _narrowed(
    table: type[CountedFact] | type[FigureCount], period: Period, asked: Mapping[str, str], month: date | None
) -> list[Any]:
    narrowed: list[Any] = [getattr(table, name) == asked[name] for name in ("key", "key2") if asked.get(name)]
    if month:
        narrowed.append(table.month == month)
    elif asked["figure"] not in OF_OTHER_MONTHS:
        narrowed.append(table.month.between(period.first, period.last))
    return narrowed


def _in_place(place: Place) -> Any:
    """A condition on facts, of which those of the month are gone through."""
    kind, _, value = place.name.partition("-")
    if kind == places.COUNCIL:
        return True
    column = Team.service if kind == places.SERVICE else Team.locality
    teams = [number for (number,) in rows_of(Team.select(Team.id).where(column == value))]
    team, other = (planning.not_by_index(one) for one in (CountedFact.team, CountedFact.other_team))
    return planning.one_of(team, teams) | planning.one_of(other, teams)


def _records(staff: Staff, ids: set[int]) -> list[Record]:
    readable = access.visible_to(staff).where(Record.id.in_(sorted(ids)))
    with_child = readable.select(Record, Child).left_outer_join(Child)
    return list(listing.newest(with_child).limit(MOST + 1))


def _children(staff: Staff, found: Sequence[tuple[Any, ...]]) -> list[ChildBehind]:
    """Those whose team of today somebody leads, and those of whose change a record tells that names their team."""
    led = access.supervised_teams(staff)
    mine = {number for (number,) in rows_of(Team.select(Team.id).where(led))} if led is not None else set()
    there = [one for one in found if mine and (one[2] is None or one[2] in mine)][: MOST + 1]
    ids = {child for child, *_ in there}
    now = Allocation.select(Allocation, Staff, Team).join(Staff).switch(Allocation).join(Team)
    with_whom = {one.child_id: one for one in now.where(Allocation.child.in_(ids) & Allocation.ended_on.is_null())}
    children = {one.id: one for one in Child.select().where(Child.id.in_(ids))}
    opened = of_child.open_to(staff, children.values())
    return [
        ChildBehind(
            children[one], month, key, _name(with_whom, one, "team"), _name(with_whom, one, "worker"), one in opened
        )
        for one, month, _, key in there
        if one in children
    ]


def _name(with_whom: Mapping[int, Allocation], child: int, what: str) -> str:
    one = with_whom.get(child)
    return getattr(one, what).name if one else ""
