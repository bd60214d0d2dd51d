"""Maya's transfer with something required that cannot be met, and the steps at which that is accepted."""

from __future__ import annotations

from typing import Any

from models import Record, Step, StepState
from records import clock, weighing
from records.deciding import accepting, decisions
from tests import factories
from tests import four_records as four
from tests.data import story

WORK = "142.3.4"
REASON = "Only the current worker may write to the court, and the court takes papers from the first of the month."


def late_work(**changes: Any) -> dict[str, Any]:
    """Work that the current worker finishes after the transfer, with the reason."""
    today = clock.today()
    rows = story.case_one_answers(today)["outstanding_work"]
    late = {**rows[0], "due": (today + factories.days(20)).isoformat()}
    return {"outstanding_work": [late, *rows[1:]], f"departure-{WORK}": REASON, **changes}


def submitted() -> Record:
    """Maya's record, submitted with work that cannot be settled in time."""
    return factories.submitted(**late_work())


def finding(record: Record, statement: str) -> Any:
    """How a statement stands on the current version."""
    return weighing.findings_of(decisions.get_version(record), decisions.steps_of(record)).get(statement)


def accepting_steps(record: Record) -> dict[str, Step]:
    """Email → the step, in force, at which its holder accepts."""
    steps = decisions.steps_of(record)
    return {step.assignee.email: step for step in steps if accepting.asked_of(step) and step.state != StepState.VOID}


def up_to_acceptance(record: Record) -> Record:
    """The record, approved by everybody but those who accept."""
    while keys := [key for key in four.waiting(record) if not accepting.asked_of(factories.step_of(record, key))]:
        record = factories.approve(record, *keys)
    return record
