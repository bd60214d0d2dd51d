"""Whoever the table of states says may cause an event can, and everybody else is refused and changes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from models import Record, Staff, StepState
from records.deciding import decisions, passing_on, settling, states, submission
from records.deciding.states import Transition
from records.errors import RecordError
from records.following import reminding
from tests import factories
from tests.data import story
from tests.integration.changing_hands import ABOVE, COLLEAGUE, HER, her_step
from tests.integration.conftest import changes_since, everything
from tests.integration.test_who_is_told import SCENES

PEOPLE = (
    story.AUTHOR,
    story.RECEIVING_WORKER,
    HER,
    story.RECEIVING_LEADER,
    COLLEAGUE,
    ABOVE,
    story.CLUSTER_MANAGER,
    story.CLUSTER_HEAD,
    story.UNINVOLVED_WORKER,
    story.AUDITOR,
    story.BUSINESS_SUPPORT,
)
WHY = "I would wait for the court."


def decide(outcome: StepState) -> Callable[[Record, Staff], object]:
    """Decide so on the step that waits."""
    return lambda record, by: decisions.decide(
        step=factories.open_step(record),
        by=by,
        outcome=outcome,
        digest=factories.digest_of(record),
        stated={},
        reason=WHY,
    )


ACTS: dict[str, Callable[[Record, Staff], object]] = {
    "submitted": lambda record, by: factories.submit(record, by=by.email),
    "withdrawn": lambda record, by: submission.withdraw(record=record, by=by, reason=WHY),
    "recalled": lambda record, by: submission.recall(record=record, by=by, reason=WHY),
    "nudged": lambda record, by: reminding.nudge(record=record, by=by),
    "confirmed": decide(StepState.APPROVED),
    "approved": decide(StepState.APPROVED),
    "returned": decide(StepState.RETURNED),
    "cannot_agree": decide(StepState.CANNOT_AGREE),
    "refused": decide(StepState.REFUSED),
    "settled": lambda record, by: settling.settle(record=record, by=by, reason=WHY),
    "passed_on": lambda record, by: passing_on.pass_on(
        step=factories.open_step(record), by=by, to=factories.person(factories.OTHER_LOCALITY_LEADER)
    ),
    "taken_back": lambda record, by: passing_on.take_back(step=her_step(record), by=by),
}
BY_PEOPLE = [row for row in states.TABLE if row.event in ACTS]


def may(row: Transition, record: Record) -> str:
    """The address of whom the table's words mean: nobody who writes or decides has left."""
    if row.who.startswith(states.AUTHOR):
        return str(record.author.email)
    return {
        "the worker named": lambda: factories.open_step(record).assignee.email,
        "whose step it is, of those who decide last": lambda: factories.open_step(record).assignee.email,
        states.POST: lambda: story.CLUSTER_MANAGER,
        "whose step it is": lambda: factories.open_step(record).assignee.email,
        "whom the record names": lambda: her_step(record).instead_of.email,
    }[row.who]()


@pytest.mark.parametrize("row", BY_PEOPLE, ids=lambda row: f"{row.event} when {row.state}")
def test_nobody_but_whom_the_table_of_states_names_can_cause_an_event(app: Flask, row: Transition) -> None:
    with app.app_context():
        record = factories.fresh(SCENES[row.state, row.event][0]())
        person = may(row, record)
        before = everything()

        for email in set(PEOPLE) - {person}:
            with pytest.raises(RecordError):
                ACTS[row.event](factories.fresh(record), factories.person(email))
            assert changes_since(before) == [], email
        ACTS[row.event](factories.fresh(record), factories.person(person))

    assert factories.fresh(record).state == row.leads_to


def test_what_no_person_causes_is_said_to_be_the_workers_or_to_follow_by_itself() -> None:
    others = {row.event for row in states.TABLE} - set(ACTS)

    assert {row.who.partition(",")[0] for row in states.TABLE if row.event in others} == {
        "the worker process",
        "the last approval",
        "the last refusal",
    }
