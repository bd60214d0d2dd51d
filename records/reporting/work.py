"""One person's work: open steps, drafts, records by state, and whom each waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from peewee import Select, fn

from models import Child, Record, Staff, State, Step, StepState
from records import access, clock
from records.deciding import states
from records.following import promises, working_days
from records.following.promises import PromiseLine
from records.prepared import Prepared, parameter

PAGE_SIZE = 50
MAX_PAGES = 2_000
OTHERS = "others"
# Lists of one's own records: name → states.
OWN: Mapping[str, tuple[State, ...]] = {
    "drafts": states.UNSUBMITTED,
    "under-way": (State.SUBMITTED, State.APPROVED, State.REFUSED),
    "finished": states.CLOSED,
}


@dataclass
class ListPage:
    """One page of a list. `page` counts from 1; `total` is the length of the whole list, None if it was not counted."""

    records: list[Record]
    page: int = 1
    has_more: bool = False
    total: int | None = None


@dataclass
class Work:
    """One person's work. `lists`: by the keys of OWN and OTHERS. `waiting_on`: record id → open steps.

    promised: (record, what it promises that is overdue or due by the next working day).
    """

    to_do: list[Step]
    lists: dict[str, ListPage]
    promised: list[tuple[Record, list[PromiseLine]]] = field(default_factory=list)
    waiting_on: dict[int, list[Step]] = field(default_factory=dict)

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


def count_to_do(staff: Staff) -> int:
    """The number of open steps of this person, shown on every page."""
    return int(_COUNT_TO_DO.run(assignee=staff).fetchone()[0])


def get_to_do(staff: Staff) -> list[Step]:
    """The open steps of this person, oldest first."""
    steps = Step.select(Step, Record, Staff, Child).join(Record).join(Staff, on=(Record.author == Staff.id))
    steps = steps.switch(Record).left_outer_join(Child)
    mine = (Step.assignee == staff) & (Step.state == StepState.OPEN) & (Record.state == State.SUBMITTED)
    return list(steps.where(mine).order_by(Step.opened_at, Step.id))


def get_work(staff: Staff, terms: Mapping[str, str] | None = None) -> Work:
    """What the home page shows: all drafts, and the first page of the other lists. terms: the displayed ones."""
    drafts = ListPage(list(_newest(_list_query(staff, "drafts"))))
    lists = {"drafts": drafts} | {name: get_page(staff, name) for name in (*OWN, OTHERS) if name != "drafts"}
    soon = working_days.after(clock.today(), 1)
    work = Work(to_do=get_to_do(staff), lists=lists, promised=promises.get_due_of(staff, until=soon, terms=terms))
    work.waiting_on = get_open_steps([*lists["under-way"].records, *lists[OTHERS].records])
    return work


def get_page(staff: Staff, name: str, page: int = 1) -> ListPage:
    """One page (PAGE_SIZE records) of a list, most recently saved first. `name`: a key of OWN, or OTHERS."""
    listed, before = _list_query(staff, name), (page - 1) * PAGE_SIZE
    found = list(_newest(listed).offset(before).limit(PAGE_SIZE + 1))
    shown = ListPage(found[:PAGE_SIZE], page, has_more=len(found) > PAGE_SIZE)
    if name in OWN:  # OTHERS may be a million records and is slow to count
        shown.total = listed.count() if shown.has_more or page > 1 else len(found)
    return shown


def get_open_steps(records: list[Record]) -> dict[int, list[Step]]:
    """Record id → its open steps; records without any are left out."""
    found: dict[int, list[Step]] = {}
    for step in _open_steps([record.id for record in records]):
        found.setdefault(step.record_id, []).append(step)
    return found


def _list_query(staff: Staff, name: str) -> Select:
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
