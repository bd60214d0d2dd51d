"""One record of the demo that was sealed with something wrong in it, and its correction, which the worker seals."""

from __future__ import annotations

from collections.abc import Callable

from forms import get_kind
from models import Record, State, Step, StepState
from records import clock
from records.amending import correcting
from records.deciding import decisions, submission
from records.demo.living import HANDOVER, STATED
from records.drafting import saving
from records.transaction import work_waiting

PLACE = "three_way_place"
RIGHT = "Mill Street office, room 5"
WHY = (
    "It names the wrong room: the three of us met in room 5, where the sign-in sheet is kept. I had copied the room "
    "from the invitation, and did not see that it had been moved that morning."
)


def write_correction(seal: Callable[[Record], bool]) -> None:
    """Seal the approved handover and correct it, unless something has been corrected before."""
    with work_waiting.muted():
        record = Record.get_or_none((Record.kind == HANDOVER) & (Record.state == State.APPROVED))
        if record is None or Record.select().where(Record.amends.is_null(False)).exists() or not seal(record):
            return
        later = correcting.start(record=record, by=record.author, reason=WHY)
        saving.save_answers(
            record=later,
            by=later.author,
            editor=later.author.email[:40],
            base_revision=later.revision,
            questions=[PLACE],
            answers={PLACE: RIGHT},
            typed={},
        )
        later = Record.get_by_id(later.id)
        answers = get_kind(later.kind).applicable_answers(later.answers)
        submission.submit(record=later, by=later.author, answers=answers, declared=True)
        while (step := _next_step(later)) is not None:
            _approve(step)


def _next_step(record: Record) -> Step | None:
    steps = decisions.steps_of(Record.get_by_id(record.id))
    return next((step for step in steps if step.state == StepState.OPEN), None)


def _approve(step: Step) -> None:
    said = {"date": clock.today().isoformat(), "tick": "yes"}
    decisions.decide(
        step=step,
        by=step.assignee,
        outcome=StepState.APPROVED,
        digest=decisions.get_version(Record.get_by_id(step.record_id)).digest,
        stated={ask["name"]: said.get(ask["kind"], STATED) for ask in step.asks},
    )
