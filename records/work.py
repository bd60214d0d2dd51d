"""What concerns one member of staff: steps that wait for them, their drafts, their records and where each waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from peewee import Select, fn

from models import Child, Record, Staff, State, Step, StepState
from records import access, clock, following, machine
from records.prepared import Prepared, parameter

MOST_SHOWN = 50
MOST_PAGES = 2_000
OTHERS = "others"
# The lists of one's own records, by the states that belong in each.
OWN: Mapping[str, tuple[State, ...]] = {
    "drafts": machine.UNSUBMITTED,
    "under-way": (State.SUBMITTED, State.APPROVED),
    "finished": (State.SEALED, State.WITHDRAWN),
}


@dataclass
class Shown:
    """The part of a list that a page shows. `total` is how many there are in all, None where nobody counted."""

    records: list[Record]
    page: int = 1
    has_more: bool = False
    total: int | None = None


@dataclass
class Work:
    """One person's work. `lists` are by OWN and OTHERS; `waiting_on` is, for a record's id, what it waits for."""

    to_do: list[Step]
    lists: dict[str, Shown]
    overdue: list[tuple[Record, list[following.Overdue]]] = field(default_factory=list)
    waiting_on: dict[int, list[Step]] = field(default_factory=dict)


_COUNTED = Prepared(
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


def count_to_do(staff: Staff) -> int:
    """How many steps wait for this person: every page says so."""
    return int(_COUNTED.run(assignee=staff).fetchone()[0])


def to_do_of(staff: Staff) -> list[Step]:
    """The open steps of this person, the one that has waited longest first."""
    steps = Step.select(Step, Record, Staff, Child).join(Record).join(Staff, on=(Record.author == Staff.id))
    steps = steps.switch(Record).left_outer_join(Child)
    mine = (Step.assignee == staff) & (Step.state == StepState.OPEN) & (Record.state == State.SUBMITTED)
    return list(steps.where(mine).order_by(Step.opened_at, Step.id))


def work_of(staff: Staff) -> Work:
    """All that the home page shows: every draft, and of the other lists the newest fifty."""
    drafts = Shown(list(_newest(_listed(staff, "drafts"))))
    lists = {"drafts": drafts} | {name: page_of(staff, name) for name in (*OWN, OTHERS) if name != "drafts"}
    work = Work(to_do=to_do_of(staff), lists=lists, overdue=following.overdue_for(staff, today=clock.today()))
    work.waiting_on = waiting_on([*lists["under-way"].records, *lists[OTHERS].records])
    return work


def page_of(staff: Staff, name: str, page: int = 1) -> Shown:
    """One page of a list, newest first."""
    listed, before = _listed(staff, name), (page - 1) * MOST_SHOWN
    found = list(_newest(listed).offset(before).limit(MOST_SHOWN + 1))
    shown = Shown(found[:MOST_SHOWN], page, has_more=len(found) > MOST_SHOWN)
    if name in OWN:  # what somebody else wrote and they can see may be a million records, which takes long to count
        shown.total = listed.count() if shown.has_more or page > 1 else len(found)
    return shown


def waiting_on(records: list[Record]) -> dict[int, list[Step]]:
    """For the id of each record that waits for somebody, the steps that it waits for."""
    found: dict[int, list[Step]] = {}
    for step in _open_steps([record.id for record in records]):
        found.setdefault(step.record_id, []).append(step)
    return found


def _listed(staff: Staff, name: str) -> Select:
    if name == OTHERS:
        return access.visible_to(staff).where(Record.author != staff)
    own = Record.select(Record, Child).left_outer_join(Child).where(Record.author == staff)
    return own.where(Record.state.in_(OWN[name]))


def _newest(query: Select) -> Select:
    return query.order_by(Record.saved_at.desc(), Record.id.desc())


def _open_steps(record_ids: list[int]) -> list[Step]:
    if not record_ids:
        return []
    steps = Step.select(Step, Staff).join(Staff, on=(Step.assignee == Staff.id))
    return list(steps.where(Step.record.in_(record_ids) & (Step.state == StepState.OPEN)).order_by(Step.order))
