"""What concerns one member of staff: steps that wait for them, their drafts, their records and where each waits."""

from __future__ import annotations

from dataclasses import dataclass, field

from peewee import Select, fn

from models import Child, Record, Staff, State, Step, StepState
from records import access, clock, following, machine
from records.prepared import Prepared, hole

MOST_SHOWN = 50


@dataclass
class Work:
    """One person's work. `waiting_on` is, for a record's id, the steps that it waits for."""

    to_do: list[Step]
    drafts: list[Record]
    under_way: list[Record]
    closed: list[Record]
    others: list[Record]
    overdue: list[tuple[Record, list[following.Overdue]]] = field(default_factory=list)
    waiting_on: dict[int, list[Step]] = field(default_factory=dict)


_COUNTED = Prepared(
    lambda: (
        Step.select(fn.COUNT(Step.id))
        .join(Record)
        .where(
            (Step.assignee == hole(Step.assignee)) & (Step.state == StepState.OPEN) & (Record.state == State.SUBMITTED)
        )
        .tuples()
    )
)


def count_to_do(staff: Staff) -> int:
    """How many steps wait for this person: every page says so."""
    return int(_COUNTED.first(assignee=staff)[0])


def to_do_of(staff: Staff) -> list[Step]:
    """The open steps of this person, the one that has waited longest first."""
    steps = Step.select(Step, Record, Staff, Child).join(Record).join(Staff, on=(Record.author == Staff.id))
    steps = steps.switch(Record).left_outer_join(Child)
    mine = (Step.assignee == staff) & (Step.state == StepState.OPEN) & (Record.state == State.SUBMITTED)
    return list(steps.where(mine).order_by(Step.opened_at, Step.id))


def work_of(staff: Staff) -> Work:
    """All that the home page shows. Lists end at fifty, newest first."""
    own = list(_newest(Record.select(Record, Child).left_outer_join(Child).where(Record.author == staff)))
    named = access.visible_to(staff).where(Record.author != staff)
    others = list(_newest(named))
    work = Work(
        to_do=to_do_of(staff),
        drafts=[record for record in own if record.state in machine.UNSUBMITTED],
        under_way=[record for record in own if record.state in (State.SUBMITTED, State.APPROVED)],
        closed=[record for record in own if record.state in (State.SEALED, State.WITHDRAWN)],
        others=others,
        overdue=following.overdue_for(staff, today=clock.today()),
    )
    for step in _open_steps([record.id for record in work.under_way + others]):
        work.waiting_on.setdefault(step.record_id, []).append(step)
    return work


def _newest(query: Select) -> Select:
    return query.order_by(Record.saved_at.desc(), Record.id.desc()).limit(MOST_SHOWN)


def _open_steps(record_ids: list[int]) -> list[Step]:
    if not record_ids:
        return []
    steps = Step.select(Step, Staff).join(Staff, on=(Step.assignee == Staff.id))
    return list(steps.where(Step.record.in_(record_ids) & (Step.state == StepState.OPEN)).order_by(Step.order))
