"""Changes of worker by the team that took the child, in a period: the list, its counts, and how many are open.

A row is read by the indexes of WorkerChange, and counts are made for one page of teams, so that each page takes as long
among a million records as among ten thousand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import JOIN, Select, fn

from models import Allocation, Child, ChildEvent, Record, Staff, Team, WorkerChange
from records import access, clock, planning
from records.deciding import states
from records.reporting import explaining, of_child
from records.reporting.read_lines import OF_A_CHANGE
from records.reporting.worker_lines import Standing
from records.transaction import transaction

PAGE_SIZE = 50
TEAMS_ON_A_PAGE = 25
MAX_PAGES = 2_000
COUNTED = 100  # more are not counted to their end
FEW_TEAMS = 40  # of so many each team's index range is read; of more the newest changes are read until a page is full
LATELY = timedelta(days=92)  # what is listed where no period is asked for


@dataclass(frozen=True)
class Asked:
    """What is listed: changes from `since` to `until` (both included), of a team (id) or all, of a standing or all."""

    since: date
    until: date
    team: int = 0
    standing: str = Standing.OPEN


@dataclass(frozen=True)
class Listed:
    """A change as the list shows it. number: id of its spell. before: who had the child, None for nobody known.

    under_way: a record of it that is not sealed yet. readable: whether it, or the one that was sealed, may be read.
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


@dataclass(frozen=True)
class TeamCount:
    """How many new workers a team has, by standing."""

    team: Team
    counts: Mapping[Standing, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())


def lately(today: date) -> Asked:
    """What is open of the last three months."""
    return Asked(today - LATELY, today)


def teams_of(staff: Staff) -> list[Team]:
    """The teams that this person leads or stands above, by name."""
    above = access.supervised_teams(staff) if explaining.leads(staff) else None
    return [] if above is None else list(Team.select().where(above).order_by(Team.name))


def count_open(staff: Staff, today: date) -> int:
    """How many changes of the last three months are open; COUNTED + 1 stands for more."""
    teams = teams_of(staff)
    return _of_teams(teams, lately(today)).limit(COUNTED + 1).count() if teams else 0


def counts(teams: Sequence[Team], asked: Asked, page: int = 1) -> list[TeamCount]:
    """The counts of one page of these teams."""
    shown = [one for one in teams if asked.team in (0, one.id)][(page - 1) * TEAMS_ON_A_PAGE : page * TEAMS_ON_A_PAGE]
    number = fn.COUNT(WorkerChange.id).alias("number")
    rows = WorkerChange.select(WorkerChange.team, WorkerChange.standing, number)
    rows = rows.where(WorkerChange.team.in_([one.id for one in shown]) & (WorkerChange.standing.in_([*Standing])))
    rows = rows.where(WorkerChange.started_on.between(asked.since, asked.until))
    found: dict[int, dict[Standing, int]] = {}
    for row in rows.group_by(WorkerChange.team, WorkerChange.standing):
        found.setdefault(row.team_id, {})[Standing(row.standing)] = row.number
    return [TeamCount(team, found.get(team.id, {})) for team in shown]


def get_page(staff: Staff, teams: Sequence[Team], asked: Asked, page: int = 1) -> tuple[list[Listed], bool]:
    """One page of the changes of these teams, the newest first, and whether there are more."""
    rows = list(_in_order(teams, asked).offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE + 1)) if teams else []
    return _listed(rows[:PAGE_SIZE], staff), len(rows) > PAGE_SIZE


def take_out(staff: Staff, teams: Sequence[Team], asked: Asked) -> Iterator[Listed]:
    """All of them, page by page, for a file; that each child's was taken out is noted first."""
    page, more = 1, bool(teams)
    while more:
        found, more = get_page(staff, teams, asked, page)
        at = clock.now()
        with transaction():
            events = [{"child": one, "event": "taken_out", "staff": staff, "happened_at": at} for one in _ids(found)]
            if events:
                ChildEvent.insert_many(events).execute()
        yield from found
        page += 1


def _ids(found: Sequence[Listed]) -> list[int]:
    return sorted({one.child.id for one in found})


def _of_teams(teams: Sequence[Team], asked: Asked) -> Any:
    wanted = [one.id for one in teams if asked.team in (0, one.id)]
    team = WorkerChange.team if len(wanted) <= FEW_TEAMS else planning.not_by_index(WorkerChange.team)
    standings = [asked.standing] if asked.standing else [*Standing]
    of_period = WorkerChange.started_on.between(asked.since, asked.until)
    return WorkerChange.select().where(team.in_(wanted) & WorkerChange.standing.in_(standings) & of_period)


def _in_order(teams: Sequence[Team], asked: Asked) -> Select:
    worker, before = Staff.alias(), Staff.alias()
    found = _of_teams(teams, asked).select(WorkerChange, Allocation, Child, Team, worker, before, Record)
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
    return [_one(row, under_way, readable, open_to) for row in rows]


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
