"""Factories for the other three kinds of record, and for Maya's transfer when it needs an exception."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from forms import get_kind
from forms.restricted import restricted_questions
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
FIRST, SECOND = "transferring_service_delivery_manager", "receiving_service_delivery_manager"
WORKERS_OWN = ("worker_advises", "worker_advises_of")
NOT_FOR_HER = "I would wait for the court, which has been patient with us."


def transfer(**changes: Any) -> Record:
    """Maya's transfer with open proceedings: complete but for an exception from 315.4.1."""
    return factories.ready_draft(**(PROCEEDINGS_OPEN | changes))


def request_exception(record: Record, statement: str = "315.4.1", *, by: str = story.AUTHOR) -> Record:
    """An exception decision requested from a transfer's page, as prefilled."""
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
    """An exception decision requested from a transfer, complete and not submitted."""
    asked = request_exception(record, statement)
    factories.save(asked, **(other.exception_answers(clock.today(), ground, statement) | changes))
    return factories.fresh(asked)


def emergency(**changes: Any) -> Record:
    """Kayleigh's emergency transfer by her reallocating team leader, complete and not submitted."""
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
    """Bethan's management handover by her outgoing team leader, with her own part, complete and not submitted."""
    worker, leader = factories.person(other.MOVING_WORKER), factories.person(other.OUTGOING_LEADER)
    started = starting.start_handover(kind=HANDOVER, prefix="MHR", worker=worker, by=leader)
    write(started, by=other.OUTGOING_LEADER, answers=other.handover_answers(clock.today()) | changes)
    return factories.fresh(started)


def write(record: Record, *, by: str, answers: Mapping[str, Any]) -> None:
    """Save answers in Bethan's handover: first what says who reads the restricted part; her own part by herself."""
    restricted = restricted_questions(get_kind(HANDOVER)) | {"departure-142.5.8"}
    parts = (by, restricted.isdisjoint), (by, set(restricted).difference(WORKERS_OWN).issuperset)
    for whose, belongs in (*parts, (other.MOVING_WORKER, set(WORKERS_OWN).issuperset)):
        factories.save(record, by=whose, answers={name: one for name, one in answers.items() if belongs({name})})


def submitted(record: Record) -> Record:
    """The record, submitted by its author."""
    factories.submit(record, by=record.author.email)
    return factories.fresh(record)


def disagree(record: Record, key: str, reason: str = NOT_FOR_HER) -> Record:
    """Decide a step against it, by its assignee: REFUSED by those who decide last, else CANNOT_AGREE."""
    may_refuse = factories.step_of(record, key).may_refuse
    return settle(record, key, StepState.REFUSED if may_refuse else StepState.CANNOT_AGREE, reason=reason)


def refused_by_managers(record: Record | None = None) -> Record:
    """Maya's exception (or another record that waits for both managers), refused by both, not sealed yet."""
    record = record or submitted(exception(transfer(), ground="other_reason"))
    return disagree(disagree(record, FIRST), SECOND)


def settle(record: Record, key: str, outcome: StepState, **more: Any) -> Record:
    """Decide a step with this outcome, by its assignee."""
    step = factories.step_of(record, key)
    digest = factories.digest_of(record)
    decisions.decide(step=step, by=step.assignee, outcome=outcome, digest=digest, stated={}, **more)
    return factories.fresh(record)


def waiting(record: Record) -> dict[str, str]:
    """Key of each open step → email of its assignee."""
    steps = decisions.steps_of(factories.fresh(record))
    return {step.key: step.assignee.email for step in steps if step.state == StepState.OPEN}


def agreed(record: Record) -> Record:
    """The record, approved by everybody in order."""
    record = factories.fresh(record)
    while keys := waiting(record):
        record = factories.approve(record, *keys)
    return record


def sealed(record: Record) -> Record:
    """The record, approved and sealed. Needs an app context."""
    record = agreed(record)
    factories.seal_what_waits()
    return factories.fresh(record)


def past_review(exception: Record) -> None:
    """Move the exception's review date into the past."""
    version = history.version_of(exception)
    version.answers = version.answers | {"review_on": (clock.today() - timedelta(days=1)).isoformat()}
    version.save()
