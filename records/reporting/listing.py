"""The list of records that somebody may see, narrowed by filters, in an order, page by page.

The one saved last comes first, and between two days the one of which responsibility passes last, as an index leads to
those days.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

from peewee import Select, SqliteDatabase, fn

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
from records.planning import Narrow
from records.register import lookup
from records.reporting import due_first, typed_references, unusual

PAGE_SIZE = 50
MAX_PAGES = 2_000
COUNTED = 100  # longer lists are not counted to their end
COUNTED_OF_STATE = 20  # as far as a state is counted within a kind or a service
LAST_SIGN = "\U0010ffff"
OVERDUE, SOON = "overdue", "soon"
LAST_SAVED, FIRST_SAVED, LAST_DAY, FIRST_DAY, FIRST_DUE = "saved", "first-saved", "day", "first-day", "due"
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

# What a list shows of a record: its answers, which are long, stay where they are.
LISTED = [one for one in Record._meta.sorted_fields if one.name not in ("answers", "typed", "to_read")]

FindIds = Callable[[Any, Narrow], Any]


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; blank filters do not narrow it.

    whose: 'mine' for what this person wrote. find: a reference, the code of a sealed document, or words of the names
    or numbers of the child, or of a person or team that is named. giving, taking: words of the name of a worker, leader
    or team. team: of a team's name, in whichever part. waits_for: of whoever it waits for. kind: a key of forms.KINDS.
    state: a key of STATES. service: of a team. reason: code of the reason for the change of worker. due: OVERDUE or
    SOON. since, until: days between which responsibility passes. departed, accepted, refused, corrected: see
    records/reporting/unusual.py. sort: LAST_SAVED, FIRST_SAVED, LAST_DAY, FIRST_DAY (of passing), FIRST_DUE.
    """

    whose: str = ""
    find: str = ""
    kind: str = ""
    state: str = ""
    giving: str = ""
    taking: str = ""
    team: str = ""
    service: str = ""
    reason: str = ""
    waits_for: str = ""
    due: str = ""
    since: date | None = None
    until: date | None = None
    departed: str = ""
    accepted: str = ""
    refused: str = ""
    corrected: str = ""
    sort: str = ""

    @property
    def order(self) -> str:
        """The order of the list: the one asked for, else by day where days are asked for, else the one saved last."""
        return self.sort or (LAST_DAY if self.since or self.until else LAST_SAVED)


@dataclass
class ListPage:
    """One page of a list. page: counted from 1. total: its length, None beyond COUNTED."""

    records: list[Record]
    page: int = 1
    has_more: bool = False
    total: int | None = None


class StateCounts(NamedTuple):
    """How many records are in the states of STATES, those without any left out; beyond `most` they are not counted."""

    numbers: dict[str, int]
    most: int


def get_page(staff: Staff, filters: Filters, page: int = 1) -> ListPage:
    """One page (PAGE_SIZE records) of what this person may see."""
    listed, before = _narrowed(staff, filters), (page - 1) * PAGE_SIZE
    if filters.order == FIRST_DUE:
        return _page_by_due_day(listed, before, page, is_by_index=access.sees_whole_services(staff))
    in_order = _in_order(listed.select(Record.id), filters).offset(before)
    ids = [number for (number,) in in_order.limit(max(PAGE_SIZE, COUNTED - before) + 1).tuples()]
    return _page_of(ids, before, page)


def get_ids(staff: Staff, filters: Filters, most: int) -> list[int]:
    """Ids of at most so many of the records that this person may see, in the list's order."""
    listed = _narrowed(staff, filters)
    if filters.order == FIRST_DUE:
        return due_first.ids_by_due_day(listed, is_by_index=access.sees_whole_services(staff), most=most)
    return [number for (number,) in _in_order(listed.select(Record.id), filters).limit(most).tuples()]


def with_child(ids: Sequence[int]) -> list[Record]:
    """These records with their children and without their answers, in this order."""
    listed = Record.select(*LISTED, Child).left_outer_join(Child).where(Record.id.in_(list(ids)))
    found = {record.id: record for record in listed}
    return [found[number] for number in ids if number in found]


def count_states(staff: Staff, filters: Filters) -> StateCounts:
    """How many records are in each state, whatever state is asked for; of none where each record has to be asked."""
    found, listed = _Found(replace(filters, state=""), also=_between), access.visible_to(staff)
    listed = found.narrow(listed, staff, is_by_index=False)
    if not access.sees_whole_services(staff) or found.ids is not None:
        times = listed.select(Record.state, fn.COUNT(Record.id)).group_by(Record.state).tuples()
        return _counts(dict(iter(times)), COUNTED)
    if found.many:
        return StateCounts({}, 0)
    most = COUNTED if found.filters == Filters(sort=filters.sort) else COUNTED_OF_STATE
    return _counts({state: _count(listed, state, most) for state in access.states_seen(staff)}, most)


def _count(listed: Select, state: State, most: int) -> int:
    return int(listed.select(Record.id).where(Record.state == state).limit(most + 1).count())


def _counts(numbers: Mapping[State, int], most: int) -> StateCounts:
    asked = {key: sum(numbers.get(one, 0) for one in states) for key, states in STATES.items()}
    return StateCounts({key: number for key, number in asked.items() if number}, most)


def newest(query: Select) -> Select:
    """The records of a query, the one saved last first."""
    return query.order_by(Record.saved_at.desc(), Record.id.desc())


def _in_order(query: Select, filters: Filters) -> Select:
    """By when they were saved, or by the day on which responsibility passes."""
    column = Record.takes_effect_on if filters.order in (LAST_DAY, FIRST_DAY) else Record.saved_at
    if filters.order in (FIRST_SAVED, FIRST_DAY):
        return query.order_by(column, Record.id)
    return query.order_by(column.desc(), Record.id.desc())


def _page_by_due_day(listed: Select, before: int, page: int, *, is_by_index: bool) -> ListPage:
    most = max(before + PAGE_SIZE, COUNTED) + 1
    return _page_of(due_first.ids_by_due_day(listed, is_by_index=is_by_index, most=most)[before:], before, page)


def _page_of(ids: Sequence[int], before: int, page: int) -> ListPage:
    """A page of these records, behind which the list does not go on unless they are more than COUNTED, or the page."""
    total = before + len(ids)
    shown = ListPage(with_child(ids[:PAGE_SIZE]), page, has_more=len(ids) > PAGE_SIZE)
    shown.total = total if total <= COUNTED else None
    return shown


def _narrowed(staff: Staff, filters: Filters) -> Select:
    is_by_index = access.sees_whole_services(staff) and filters.order in (LAST_SAVED, FIRST_SAVED)
    return _Found(filters).narrow(access.visible_to(staff), staff, is_by_index=is_by_index)


class _Found:
    """What filters find. ids: what all those find together of which each finds a few; None where none finds a few.

    many: conditions, of those that each find many. also: finds by what an index of the list leads to otherwise.
    """

    def __init__(self, filters: Filters, also: Callable[[Filters], planning.FindIds | None] | None = None) -> None:
        self.filters = filters
        self.ids: set[int] | None = None
        self.many: list[Any] = []
        for name, find_ids in _IDS.items():
            if value := getattr(filters, name):
                self._add(partial(find_ids, value))
        if also and (find := also(filters)):
            self._add(find)

    def _add(self, find: planning.FindIds) -> None:
        if (few := planning.few_of(find)) is None:
            self.many.append(planning.is_found(Record.id, find))
        else:
            self.ids = set(few) if self.ids is None else self.ids.intersection(few)

    def narrow(self, query: Select, staff: Staff, *, is_by_index: bool) -> Select:
        """The records of a query that are found by all filters. is_by_index: an index may lead to those of a state."""
        filters = self.filters
        if filters.whose:
            query = query.where(Record.author == staff)
        if self.ids is not None:
            query = query.where(planning.one_of(Record.id, sorted(self.ids)))
        for condition in self.many:
            query = query.where(condition)
        for name, condition in _CONDITIONS.items():
            if value := getattr(filters, name):
                query = query.where(condition(value, is_by_index))
        return query.where(Record.takes_effect_on.is_null(False)) if filters.order in (LAST_DAY, FIRST_DAY) else query


def _stands_at(state: str, is_by_index: bool) -> Any:  # noqa: FBT001
    """A condition: a record is in a state of STATES. The index of a single one has the order of the list."""
    states = STATES[state]
    if is_by_index and len(states) == 1:
        return Record.state == states[0]
    return planning.not_by_index(Record.state).in_(list(states))


def _found(text: str, _: Narrow) -> Any:
    found: Any = Record.select(Record.id.alias("found")).where(Record.reference == text.upper())
    for beginning in dict.fromkeys(typed_references.beginnings(text)):
        found += Record.select(Record.id).where(_begins(Record.reference, beginning))
    if end := typed_references.end(text):
        found += Record.select(Record.id).where(_begins(Record.reference_end, end))
    found += Record.select(Record.id).where(Record.child.in_(lookup.matching(Child, text)))
    found += RecordPerson.select(RecordPerson.record).where(RecordPerson.staff.in_(lookup.matching(Staff, text)))
    found += RecordTeam.select(RecordTeam.record).where(RecordTeam.team.in_(lookup.matching(Team, text)))
    if not codes.is_mistyped(text):
        sealed = SealedDocument.select(SealedDocument.record)
        found += sealed.where(SealedDocument.code == codes.normalise(text))
    return found


def _is_of_service(service: str, _: bool) -> Any:  # noqa: FBT001
    """A condition: a record names a team of a service."""
    of_service = RecordTeam.select(RecordTeam.id).join(Team)
    return fn.EXISTS(of_service.where((RecordTeam.record == Record.id) & (Team.service == service)))


def _between(filters: Filters) -> planning.FindIds | None:
    """What finds the ids of the records between the days of these filters; None where they name none."""
    if not (filters.since or filters.until):
        return None
    first, last = filters.since or date.min, filters.until or date.max
    ids = Record.select(Record.id.alias("found"))
    return lambda narrow: ids.where(narrow(Record.takes_effect_on).between(first, last))


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


def _gives_reason(code: str, narrow: Narrow) -> Any:
    return Record.select(Record.id.alias("found")).where(narrow(Record.reason_code) == code)


def _of_team(text: str, _: Narrow) -> Any:
    return RecordTeam.select(RecordTeam.record.alias("found")).where(RecordTeam.team.in_(lookup.teams_called(text)))


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
    "team": _of_team,
    "waits_for": _waits_for,
    "due": _due,
    "reason": _gives_reason,
    **unusual.FINDERS,
}
# Filter → condition of its value, and of whether an index may lead to the records.
_CONDITIONS: Mapping[str, Callable[[Any, bool], Any]] = {
    "kind": lambda kind, _: Record.kind == kind,
    "state": _stands_at,
    "service": _is_of_service,
    "since": lambda day, _: Record.takes_effect_on >= day,
    "until": lambda day, _: Record.takes_effect_on <= day,
}
