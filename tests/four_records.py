"""The other three records for tests, and Maya's transfer as it needs an exception, each brought to its state."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from forms import get_kind
from models import Record, StepState
from records import clock
from records.deciding import decisions, exception_decisions
from records.drafting import starting
from records.reporting import history
from tests import factories
from tests.data import other_records as other
from tests.data import story

EMERGENCY, EXCEPTION, HANDOVER = "emergency_transfer", "exception_decision", "management_handover"
PROCEEDINGS_OPEN = {"legal_status": "C1", "proceedings": "open", "proceedings_completed_on": None}
FOR_ADOPTION = {"legal_status": "E1", "permanence_plan": "adoption"}
NOT_FOR_HER = "I would wait for the court, which has been patient with us."


def transfer(**changes: Any) -> Record:
    """Maya's transfer with proceedings still open: it needs an exception from 315.4.1 and nothing else."""
    return factories.ready_draft(**(PROCEEDINGS_OPEN | changes))


def asked_for(record: Record, statement: str = "315.4.1", *, by: str = story.AUTHOR) -> Record:
    """The exception decision that somebody asked for from a transfer's page, as it was prefilled."""
    form = get_kind(EXCEPTION)
    asked = exception_decisions.ask_for_exception(
        record=factories.fresh(record),
        statement=statement,
        kind=form.key,
        prefix=form.prefix,
        questions=form.questions.keys(),
        by=factories.person(by),
    )
    return factories.fresh(asked)


def exception(
    record: Record, *, ground: str = "significant_relationship", statement: str = "315.4.1", **changes: Any
) -> Record:
    """An exception decision asked for from a transfer, ready to be submitted."""
    asked = asked_for(record, statement)
    factories.save(asked, **(other.exception_answers(clock.today(), ground, statement) | changes))
    return factories.fresh(asked)


def emergency(**changes: Any) -> Record:
    """Kayleigh's emergency, written by the team leader who reallocates her, ready to be submitted."""
    started = starting.start_record(
        kind=EMERGENCY,
        prefix="ETJ",
        child=factories.child(other.EMERGENCY_CHILD),
        by=factories.person(other.REALLOCATING_LEADER),
    )
    answers = other.emergency_answers(clock.today()) | changes
    factories.save(started, by=other.REALLOCATING_LEADER, **answers)
    return factories.fresh(started)


def handover(**changes: Any) -> Record:
    """Bethan's handover of management, written by her outgoing team leader, ready to be submitted."""
    worker, leader = factories.person(other.MOVING_WORKER), factories.person(other.OUTGOING_LEADER)
    started = starting.start_handover(kind=HANDOVER, prefix="MHR", worker=worker, by=leader)
    factories.save(started, by=other.OUTGOING_LEADER, **(other.handover_answers(clock.today()) | changes))
    return factories.fresh(started)


def submitted(record: Record) -> Record:
    """The record once its author has submitted it."""
    factories.submit(record, by=record.author.email)
    return factories.fresh(record)


def disagree(record: Record, key: str, reason: str = NOT_FOR_HER) -> Record:
    """Have the person of this step say that they cannot agree."""
    return settle(record, key, StepState.CANNOT_AGREE, reason=reason)


def settle(record: Record, key: str, outcome: StepState, **more: Any) -> Record:
    """Have the person of this step decide."""
    step = factories.step_of(record, key)
    digest = factories.digest_of(record)
    decisions.decide(step=step, by=step.assignee, outcome=outcome, digest=digest, stated={}, **more)
    return factories.fresh(record)


def waiting(record: Record) -> dict[str, str]:
    """Whom the record waits for: the step's key → the address of whose it is."""
    steps = decisions.steps_of(factories.fresh(record))
    return {step.key: step.assignee.email for step in steps if step.state == StepState.OPEN}


def agreed(record: Record) -> Record:
    """The record once everybody has approved it, in the order in which they are asked."""
    record = factories.fresh(record)
    while keys := waiting(record):
        record = factories.approve(record, *keys)
    return record


def sealed(record: Record) -> Record:
    """The record once everybody has approved it and it is sealed. Needs an app's context."""
    record = agreed(record)
    factories.seal_what_waits()
    return factories.fresh(record)


def past_review(exception: Record) -> None:
    """Let the exception's review date be past, as time would."""
    version = history.version_of(exception)
    version.answers = version.answers | {"review_on": (clock.today() - timedelta(days=1)).isoformat()}
    version.save()
