"""People and records of the tests' council. Records reach their state through the same operations as in the app."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import tasks
from models import Child, Record, RecordVersion, Staff, State, Step, StepState
from protocol.corrections import CORRECTABLE
from records import clock
from records.deciding import decisions, refusals, submission
from records.drafting import from_register, saving, starting
from records.register.invented import address
from records.sealing import sealer
from tests.data import story
from tests.data.register_says import register_says

TRANSFER_MEETING = "transfer_meeting"
LOCALITY_LEADER = address("denise.holroyd")
OTHER_LOCALITY_LEADER = address("anil.deshmukh")
OTHER_SERVICES_SUPPORT = address("jordan.tuckwell")
OTHER_TEAM_LEADER = address("gareth.pemberton")
TEAM_MATE = address("daniel.okafor")
REASON = "The plan for family time is missing.\n\nPlease add it."

STEPS = {
    "current_worker": story.AUTHOR,
    "new_worker": story.RECEIVING_WORKER,
    "transferring_team_leader": story.TRANSFERRING_LEADER,
    "receiving_team_leader": story.RECEIVING_LEADER,
}
DECIDERS = [key for key in STEPS if key != "current_worker"]


# What a record says besides where its current worker has left.
LEFT_BEHIND: dict[str, Any] = {
    # What cannot be so any more.
    **dict.fromkeys(("outstanding_work", "former_worker_until", "former_worker_how")),
    **dict.fromkeys(("joint_visit", "joint_visit_date", "joint_visit_together")),
    "former_worker_instead": "Her team leader",
    "outstanding_work_known": "none",
}


def person(email: str = story.AUTHOR) -> Staff:
    """A member of staff, read from the database."""
    return Staff.get(Staff.email == email)


def fresh(record: Record) -> Record:
    """The record, re-read from the database."""
    return Record.get_by_id(record.id)


def child(local_id: str = story.CASE_ONE_CHILD) -> Child:
    """A child of the register."""
    return Child.get(Child.local_id == local_id)


def start_draft(*, by: str = story.AUTHOR, about: str = story.CASE_ONE_CHILD) -> Record:
    """A draft with only the answers prefilled from the register."""
    started = starting.start_record(kind=TRANSFER_MEETING, prefix="TMR", child=child(about), by=person(by))
    return fresh(started)


def save(
    record: Record, *, by: str = story.AUTHOR, editor: str = "", answers: Mapping[str, Any] | None = None, **more: Any
) -> Any:
    """Save answers (None: blank) in a draft, as from a page that this person has just opened.

    Facts about the child are the register's: it is made to say them first, and to know nothing of what is blank.
    """
    given = dict(answers or {}) | more
    if record.child_id:
        register_says(record.child, **{name: value for name, value in given.items() if name in CORRECTABLE})
    return saving.save_answers(
        record=record,
        by=person(by),
        editor=editor or by[:40],
        base_revision=fresh(record).revision,
        questions=set(given),
        answers={name: value for name, value in given.items() if value is not None},
        typed={},
    )


def ready_draft(**changes: Any) -> Record:
    """Maya's record, complete and not submitted. `changes`: answers that differ from the story's."""
    record = start_draft()
    save(record, answers=story.case_one_answers(clock.today()) | changes)
    return fresh(record)


def submit(record: Record, *, by: str = story.AUTHOR, declared: bool = True) -> RecordVersion:
    """Submit a draft with its current answers."""
    record = fresh(record)
    record.answers = from_register.refreshed(record).answers  # as 'Check your answers' shows them
    answers = answers_that_apply(record)
    read = [refusal.id for refusal in refusals.binding(record, answers)]
    return submission.submit(record=record, by=person(by), answers=answers, declared=declared, refusals_read=read)


def answers_that_apply(record: Record) -> dict[str, Any]:
    """A draft's applicable answers."""
    from forms import get_kind

    return get_kind(record.kind).applicable_answers(record.answers)


def submitted(**changes: Any) -> Record:
    """Maya's record, waiting for her new worker to confirm."""
    record = ready_draft(**changes)
    submit(record)
    return fresh(record)


def step_of(record: Record, key: str) -> Step:
    """The current version's step with this key."""
    of_version = (Step.record == record) & (Step.version == fresh(record).version)
    return Step.get(of_version & (Step.key == key))


def open_step(record: Record) -> Step:
    """The first open step."""
    return next(step for step in decisions.steps_of(fresh(record)) if step.state == StepState.OPEN)


def digest_of(record: Record) -> str:
    """The digest of the current version."""
    return decisions.get_version(fresh(record)).digest


def approve(record: Record, *keys: str) -> Record:
    """Approve (or confirm) these steps, each by its assignee."""
    for key in keys:
        step = step_of(record, key)
        says = {"date": clock.today().isoformat(), "text": REASON, "tick": "yes"}
        stated = {ask["name"]: says[ask["kind"]] for ask in step.asks}
        decisions.decide(
            step=step, by=step.assignee, outcome=StepState.APPROVED, digest=digest_of(record), stated=stated
        )
    return fresh(record)


def return_it(record: Record, key: str, reason: str = REASON) -> Record:
    """Return the record at this step."""
    step = step_of(record, key)
    decisions.decide(
        step=step, by=step.assignee, outcome=StepState.RETURNED, digest=digest_of(record), stated={}, reason=reason
    )
    return fresh(record)


def approved() -> Record:
    """Maya's record, approved and not sealed."""
    return approve(submitted(), *DECIDERS)


def seal_what_waits() -> int:
    """Seal every approved record as the worker does; returns the number sealed."""
    return sum(tasks.seal_one(record) for record in sealer.get_unsealed())


def returned() -> Record:
    """Maya's record, returned by the transferring team leader."""
    return return_it(approve(submitted(), "new_worker"), "transferring_team_leader")


def withdrawn() -> Record:
    """Maya's record, withdrawn after submission."""
    record = submitted()
    submission.withdraw(record=record, by=person(), reason="Started twice by mistake")
    return fresh(record)


# Those in which the database has a record: what was refused would bind the records of other tests.
_OTHERWISE = (State.REFUSED, State.REFUSAL_SEALED, State.CORRECTED, State.CANCELLED, State.DISPOSED)
IN_DATABASE = [state for state in State if state not in _OTHERWISE]


def in_state(state: State) -> Record:
    """The newest record in this state, one of IN_DATABASE (see tests/integration/conftest.py)."""
    return Record.select().where(Record.state == state).order_by(Record.id.desc()).get()


def days(number: int) -> timedelta:
    """A timedelta of this many days."""
    return timedelta(days=number)
