"""The list of records that somebody may see, narrowed by filters, page by page, the one saved last first.

Of a range of days the one of which responsibility passes last comes first, as an index leads to those days.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from peewee import Select, SqliteDatabase

from documents import codes
from models import (
    Child,
    PromisedDay,
    Record,
    RecordPerson,
    RecordTeam,
    SealedDocument,
    Staff,
    State,
    Step,
    StepState,
    Team,
    database,
)
from records import access, clock, planning
from records.following import promises
from records.register import lookup

PAGE_SIZE = 50
MAX_PAGES = 2_000
COUNTED = 100  # longer lists are not counted to their end
LAST_SIGN = "\U0010ffff"
OVERDUE, SOON = "overdue", "soon"
DUE_SOON = timedelta(days=7)
# What somebody filters by → the states that it stands for.
STATES: Mapping[str, tuple[State, ...]] = {
    "draft": (State.DRAFT,),
    "returned": (State.RETURNED,),
    "submitted": (State.SUBMITTED,),
    "approved": (State.APPROVED,),
    "sealed": (State.SEALED,),
    "refused": (State.REFUSED, State.REFUSAL_SEALED),
    "corrected": (State.CORRECTED,),
    "cancelled": (State.CANCELLED,),
    "withdrawn": (State.WITHDRAWN,),
}
# Questions that name whose the case was, and whose it becomes.
GIVING = ("current_worker", "current_team", "current_team_leader", "outgoing_team", "outgoing_team_leader")
TAKING = ("new_worker", "new_team", "new_team_leader")

Narrow = Callable[[Any], Any]  # a column → that, or an expression for which no index is used
FindIds = Callable[[Any, Narrow], Any]


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; blank filters do not narrow it.

    whose: 'mine' for what this person wrote. find: a reference, the code of a sealed document, or words of the names
    or numbers of the child or of somebody named. giving, taking: words of the name of a worker, leader or team.
    waits_for: of whoever it waits for. kind: a key of forms.KINDS. state: a key of STATES. due: OVERDUE or SOON. since,
    until: days between which responsibility passes.
    """

    whose: str = ""
    find: str = ""
    kind: str = ""
    state: str = ""
    giving: str = ""
    taking: str = ""
    waits_for: str = ""
    due: str = ""
    since: date | None = None
    until: date | None = None


@dataclass
class ListPage:
    """One page of a list. page: counted from 1. total: its length, None beyond COUNTED."""

    records: list[Record]
    page: int = 1
    has_more: bool = False
    total: int | None = None


def get_page(staff: Staff, filters: Filters, page: int = 1) -> ListPage:
    """One page (PAGE_SIZE records) of what this person may see."""
    listed, before = _narrowed(staff, filters), (page - 1) * PAGE_SIZE
    in_order = newest_day if filters.since or filters.until else newest
    found = list(in_order(_with_child(listed)).offset(before).limit(PAGE_SIZE + 1))
    shown = ListPage(found[:PAGE_SIZE], page, has_more=len(found) > PAGE_SIZE)
    total = before + len(found) if found and not shown.has_more else listed.limit(COUNTED + 1).count()
    shown.total = total if total <= COUNTED else None
    return shown


def newest(query: Select) -> Select:
    """The records of a query, the one saved last first."""
    return query.order_by(Record.saved_at.desc(), Record.id.desc())


def newest_day(query: Select) -> Select:
    """The records of a query, the one of which responsibility passes last first, as its days are asked for."""
    return query.order_by(Record.takes_effect_on.desc(), Record.id.desc())


def _with_child(query: Select) -> Select:
    return query.select(Record, Child).left_outer_join(Child)


def _narrowed(staff: Staff, filters: Filters) -> Select:
    query = access.visible_to(staff)
    if filters.whose:
        query = query.where(Record.author == staff)
    for name, find_ids in _IDS.items():
        if value := getattr(filters, name):
            query = query.where(planning.among(Record.id, partial(find_ids, value)))
    is_by_index = access.sees_whole_services(staff)
    for name, condition in _CONDITIONS.items():
        if value := getattr(filters, name):
            query = query.where(condition(value, is_by_index))
    return query


def _stands_at(state: str, is_by_index: bool) -> Any:  # noqa: FBT001
    """A condition: a record is in a state of STATES. The index of a single one has the order of the list."""
    states = STATES[state]
    if is_by_index and len(states) == 1:
        return Record.state == states[0]
    return planning.not_by_index(Record.state).in_(list(states))


def _found(text: str, _: Narrow) -> Any:
    found: Any = Record.select(Record.id.alias("found")).where(_begins(Record.reference, text.upper()))
    found += Record.select(Record.id).where(Record.child.in_(lookup.matching(Child, text)))
    found += RecordPerson.select(RecordPerson.record).where(RecordPerson.staff.in_(lookup.matching(Staff, text)))
    if not codes.is_mistyped(text):
        sealed = SealedDocument.select(SealedDocument.record)
        found += sealed.where(SealedDocument.code == codes.normalise(text))
    return found


def _begins(column: Any, text: str) -> Any:
    """A condition: a column begins with a text. On SQLite, whose order is by code, an index range finds it."""
    if isinstance(database.obj, SqliteDatabase):
        return (column >= text) & (column < text + LAST_SIGN)
    return column.startswith(text)


def _named_in(parts: Sequence[str]) -> FindIds:
    """text → ids of the records that name somebody or a team that it matches in one of these parts."""

    def find(text: str, _: Narrow) -> Any:
        people = RecordPerson.select(RecordPerson.record.alias("found")).where(
            RecordPerson.part.in_(parts) & RecordPerson.staff.in_(lookup.matching(Staff, text))
        )
        teams = RecordTeam.select(RecordTeam.record).where(
            RecordTeam.part.in_(parts) & RecordTeam.team.in_(lookup.matching(Team, text))
        )
        return people + teams

    return find


def _waits_for(text: str, _: Narrow) -> Any:
    return _open_steps(planning.not_by_index).where(Step.assignee.in_(lookup.matching(Staff, text)))


def _open_steps(narrow: Narrow) -> Select:
    steps = Step.select(Step.record.alias("found")).join(Record)
    return steps.where((Step.state == StepState.OPEN) & (narrow(Record.state) == State.SUBMITTED))


def _due(when: str, narrow: Narrow) -> Any:
    """Ids of the records of which a decision, or what was promised, is due by a day (SOON) or was before (OVERDUE)."""
    today = clock.today()
    first, last = (date.min, today - timedelta(days=1)) if when == OVERDUE else (today, today + DUE_SOON)
    days = PromisedDay.select(PromisedDay.record.alias("found")).join(Record)
    days = days.where(narrow(Record.state).in_(list(promises.KEPT_IN)) & narrow(PromisedDay.ended_at).is_null())
    days = days.where(narrow(PromisedDay.due_on).between(first, last))
    return days + _open_steps(narrow).where(Step.due_on.between(first, last))


# Filter → query of the ids (`found`) of the records that are like that.
_IDS: Mapping[str, FindIds] = {
    "find": _found,
    "giving": _named_in(GIVING),
    "taking": _named_in(TAKING),
    "waits_for": _waits_for,
    "due": _due,
}
# Filter → condition of its value, and of whether an index may lead to the records.
_CONDITIONS: Mapping[str, Callable[[Any, bool], Any]] = {
    "kind": lambda kind, _: Record.kind == kind,
    "state": _stands_at,
    "since": lambda day, _: Record.takes_effect_on >= day,
    "until": lambda day, _: Record.takes_effect_on <= day,
}
