"""What approved records promise and is open, of all records that somebody may see: by day, by person and by team."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from peewee import JOIN, fn

from models import READ_FOR_A_PURPOSE, Child, PromisedDay, Record, Role, Staff, Team
from protocol.terms import TermFiller
from records import access, clock, planning
from records.following import follow_up, promises
from records.following.promises import PromiseLine
from records.planning import Narrow
from records.register import lookup
from records.reporting.csv_files import Cell
from records.reporting.finders import days_of
from records.reporting.listing import COUNTED

PAGE_SIZE = 50
ADDED_UP = 500  # promises of which it is added up who is to keep them: those that are due first
AT_ONCE = 200  # of a file, promises that are read together
NOT_FOR = (Role.BUSINESS_SUPPORT, *READ_FOR_A_PURPOSE)
HEADINGS = (
    *(
        "Record",
        "Kind of record",
        "Local id",
        "Child",
        "What was promised",
        "In words",
        "Who",
        "Team",
        "Due on",
        "Overdue",
    ),
    "Reminded on",
)

_BY_DAY = (PromisedDay.due_on, PromisedDay.record, PromisedDay.id)  # as an index has them
_Who, _TheirTeam = Staff.alias(), Team.alias()
_WHO = fn.COALESCE(PromisedDay.staff, Record.author)  # of what nobody in the register is to do: the author


@dataclass(frozen=True)
class Filters:
    """What is listed; blank filters do not narrow it. team: words of the name of the team of whoever is to do it.

    person: words of their name. due: OVERDUE or SOON (finders.py).
    """

    team: str = ""
    person: str = ""
    due: str = ""


@dataclass(frozen=True)
class Listed:
    """An open promise. who: is to do it, with their team. may_say: the reader may say what became of it.

    is_theirs: the record concerns the reader; whoever sees it by a post alone reads in the record what it says.
    """

    line: PromiseLine
    who: Staff
    may_say: bool
    is_theirs: bool


class OfOne(NamedTuple):
    """How much is open and overdue of one person or team."""

    name: str
    open: int
    overdue: int


@dataclass(frozen=True)
class PromisePage:
    """A page of the list. total: None beyond COUNTED. teams, people: of the ADDED_UP that are due first, or all.

    is_cut: there are more than these.
    """

    promises: list[Listed]
    page: int
    has_more: bool
    total: int | None
    teams: list[OfOne] = field(default_factory=list)
    people: list[OfOne] = field(default_factory=list)
    is_cut: bool = False


def may_list(staff: Staff) -> bool:
    """Whether somebody's work is with children: others read in each record what it promises, where it is noted."""
    return staff.role not in NOT_FOR


def get_page(staff: Staff, filters: Filters, page: int, terms: Mapping[str, str] | None = None) -> PromisePage:
    """One page (PAGE_SIZE promises), the one due first first."""
    before = (page - 1) * PAGE_SIZE
    query = _in_order(staff, filters)
    after = before + max(PAGE_SIZE, COUNTED - before) + 1
    rows = list(_with_names(query).limit(ADDED_UP + 1).tuples())
    ids = [row[3] for row in rows[before:after]]
    if after > ADDED_UP < len(rows):  # the page is of those that are not added up
        ids = [number for (number,) in query.offset(before).limit(after - before).tuples()]
    total = before + len(ids)
    people, teams = ([(row[place], row[2]) for row in rows[:ADDED_UP]] for place in (0, 1))
    return PromisePage(
        promises=_listed(staff, ids[:PAGE_SIZE], terms),
        page=page,
        has_more=len(ids) > PAGE_SIZE,
        total=total if total <= COUNTED else None,
        teams=_added_up(teams),
        people=_added_up(people),
        is_cut=len(rows) > ADDED_UP,
    )


def get_ids(staff: Staff, filters: Filters, most: int) -> list[int]:
    """Ids of at most so many promises, in the list's order."""
    return [number for (number,) in _in_order(staff, filters).limit(most).tuples()]


def rows_of(staff: Staff, ids: Sequence[int], kinds: Mapping[str, str], fill_terms: TermFiller) -> Iterator[list[Cell]]:
    """A row of HEADINGS for each of these promises, in words where the list has them for this person.

    kinds: kind → title.
    """
    for start in range(0, len(ids), AT_ONCE):
        days, people = _with_people(ids[start : start + AT_ONCE])
        theirs = _theirs(staff, days)
        for line in promises.lines_of(days, fill_terms.terms):
            day, who = line.day, people[line.day.id]
            record, reminded = day.record, day.reminded_at
            yield [
                *(record.reference, kinds[record.kind]),
                *((record.child.local_id, record.child.name) if record.child else ("", "")),
                *(line.what, line.says if record.id in theirs else "", who.name, who.team.name if who.team else ""),
                *(day.due_on, "yes" if line.is_overdue else ""),
                clock.in_london(reminded).date() if reminded else None,
            ]


def _in_order(staff: Staff, filters: Filters) -> Any:
    sees_many = access.sees_whole_services(staff)
    narrow = planning.by_index if sees_many else planning.not_by_index
    # From the promises to their records: the other way round, SQLite read each record that somebody sees.
    of_record = Record.id == planning.not_by_index(PromisedDay.record)
    query: Any = PromisedDay.select(PromisedDay.id).join(Record, on=of_record).where(_is_open(narrow))
    query = query.where(access.is_visible(staff, PromisedDay.record)).order_by(*_BY_DAY)
    if filters.due:
        query = query.where(PromisedDay.due_on.between(*days_of(filters.due)))
    for people in _people_asked_for(filters):
        few = planning.few_of(partial(_ids_of, people))
        query = query.where(_WHO.in_(people) if few is None else planning.one_of(PromisedDay.id, few))
    return query


def _with_names(query: Any) -> Any:
    """(name of whoever is to do it, name of their team, day, id) of each promise of a query."""
    named = query.select(_Who.name, _TheirTeam.name, PromisedDay.due_on, PromisedDay.id).join_from(
        PromisedDay, _Who, on=_Who.id == _WHO
    )
    return named.join_from(_Who, _TheirTeam, JOIN.LEFT_OUTER, on=_Who.team == _TheirTeam.id)


def _is_open(narrow: Narrow) -> Any:
    kept = planning.not_by_index(Record.state).in_(list(promises.KEPT_IN))
    return narrow(PromisedDay.ended_at).is_null() & kept


def _people_asked_for(filters: Filters) -> Iterator[Any]:
    """Queries of the ids of staff, of whom whoever is to do it is one in each."""
    if filters.person:
        yield lookup.matching(Staff, filters.person)
    if filters.team:
        yield Staff.select(Staff.id).where(Staff.team.in_(lookup.teams_called(filters.team)))


def _ids_of(people: Any, _: Narrow) -> Any:
    """Ids of the open promises that these people are to keep: from the people's side, as all that is open are many."""
    still = planning.not_by_index(PromisedDay.ended_at).is_null()
    days = PromisedDay.select(PromisedDay.id.alias("found")).where(PromisedDay.staff.in_(people) & still)
    nobodys = PromisedDay.select(PromisedDay.id).join(Record)
    return days + nobodys.where(Record.author.in_(people) & PromisedDay.staff.is_null() & still)


def _with_people(ids: Sequence[int]) -> tuple[list[PromisedDay], dict[int, Staff]]:
    """(promises with their records and children, in this order; id → who is to keep each, with their team)."""
    days = PromisedDay.select(PromisedDay, Staff, Record, Child).left_outer_join(Staff).switch(PromisedDay)
    days = days.join(Record).left_outer_join(Child).where(PromisedDay.id.in_(list(ids)))
    found = {day.id: day for day in days}
    in_order = [found[number] for number in ids if number in found]
    named = {day.staff_id or day.record.author_id for day in in_order}
    people = {one.id: one for one in Staff.select(Staff, Team).left_outer_join(Team).where(Staff.id.in_(named))}
    return in_order, {day.id: people[day.staff_id or day.record.author_id] for day in in_order}


def _listed(staff: Staff, ids: Sequence[int], terms: Mapping[str, str] | None) -> list[Listed]:
    days, people = _with_people(ids)
    said = follow_up.said_by(staff, days)
    own = _theirs(staff, days)
    return [
        Listed(line, people[line.day.id], line.day.id in said, line.day.record_id in own)
        for line in promises.lines_of(days, terms)
    ]


def _theirs(staff: Staff, days: Sequence[PromisedDay]) -> set[int]:
    """Ids of those of the records of these promises that concern somebody."""
    mine = Record.id.in_({day.record_id for day in days}) & Record.id.in_(access.concerning(staff))
    return {record.id for record in Record.select(Record.id).where(mine)}


def _added_up(rows: Sequence[tuple[str | None, date]]) -> list[OfOne]:
    """(name, day) of each promise → how many are open and overdue of each name, most overdue first."""
    today, found = clock.today(), dict[str, list[int]]()
    for name, due in rows:
        counted = found.setdefault(name or "", [0, 0])
        counted[0] += 1
        counted[1] += due < today
    added = [OfOne(name, *counted) for name, counted in found.items()]
    return sorted(added, key=lambda one: (-one.overdue, -one.open, one.name))
