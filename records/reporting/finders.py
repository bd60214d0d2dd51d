"""What finds the records that a filter of lists asks for, through the tables that say so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

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
from records import clock, planning
from records.following import promises
from records.planning import Narrow
from records.register import lookup
from records.reporting import typed_references, unusual

OVERDUE, SOON = "overdue", "soon"
DUE_SOON = timedelta(days=7)
LAST_SIGN = "\U0010ffff"
# Questions that name whose the case was, and whose it becomes.
GIVING = ("current_worker", "current_team", "current_team_leader", "outgoing_team", "outgoing_team_leader")
TAKING = ("new_worker", "new_team", "new_team_leader")


FindIds = Callable[[Any, Narrow], Any]


def _found(text: str, narrow: Narrow) -> Any:
    found: Any = Record.select(Record.id.alias("found")).where(Record.reference == text.upper())
    for beginning in dict.fromkeys(typed_references.beginnings(text)):
        found += Record.select(Record.id).where(_begins(Record.reference, beginning))
    if end := typed_references.end(text):
        found += Record.select(Record.id).where(_begins(Record.reference_end, end))
    found += Record.select(Record.id).where(lookup.is_one(Record.child, Child, text, narrow))
    found += RecordPerson.select(RecordPerson.record).where(lookup.is_one(RecordPerson.staff, Staff, text, narrow))
    found += RecordTeam.select(RecordTeam.record).where(lookup.is_one(RecordTeam.team, Team, text, narrow))
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

    def find(text: str, narrow: Narrow) -> Any:
        people = RecordPerson.select(RecordPerson.record.alias("found")).where(
            RecordPerson.part.in_(parts) & lookup.is_one(RecordPerson.staff, Staff, text, narrow)
        )
        teams = RecordTeam.select(RecordTeam.record).where(
            RecordTeam.part.in_(parts) & lookup.is_one(RecordTeam.team, Team, text, narrow)
        )
        return people + teams

    return find


def _gives_reason(code: str, narrow: Narrow) -> Any:
    return Record.select(Record.id.alias("found")).where(narrow(Record.reason_code) == code)


def _of_team(text: str, _: Narrow) -> Any:
    return RecordTeam.select(RecordTeam.record.alias("found")).where(RecordTeam.team.in_(lookup.teams_called(text)))


def _of_service(service: str, narrow: Narrow) -> Any:
    """Ids of the records that name a team of a service."""
    of_service = RecordTeam.select(RecordTeam.record.alias("found")).join(Team).where(Team.service == service)
    if narrow is planning.by_index:
        planning.require_few(of_service)
    return of_service


def _waits_for(text: str, narrow: Narrow) -> Any:
    return _open_steps(narrow).where(lookup.is_one(Step.assignee, Staff, text, narrow))


def _open_steps(narrow: Narrow) -> Select:
    steps = Step.select(Step.record.alias("found")).join(Record)
    return steps.where(
        (narrow(Step.state) == StepState.OPEN) & (planning.not_by_index(Record.state) == State.SUBMITTED)
    )


def _due(when: str, narrow: Narrow) -> Any:
    """Ids of the records of which a decision, or what was promised, is due by a day (SOON) or was before (OVERDUE)."""
    first, last = days_of(when)
    due = narrow(PromisedDay.ended_at).is_null() & narrow(PromisedDay.due_on).between(first, last)
    if narrow is planning.by_index:
        planning.require_few(PromisedDay.select(PromisedDay.id).where(due))
    days = PromisedDay.select(PromisedDay.record.alias("found")).join(Record)
    days = days.where(due & planning.not_by_index(Record.state).in_(list(promises.KEPT_IN)))
    steps, are_due = _open_steps(narrow), narrow(Step.due_on).between(first, last)
    if narrow is planning.by_index:
        planning.require_few(Step.select(Step.id).where((Step.state == StepState.OPEN) & are_due))
    return days + steps.where(are_due)


def has_step_due(when: str) -> Any:
    """A condition: a step of a record is open and due. Of the record no more than its id is read."""
    steps = Step.select(Step.id).where(Step.record == Record.id, Step.state == StepState.OPEN)
    return fn.EXISTS(steps.where(Step.due_on.between(*days_of(when))))


def days_of(when: str) -> tuple[date, date]:
    """The days between which something is due that is OVERDUE or due SOON, both included."""
    today = clock.today()
    return (date.min, today - timedelta(days=1)) if when == OVERDUE else (today, today + DUE_SOON)


# Filter → query of the ids (`found`) of the records that are like that.
FINDERS: Mapping[str, FindIds] = {
    "find": _found,
    "giving": _named_in(GIVING),
    "taking": _named_in(TAKING),
    "team": _of_team,
    "service": _of_service,
    "waits_for": _waits_for,
    "due": _due,
    "reason": _gives_reason,
    **unusual.FINDERS,
}
