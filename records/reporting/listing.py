"""The list of records that somebody may see, narrowed by filters, in an order, page by page.

The one saved last comes first; between two days the one of which responsibility passes last, and of what is due the one
due first, as indexes lead to those days.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any, NamedTuple

from peewee import Select, fn

from models import Child, Record, RecordTeam, Staff, State, Team
from records import access, planning
from records.following import promises
from records.reporting import due_first, finders, unusual

PAGE_SIZE = 50
MAX_PAGES = 2_000
COUNTED = 100  # longer lists are not counted to their end
COUNTED_OF_STATE = 20  # as far as a state is counted within a kind or a service
LAST_SAVED, FIRST_SAVED, LAST_DAY, FIRST_DAY, FIRST_DUE = "saved", "first-saved", "day", "first-day", "due"
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
# What a list shows of a record: its answers, which are long, stay where they are.
LISTED = [one for one in Record._meta.sorted_fields if one.name not in ("answers", "typed", "to_read")]


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
        """The order of the list: the one asked for, else by the days that are asked for, else the one saved last."""
        by_days = FIRST_DUE if self.due else LAST_DAY if self.since or self.until else LAST_SAVED
        return self.sort or by_days


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
    return Search(staff, filters).get_page(page)


def with_child(ids: Sequence[int]) -> list[Record]:
    """These records with their children and without their answers, in this order."""
    listed = Record.select(*LISTED, Child).left_outer_join(Child).where(Record.id.in_(list(ids)))
    found = {record.id: record for record in listed}
    return [found[number] for number in ids if number in found]


class Search:
    """What somebody finds with these filters; what they find is looked up once, for the page and for the counts."""

    def __init__(self, staff: Staff, filters: Filters) -> None:
        others = bool(filters.service) and not access.supervises(staff, filters.service)
        # What somebody sees by a post, of a service that is not theirs, also names a team of theirs.
        self._crosses = others and access.supervised_teams(staff) is not None
        asked = [name for name in finders.FINDERS if getattr(filters, name) and (name != "service" or others)]
        finds = {name: partial(finders.FINDERS[name], getattr(filters, name)) for name in asked}
        led = (
            [finds.pop("due")]
            if filters.due and filters.order == FIRST_DUE and access.sees_whole_services(staff)
            else []
        )
        self._found = planning.Found(Record.id, finds.values(), led)
        self._staff, self._filters, self._states = staff, filters, STATES.get(filters.state, ())
        # Of states that somebody does not see by their post they see what concerns themselves, which is little.
        self._seen = access.states_seen(staff)
        self._is_own = bool(self._states) and not {*self._states} & {*self._seen}
        self._is_wide = access.sees_whole_services(staff) and not self._is_own
        self._is_little = self._found.ids is not None or not access.sees_whole_services(staff)

    def get_page(self, page: int = 1) -> ListPage:
        """One page, of PAGE_SIZE records."""
        before = (page - 1) * PAGE_SIZE
        ids = self.get_ids(max(PAGE_SIZE, COUNTED - before) + 1, before)
        total = before + len(ids)
        shown = ListPage(with_child(ids[:PAGE_SIZE]), page, has_more=len(ids) > PAGE_SIZE)
        shown.total = total if total <= COUNTED else None
        return shown

    def get_ids(self, most: int, before: int = 0) -> list[int]:
        """Ids of at most so many of the records, in the list's order, after so many."""
        if self._is_little:
            few = [number for number, state in self._all if not self._states or state in self._states]
            return few[before : before + most]
        if self._filters.order == FIRST_DUE and not self._states and before + most <= COUNTED + 1:
            return self._first_due[before : before + most]
        if self._filters.order == FIRST_DUE:
            return self._by_due_day(self._listed(), before + most, is_wide=self._is_wide)[before:]
        return [number for number, *_ in self._in_order().offset(before).limit(most).tuples()]

    def count_states(self) -> StateCounts:
        """How many records are in each state, whatever state is asked for; of none where each has to be asked."""
        if self._is_little:
            return _counts(Counter(state for _, state in self._all), COUNTED)
        if self._filters.order == FIRST_DUE:
            return _count_each(self._first_due)
        listed, between = self._listed(with_states=False), _between(self._filters)
        if between and not self._found.many and (few := planning.few_of(between)) is not None:
            listed = listed.where(planning.one_of(Record.id, few))
            times = listed.select(Record.state, fn.COUNT(Record.id)).group_by(Record.state).tuples()
            return _counts(dict(iter(times)), COUNTED)
        if between or self._found.many:
            return StateCounts({}, 0)
        is_all = self._filters == Filters(state=self._filters.state, sort=self._filters.sort)
        most = COUNTED if is_all else COUNTED_OF_STATE
        return _counts({state: _count(listed.where(self._in_state(state)), most) for state in self._seen}, most)

    @cached_property
    def _first_due(self) -> list[int]:
        """Ids of the records of which something is due first, in any state: one more than are counted."""
        return self._by_due_day(self._listed(with_states=False), COUNTED + 1, is_wide=True)

    def _by_due_day(self, listed: Select, most: int, *, is_wide: bool) -> list[int]:
        days = finders.days_of(self._filters.due) if self._filters.due else due_first.ANY_DAY
        sees_all = State.SUBMITTED in self._seen or not is_wide
        own = None if sees_all else listed.where(Record.id.in_(access.concerning(self._staff)))
        return due_first.ids_by_due_day(listed, is_by_index=is_wide, most=most, days=days, submitted=own)

    @cached_property
    def _all(self) -> list[tuple[int, State]]:
        """(id, state) of all that is found where that is little, in order and whatever state is asked for."""
        query = self._listed(with_states=False).select(Record.id, Record.state)
        found = dict(_ordered(query, self._filters).tuples())
        if self._filters.order == FIRST_DUE:
            among = Record.select().where(planning.one_of(Record.id, [*found]))
            found = {number: found[number] for number in self._by_due_day(among, len(found), is_wide=False)}
        return [*found.items()]

    def _listed(self, *, with_states: bool = True) -> Select:
        """The records that are found by all filters."""
        return Record.select().where(*self._conditions(with_states=with_states))

    def _conditions(self, *, with_states: bool = True, but: str = "") -> list[Any]:
        """What all filters ask of a record. but: a filter that is left to what leads to the records."""
        filters = self._filters
        asked = [*self._found.conditions]
        if with_states and self._states:
            asked.append(planning.not_by_index(Record.state).in_(list(self._states)))
        if filters.whose:
            asked.append(Record.author == self._staff)
        of_filters = [name for name in _CONDITIONS if name != but and getattr(filters, name)]
        asked += [_CONDITIONS[name](getattr(filters, name)) for name in of_filters]
        if filters.order in (LAST_DAY, FIRST_DAY):
            asked.append(Record.takes_effect_on.is_null(False))
        # Last, since SQLite asks in this order: of what filters leave it has more tables to read.
        is_own = with_states and self._is_own
        seen = Record.id.in_(access.concerning(self._staff)) if is_own else access.is_visible(self._staff)
        return [*asked, seen]

    def _in_order(self) -> Any:
        """The ids of a list in its order, merged from what indexes lead to where they do.

        What leads is asked first: of the many records that it leaves out no more than an index is read.
        """
        leads = self._leads()
        asked = self._conditions(but=self._leading if leads else "")
        if not leads[1:]:
            return _ordered(Record.select(Record.id).where(*(lead for lead, _ in leads), *asked), self._filters)
        both = planning.merged(leads, asked)
        if self._filters.order == FIRST_SAVED:
            return both.order_by(both.c.at, both.c.number)
        return both.order_by(both.c.at.desc(), both.c.number.desc())

    def _leads(self) -> list[tuple[Any, Any]]:
        """(condition, time of saving): each record of the list meets one, and an index leads to those, as saved."""
        filters = self._filters
        if not self._is_wide or filters.whose or filters.order not in (LAST_SAVED, FIRST_SAVED):
            return []
        if name := self._leading:
            return [self._led(state, condition) for state, condition in _LEADS[name](getattr(filters, name))]
        if not (self._states or filters.kind or self._crosses or self._seen == access.PRINTED):
            return []
        by_state = [(self._in_state(one), Record.saved_at) for one in self._states or self._seen if one in self._seen]
        rest: Any = planning.not_by_index(Record.state).not_in(list(self._seen))
        if self._crosses:
            rest |= Record.crosses.is_null()
        is_whole = not self._crosses and {*(self._states or access.LISTED)} <= {*self._seen}
        return by_state if is_whole else [*by_state, self._own(rest)]

    @property
    def _leading(self) -> str:
        """The first of the filters that lead to records; '' for none."""
        return next((name for name in _LEADS if getattr(self._filters, name)), "")

    def _led(self, state: State | None, condition: Any) -> tuple[Any, Any]:
        if state is None:
            return condition, Record.saved_at
        if state in self._seen:
            return self._in_state(state) & condition, Record.saved_at
        return self._own((planning.not_by_index(Record.state) == state) & condition)

    def _in_state(self, state: State) -> Any:
        """A condition of which there is an index in the order of saving: a record is in a state, and of the kind that
        is asked for, or else names teams of several services where another service is asked for.
        """
        kind, condition = self._filters.kind, Record.state == state
        if kind:
            return condition & planning.BY_KIND & (Record.kind == kind)
        return condition & Record.crosses.is_null(False) if self._crosses else condition

    def _own(self, condition: Any) -> tuple[Any, Any]:
        """What concerns somebody themselves is little, and sorted."""
        own = Record.id.in_(access.concerning(self._staff))
        return own & condition, planning.not_by_index(Record.saved_at)


def _count(listed: Select, most: int) -> int:
    return int(listed.select(Record.id).limit(most + 1).count())


def _counts(numbers: Mapping[State, int], most: int) -> StateCounts:
    asked = {key: sum(numbers.get(one, 0) for one in states) for key, states in STATES.items()}
    return StateCounts({key: number for key, number in asked.items() if number}, most)


def _count_each(ids: Sequence[int]) -> StateCounts:
    """The states of these records; of none where they are more than are counted, as no index has days by state."""
    if len(ids) > COUNTED:
        return StateCounts({}, 0)
    due = Record.select(Record.state).where(planning.one_of(Record.id, ids))
    return _counts(Counter(State(one.state) for one in due), COUNTED)


def newest(query: Select) -> Select:
    """The records of a query, the one saved last first."""
    return query.order_by(Record.saved_at.desc(), Record.id.desc())


def _ordered(query: Select, filters: Filters) -> Select:
    """By when they were saved, or by the day on which responsibility passes."""
    column = Record.takes_effect_on if filters.order in (LAST_DAY, FIRST_DAY) else Record.saved_at
    if filters.order in (FIRST_SAVED, FIRST_DAY):
        return query.order_by(column, Record.id)
    return query.order_by(column.desc(), Record.id.desc())


def _is_of_service(service: str) -> Any:
    """A condition: a record names a team of a service."""
    of_service = RecordTeam.select(RecordTeam.id).join(Team)
    return fn.EXISTS(of_service.where((RecordTeam.record == Record.id) & (Team.service == service)))


def _is_any(states: Sequence[State]) -> Any:
    return planning.not_by_index(Record.state).in_(list(states))


def _between(filters: Filters) -> planning.FindIds | None:
    """What finds the ids of the records between the days of these filters; None where they name none."""
    if not (filters.since or filters.until):
        return None
    first, last = filters.since or date.min, filters.until or date.max
    ids = Record.select(Record.id.alias("found"))
    return lambda narrow: ids.where(narrow(Record.takes_effect_on).between(first, last))


def _is_noted(column: Any) -> Any:
    return planning.not_by_index(column).is_null(False)


# Filter → condition of its value. What is noted of a record is asked before the tables that say so are.
_CONDITIONS: Mapping[str, Callable[[Any], Any]] = {
    "kind": lambda kind: planning.not_by_index(Record.kind) == kind,
    "service": _is_of_service,
    "due": lambda _: _is_noted(Record.promises) | _is_any([State.SUBMITTED]),
    "departed": lambda value: unusual.is_noted(planning.not_by_index(Record.departs), value),
    "accepted": lambda value: unusual.is_noted(planning.not_by_index(Record.accepts), value),
    "refused": lambda _: _is_noted(Record.refuses),
    "since": lambda day: Record.takes_effect_on >= day,
    "until": lambda day: Record.takes_effect_on <= day,
}
# Filter that many records may meet → what leads to those in the order of saving, together: conditions of columns with
# an index in that order, or a state and what is asked of the records in it. The filter's finder is asked of each too.
_LEADS: Mapping[str, Callable[[Any], list[tuple[State | None, Any]]]] = {
    "due": lambda when: [
        (None, Record.promises.is_null(False) & _is_any(promises.KEPT_IN)),
        (State.SUBMITTED, finders.has_step_due(when)),
    ],
    "departed": lambda value: [(None, unusual.is_noted(Record.departs, value))],
    "accepted": lambda value: [(None, unusual.is_noted(Record.accepts, value))],
    "refused": lambda _: [(None, Record.refuses.is_null(False))],
    "corrected": lambda value: [(None, unusual.corrects(value))],
    "reason": lambda code: [(None, Record.reason_code == code)],
}
