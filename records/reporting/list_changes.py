"""Changes of worker by the team that took the child, in a period: the list, its counts, and how many are open.

A row is read by the indexes of WorkerChange, and counts are made for one page of teams, so that each page takes as long
among a million records as among ten thousand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from peewee import JOIN, Select, Value, fn

from models import Allocation, Child, ChildEvent, Record, Role, Staff, Team, WorkerChange
from records import access, clock, planning
from records.deciding import states
from records.reporting import explaining, of_child, read_lines
from records.reporting.read_lines import OF_A_CHANGE
from records.reporting.worker_lines import CHANGES, Change, Explained, Standing
from records.transaction import transaction

PAGE_SIZE = 50
TEAMS_ON_A_PAGE = 25
MAX_PAGES = 2_000
COUNTED = 100  # more are not counted to their end
LATELY = timedelta(days=92)  # what is listed where no period is asked for


@dataclass(frozen=True)
class Asked:
    """What is listed: changes from `since` to `until` (both included), of a team (id) or all, of a standing or all.

    First workers, who follow nobody, are listed only where that standing is asked for.
    """

    since: date
    until: date
    team: int = 0
    standing: str = Standing.OPEN


@dataclass(frozen=True)
class Listed:
    """A change as the list shows it. number: id of its spell. before: who had the child, None for nobody known.

    record: that was sealed, or is under way. readable: whether it may be read. explained, explained_by: why it has
    none, and who said so. may_be_cover: whether it is open and takes such an explanation.
    """

    number: int
    child: Child
    team: Team
    worker: Staff
    before: Staff | None
    started_on: date
    ended_on: date | None
    reason_code: str
    standing: Standing
    record: Record | None
    readable: bool
    opens_child: bool
    explained: Explained | None = None
    explained_by: str = ""
    may_be_cover: bool = False


@dataclass(frozen=True)
class TeamCount:
    """How many changes a team has, by standing."""

    team: Team
    counts: Mapping[Standing, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())


def lately(today: date) -> Asked:
    """What is open of the last three months."""
    return Asked(today - LATELY, today)


def teams_of(staff: Staff, page: int = 1, only: int = 0) -> list[Team]:
    """One page of the teams that this person leads or stands above, by name. only: the team with this id, if it is."""
    above = _above(staff)
    if above is None:
        return []
    teams = Team.select().where(above & (Team.id == only) if only else above).order_by(Team.name)
    return list(teams.paginate(page, TEAMS_ON_A_PAGE))


def leads(staff: Staff, teams: Iterable[int]) -> set[int]:
    """Those of these teams (ids) that this person leads or stands above."""
    above = _above(staff)
    return set() if above is None else {team.id for team in Team.select(Team.id).where(Team.id.in_([*teams]) & above)}


@dataclass(frozen=True)
class Older:
    """How many changes are open that began before a list does (COUNTED + 1: more), and the first day of the first."""

    number: int
    first: date | None = None


def older(staff: Staff, asked: Asked) -> Older:
    """What is open of this person's teams, or of the one asked for, that began before what is listed."""
    above = _above(staff)
    if above is None:
        return Older(0)
    teams = Team.select(Team.id).where(above & (Team.id == asked.team) if asked.team else above)
    before = (WorkerChange.standing == Standing.OPEN) & (WorkerChange.started_on < asked.since)
    found = WorkerChange.select().where(WorkerChange.team.in_(teams) & before)
    number = found.limit(COUNTED + 1).count()
    return Older(number, found.select(fn.MIN(WorkerChange.started_on)).scalar() if number else None)


def count_open(staff: Staff, today: date) -> int:
    """How many changes of the last three months are open; COUNTED + 1 stands for more."""
    return count(staff, lately(today), COUNTED + 1)


def count(staff: Staff, asked: Asked, most: int) -> int:
    """How many changes of this person's teams are asked for, counted to `most`."""
    found = _of_teams(staff, asked)
    return 0 if found is None else int(found.limit(most).count())


def counts(teams: Sequence[Team], asked: Asked) -> list[TeamCount]:
    """The counts of these teams, a page of them."""
    number = fn.COUNT(WorkerChange.id).alias("number")
    rows = WorkerChange.select(WorkerChange.team, WorkerChange.standing, number)
    rows = rows.where(WorkerChange.team.in_([one.id for one in teams]) & WorkerChange.standing.in_(CHANGES))
    rows = rows.where(WorkerChange.started_on.between(asked.since, asked.until))
    found: dict[int, dict[Standing, int]] = {}
    for row in rows.group_by(WorkerChange.team, WorkerChange.standing):
        found.setdefault(row.team_id, {})[Standing(row.standing)] = row.number
    return [TeamCount(team, found.get(team.id, {})) for team in teams]


def get_page(staff: Staff, asked: Asked, page: int = 1) -> tuple[list[Listed], bool]:
    """One page of the changes of this person's teams, the newest first, and whether there are more."""
    found = _of_teams(staff, asked)
    if found is None:
        return [], False
    rows = list(_in_order(found).offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE + 1))
    return _listed(rows[:PAGE_SIZE], staff), len(rows) > PAGE_SIZE


def take_out(staff: Staff, asked: Asked) -> Iterator[Listed]:
    """All of them, page by page, for a file; that each child's was taken out is noted first."""
    page, more = 1, True
    while more:
        found, more = get_page(staff, asked, page)
        at = clock.now()
        with transaction():
            events = [{"child": one, "event": "taken_out", "staff": staff, "happened_at": at} for one in _ids(found)]
            if events:
                ChildEvent.insert_many(events).execute()
        yield from found
        page += 1


def _ids(found: Sequence[Listed]) -> list[int]:
    return sorted({one.child.id for one in found})


def _above(staff: Staff) -> Any:
    """A condition on Team: those that this person leads or stands above; None for nobody's."""
    return access.supervised_teams(staff) if explaining.leads(staff) else None


def _of_teams(staff: Staff, asked: Asked) -> Any:
    """Query of what is asked for of this person's teams; None where they lead none.

    Few changes belong to one team, and its index leads to them. A service has many: there the newest are asked one by
    one whether they are its own, until the page is full.
    """
    above = _above(staff)
    if above is None:
        return None
    if asked.team or staff.role == Role.TEAM_LEADER:
        ids = [one.id for one in teams_of(staff, only=asked.team)]
        theirs: Any = WorkerChange.team.in_(ids)
    else:
        team = planning.not_by_index(WorkerChange.team)
        theirs = fn.EXISTS(Team.select(Value(1)).where((Team.id == team) & above))
    standings = [asked.standing] if asked.standing else [*CHANGES]
    of_period = WorkerChange.started_on.between(asked.since, asked.until)
    return WorkerChange.select().where(theirs & WorkerChange.standing.in_(standings) & of_period)


def _in_order(found: Any) -> Select:
    worker, before = Staff.alias(), Staff.alias()
    found = found.select(WorkerChange, Allocation, Child, Team, worker, before, Record)
    found = found.join(Allocation).join(worker, on=(Allocation.worker == worker.id)).switch(WorkerChange)
    found = found.join(Child).switch(WorkerChange).join(Team).switch(WorkerChange)
    found = found.join(before, JOIN.LEFT_OUTER, on=(WorkerChange.before == before.id)).switch(WorkerChange)
    return found.join(Record, JOIN.LEFT_OUTER).order_by(WorkerChange.started_on.desc(), WorkerChange.id.desc())


def _listed(rows: Sequence[WorkerChange], staff: Staff) -> list[Listed]:
    children = [row.child for row in rows]
    under_way = _under_way([child.id for child in children])
    records = [one for one in (row.record or under_way.get(row.child_id) for row in rows) if one]
    readable = {one.id for one in access.visible_to(staff).where(Record.id.in_([one.id for one in records]))}
    open_to = of_child.open_to(staff, children)
    lines = read_lines.read({row.child_id for row in rows if row.standing in (Standing.EXPLAINED, Standing.OPEN)})
    changes = {change.spell.id: change for line in lines.values() for change in line.changes}
    said = {
        number: why for number, one in changes.items() if one.standing == Standing.EXPLAINED and (why := one.explained)
    }
    people = Staff.select(Staff.id, Staff.name).where(Staff.id.in_({why.by for why in said.values()}))
    names = {one.id: one.name for one in people}
    found = [_one(row, under_way, readable, open_to) for row in rows]
    return [
        replace(one, explained=why, explained_by=names[why.by])
        if (why := said.get(one.number))
        else replace(one, may_be_cover=_may_be_cover(one, changes))
        for one in found
    ]


def _may_be_cover(one: Listed, changes: Mapping[int, Change]) -> bool:
    """Whether a change takes an explanation, as `explaining.why_not` says of one."""
    change = changes.get(one.number)
    comes_back = one.before is not None and one.before.active
    return one.standing == Standing.OPEN and comes_back and change is not None and change.not_cover is None


def _one(row: WorkerChange, under_way: Mapping[int, Record], readable: set[int], open_to: set[int]) -> Listed:
    spell = row.allocation
    record = row.record or (under_way.get(row.child_id) if row.standing == Standing.OPEN else None)
    return Listed(
        spell.id,
        row.child,
        row.team,
        spell.worker,
        row.before,
        row.started_on,
        spell.ended_on,
        spell.reason_code,
        Standing(row.standing),
        record,
        record is not None and record.id in readable,
        row.child_id in open_to,
    )


def _under_way(children: Sequence[int]) -> dict[int, Record]:
    """Child id → the newest record of a change that is not closed."""
    wanted = Record.child.in_(children) & Record.kind.in_(OF_A_CHANGE) & Record.state.not_in(states.CLOSED)
    rows = Record.select(Record.id, Record.reference, Record.child, Record.state).where(wanted).order_by(Record.id)
    return {row.child_id: row for row in rows}
