"""The list of records that somebody may see, narrowed by filters, page by page, the one saved last first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import Select

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
)
from records import access, clock
from records.following import promises
from records.register import lookup

PAGE_SIZE = 50
MAX_PAGES = 2_000
COUNTED = 1_000  # longer lists are not counted to their end
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
    found = list(newest(_with_child(listed)).offset(before).limit(PAGE_SIZE + 1))
    shown = ListPage(found[:PAGE_SIZE], page, has_more=len(found) > PAGE_SIZE)
    total = before + len(found) if found and not shown.has_more else listed.limit(COUNTED + 1).count()
    shown.total = total if total <= COUNTED else None
    return shown


def newest(query: Select) -> Select:
    """The records of a query, the one saved last first."""
    return query.order_by(Record.saved_at.desc(), Record.id.desc())


def _with_child(query: Select) -> Select:
    return query.select(Record, Child).left_outer_join(Child)


def _narrowed(staff: Staff, filters: Filters) -> Select:
    query = access.visible_to(staff)
    for name, condition in _CONDITIONS.items():
        if value := getattr(filters, name):
            query = query.where(condition(value))
    return query.where(Record.author == staff) if filters.whose else query


def _found(text: str) -> Any:
    people = RecordPerson.select(RecordPerson.record).where(RecordPerson.staff.in_(lookup.matching(Staff, text)))
    of_child = Record.child.in_(lookup.matching(Child, text))
    found = Record.reference.startswith(text.upper()) | of_child | Record.id.in_(people)
    if codes.is_mistyped(text):
        return found
    sealed = SealedDocument.select(SealedDocument.record).where(SealedDocument.code == codes.normalise(text))
    return found | Record.id.in_(sealed)


def _named_in(parts: Sequence[str]) -> Callable[[str], Any]:
    """text → a condition: the record names somebody or a team that it matches in one of these parts."""

    def condition(text: str) -> Any:
        people = RecordPerson.select(RecordPerson.record).where(
            RecordPerson.part.in_(parts) & RecordPerson.staff.in_(lookup.matching(Staff, text))
        )
        teams = RecordTeam.select(RecordTeam.record).where(
            RecordTeam.part.in_(parts) & RecordTeam.team.in_(lookup.matching(Team, text))
        )
        return Record.id.in_(people | teams)

    return condition


def _waits_for(text: str) -> Any:
    mine = (Step.state == StepState.OPEN) & Step.assignee.in_(lookup.matching(Staff, text))
    return (Record.state == State.SUBMITTED) & Record.id.in_(Step.select(Step.record).where(mine))


def _due(when: str) -> Any:
    """A condition: a decision, or what was promised, is due by a day (SOON) or has been due for some time (OVERDUE)."""
    today = clock.today()
    first, last = (date.min, today - timedelta(days=1)) if when == OVERDUE else (today, today + DUE_SOON)
    steps = Step.select(Step.record).where((Step.state == StepState.OPEN) & Step.due_on.between(first, last))
    days = PromisedDay.select(PromisedDay.record).where(
        PromisedDay.ended_at.is_null() & PromisedDay.due_on.between(first, last)
    )
    decided = (Record.state == State.SUBMITTED) & Record.id.in_(steps)
    return decided | (Record.state.in_(promises.KEPT_IN) & Record.id.in_(days))


_CONDITIONS: Mapping[str, Callable[[Any], Any]] = {
    "find": _found,
    "kind": lambda kind: Record.kind == kind,
    "state": lambda state: Record.state.in_(STATES[state]),
    "giving": _named_in(GIVING),
    "taking": _named_in(TAKING),
    "waits_for": _waits_for,
    "due": _due,
    "since": lambda day: Record.takes_effect_on >= day,
    "until": lambda day: Record.takes_effect_on <= day,
}
