"""The records and children behind a number of a figure, as far as somebody may read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from peewee import JOIN, fn

from models import Allocation, Child, CountedFact, FigureCount, Record, Staff, Team, WorkerChange
from records import access, planning
from records.reporting import listing, of_child, places
from records.reporting.counting import changes, workers
from records.reporting.counting.periods import Period
from records.reporting.figures_drawn import words
from records.reporting.places import Place
from records.reporting.plain_rows import rows_of

PAGE_SIZE = 50
PAGES = 40
LOOKED_AT = 300  # facts for each page, so that a number of many takes no longer
# Figures whose months are not those of the period.
OF_OTHER_MONTHS = (workers.WORKERS, changes.COMING_UP)
_COLUMNS = (
    *(CountedFact.record, CountedFact.child, CountedFact.month, CountedFact.readers_team),
    *(CountedFact.key, CountedFact.key2),
)


@dataclass(frozen=True)
class ChildBehind:
    """A child behind a number, once for each time that they count. team, worker: of today, '' for none.

    month: in which they count. key: as what, of a change its reason. opens: whether the child's page may be read.
    change: of worker, which is counted.
    """

    child: Child
    month: date
    key: str = ""
    team: str = ""
    worker: str = ""
    opens: bool = False
    change: WorkerChange | None = None


@dataclass(frozen=True)
class Behind:
    """A page of what is behind a number. more: whether there may be more after it. keys2: id of a record → as what."""

    records: list[Record]
    children: list[ChildBehind]
    more: bool = False
    keys2: Mapping[int, str] = field(default_factory=dict)

    @property
    def different(self) -> int:
        """How many children there are among those that are listed."""
        return len({one.child.id for one in self.children})


def find(
    staff: Staff, place: Place, period: Period, asked: Mapping[str, str], month: date | None, page: int = 1
) -> Behind:
    """A page of what somebody may read, the newest months first.

    asked: figure, and where they narrow it key and key2. month: a single one. page: from 1 to PAGES.
    """
    most, before = LOOKED_AT * page, PAGE_SIZE * (page - 1)
    of_place = _of_team if places.team_in(place.name) else _of_wide
    rows = of_place(place, period, asked, month, most)
    records = _readable(staff, list(dict.fromkeys(record for record, *_ in rows if record)))[before:]
    children = _open(staff, [tuple(counted) for _, *counted in rows if counted[0]])[before:]
    left = max(len(records), len(children)) > PAGE_SIZE or len(rows) == most
    return Behind(
        _records(records[:PAGE_SIZE]),
        _children(staff, children[:PAGE_SIZE], is_of_changes=asked["figure"] in words.OF_CHANGES),
        left and page < PAGES,
        {record: key2 for record, *_, key2 in rows if record},
    )


def _of_team(place: Place, period: Period, asked: Mapping[str, str], month: date | None, most: int) -> list[Any]:
    """The newest facts of a team, which has few."""
    figure, team = planning.not_by_index(CountedFact.figure) == asked["figure"], places.team_in(place.name)
    mine = (CountedFact.team == team) | (CountedFact.other_team == team)
    facts = CountedFact.select(*_COLUMNS).where(figure, mine, *_narrowed(CountedFact, period, asked, month))
    return rows_of(facts.order_by(CountedFact.month.desc(), CountedFact.id.desc()).limit(most))


def _of_wide(place: Place, period: Period, asked: Mapping[str, str], month: date | None, most: int) -> list[Any]:
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
        found += rows_of(facts.limit(min(most - len(found), int(number))))
        if len(found) == most:
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


def _readable(staff: Staff, ids: Sequence[int]) -> list[int]:
    """Those of these records that somebody may read, in the same order."""
    query = access.visible_to(staff).select(Record.id).where(planning.one_of(Record.id, sorted(ids)))
    readable = {number for (number,) in query.tuples()}
    return [one for one in ids if one in readable]


def _records(ids: Sequence[int]) -> list[Record]:
    found = {one.id: one for one in listing.with_child(ids)}
    return [found[one] for one in ids]


def _open(staff: Staff, found: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Of those whose readers' team somebody leads, and those of whose change a record tells that names their team."""
    led = access.supervised_teams(staff)
    mine = {number for (number,) in rows_of(Team.select(Team.id).where(led))} if led is not None else set()
    return [one for one in found if mine and (one[2] is None or one[2] in mine)]


def _children(staff: Staff, there: Sequence[tuple[Any, ...]], *, is_of_changes: bool) -> list[ChildBehind]:
    ids = {child for child, *_ in there}
    children = {one.id: one for one in Child.select().where(Child.id.in_(ids))}
    opened = of_child.open_to(staff, children.values())
    now = Allocation.select(Allocation, Staff, Team).join(Staff).switch(Allocation).join(Team)
    now = now.where(Allocation.child.in_([*opened]) & Allocation.ended_on.is_null())
    with_whom = {one.child_id: one for one in now}
    began = _began(ids if is_of_changes else ())
    return [
        ChildBehind(
            *(children[one], month, key, _name(with_whom, one, "team"), _name(with_whom, one, "worker")),
            *(one in opened, next(began[one, month], None)),
        )
        for one, month, _, key, _ in there
        if one in children
    ]


def _began(children: Collection[int]) -> Mapping[tuple[int, date], Iterator[WorkerChange]]:
    """(child, month) → their changes of worker in it, the latest first."""
    before = Staff.alias()
    rows = WorkerChange.select(WorkerChange, Allocation, Staff, before, Team).join(Allocation).join(Staff)
    rows = rows.switch(WorkerChange).join(before, JOIN.LEFT_OUTER, on=WorkerChange.before)
    rows = rows.switch(WorkerChange).join(Team, on=WorkerChange.team).where(WorkerChange.child.in_(list(children)))
    found: dict[tuple[int, date], list[WorkerChange]] = defaultdict(list)
    for one in rows.order_by(WorkerChange.started_on.desc()) if children else ():
        found[one.child_id, one.started_on.replace(day=1)].append(one)
    return defaultdict(lambda: iter(()), {at: iter(those) for at, those in found.items()})


def _name(with_whom: Mapping[int, Allocation], child: int, what: str) -> str:
    one = with_whom.get(child)
    return getattr(one, what).name if one else ""
