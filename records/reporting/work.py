"""One person's work: what waits for them, their drafts, and where their records wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from peewee import Select, fn

from models import Child, Record, RecordVersion, Staff, State, Step, StepState
from records import clock, planning
from records.deciding import states
from records.following import promises, working_days
from records.following.promises import PromiseLine
from records.prepared import Prepared, parameter
from records.reporting import listing
from records.reporting.listing import PAGE_SIZE, ListPage

UNDER_WAY = (State.SUBMITTED, *states.BEING_SEALED)


@dataclass
class Work:
    """One person's work.

    to_do: open steps, oldest first. returned: (their own record that is back with them, why). drafts: those that were
    never submitted. under_way: theirs that others decide on. waiting_on: record id → its open steps. promised: (record,
    what it promises that is overdue or due by the next working day).
    """

    to_do: list[Step]
    returned: list[tuple[Record, str]]
    drafts: list[Record]
    under_way: ListPage
    waiting_on: dict[int, list[Step]] = field(default_factory=dict)
    promised: list[tuple[Record, list[PromiseLine]]] = field(default_factory=list)

    @property
    def overdue(self) -> list[tuple[Record, list[PromiseLine]]]:
        """What was promised by a day that has passed."""
        return self._promised(is_overdue=True)

    @property
    def due_next(self) -> list[tuple[Record, list[PromiseLine]]]:
        """What is promised by today or the next working day."""
        return self._promised(is_overdue=False)

    def _promised(self, *, is_overdue: bool) -> list[tuple[Record, list[PromiseLine]]]:
        found = ((record, [one for one in lines if one.is_overdue == is_overdue]) for record, lines in self.promised)
        return [(record, lines) for record, lines in found if lines]


_COUNT_TO_DO = Prepared(
    lambda: (
        Step.select(fn.COUNT(Step.id))
        .join(Record)
        .where(
            (Step.assignee == parameter(Step.assignee))
            & (Step.state == StepState.OPEN)
            & (Record.state == State.SUBMITTED)
        )
    )
)


_COUNT_RETURNED = Prepared(
    lambda: Record.select(fn.COUNT(Record.id)).where(
        (Record.author == parameter(Record.author)) & (Record.state == State.RETURNED)
    )
)


def count_to_do(staff: Staff) -> int:
    """The number of open steps of this person, and of records that are back with them; shown on every page."""
    return int(_COUNT_TO_DO.run(assignee=staff).fetchone()[0]) + int(_COUNT_RETURNED.run(author=staff).fetchone()[0])


def get_to_do(staff: Staff) -> list[Step]:
    """The open steps of this person, oldest first."""
    steps = Step.select(Step, Record, Staff, Child).join(Record).join(Staff, on=(Record.author == Staff.id))
    steps = steps.switch(Record).left_outer_join(Child)
    mine = (Step.assignee == staff) & (Step.state == StepState.OPEN) & (Record.state == State.SUBMITTED)
    return list(steps.where(mine).order_by(Step.opened_at, Step.id))


def get_work(staff: Staff, terms: Mapping[str, str] | None = None) -> Work:
    """What the home page shows. terms: the displayed ones."""
    soon = working_days.after(clock.today(), 1)
    under_way = _under_way(staff)
    return Work(
        to_do=get_to_do(staff),
        returned=_get_returned(staff),
        drafts=list(listing.newest(_own(staff, State.DRAFT))),
        under_way=under_way,
        waiting_on=get_open_steps(under_way.records),
        promised=promises.get_due_of(staff, until=soon, terms=terms),
    )


def _own(staff: Staff, *states: State) -> Select:
    own = Record.select(Record, Child).left_outer_join(Child)
    return own.where((Record.author == staff) & planning.not_by_index(Record.state).in_(states))


def _under_way(staff: Staff) -> ListPage:
    found = list(listing.newest(_own(staff, *UNDER_WAY)).limit(PAGE_SIZE + 1))
    return ListPage(found[:PAGE_SIZE], has_more=len(found) > PAGE_SIZE)


def _get_returned(staff: Staff) -> list[tuple[Record, str]]:
    returned = list(listing.newest(_own(staff, State.RETURNED)))
    current = RecordVersion.select().join(Record).where(RecordVersion.number == Record.version)
    why = {version.record_id: version.void_reason for version in current.where(Record.id.in_(returned))}
    return [(record, why.get(record.id, "")) for record in returned]


def get_open_steps(records: list[Record]) -> dict[int, list[Step]]:
    """Record id → its open steps; records without any are left out."""
    found: dict[int, list[Step]] = {}
    for step in _open_steps([record.id for record in records]):
        found.setdefault(step.record_id, []).append(step)
    return found


def _open_steps(record_ids: list[int]) -> list[Step]:
    if not record_ids:
        return []
    steps = Step.select(Step, Staff).join(Staff, on=(Step.assignee == Staff.id)).where(Step.record.in_(record_ids))
    return list(steps.where(planning.not_by_index(Step.state) == StepState.OPEN).order_by(Step.order))
