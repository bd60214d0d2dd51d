"""Every step of every chain has a story: it is laid, somebody decides it, and the record goes on to its seal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask

from models import Record, State, StepState, Team
from protocol.chains import CHAINS
from protocol.chains.escalation import LOCALITY
from protocol.statements import RECORDS
from records import clock
from records.deciding import decisions
from tests import factories
from tests import four_records as four
from tests.data import other_records as other
from tests.data.council import CLUSTER_SERVICE, OLDER

WORKERS = ("current_worker", "new_worker")
LEADERS = ("transferring_team_leader", "receiving_team_leader")
MANAGERS = ("transferring_service_delivery_manager", "receiving_service_delivery_manager")
HEADS = ("transferring_head_of_service", "receiving_head_of_service")
AUDIT = "file_audit"
OF_BOTH = ("service_delivery_manager_of_both", "head_of_service_of_both")


@dataclass(frozen=True)
class Story:
    """A record ready to be submitted, the steps of it that are decided, and those at which somebody cannot agree."""

    kind: str
    ready: Callable[[], Record]
    steps: tuple[str, ...]
    disagree: tuple[str, ...] = ()


def one_service() -> None:
    """Let one manager and one Head of Service be above both teams of Maya's transfer."""
    Team.update(service=CLUSTER_SERVICE).where(Team.name == OLDER).execute()


def transfer_in_one_service() -> Record:
    one_service()
    return factories.ready_draft()


def before_adoption_in_one_service() -> Record:
    one_service()
    return before_adoption()


def going_home() -> Record:
    return four.exception(four.transfer(), statement="315.7.2")


def unresolved() -> Record:
    return four.handover(**other.something_unresolved(clock.today()))


def fourth_ground() -> Record:
    return four.exception(four.transfer(), ground="other_reason")


def before_adoption() -> Record:
    return four.exception(factories.ready_draft(**four.FOR_ADOPTION), statement="315.4.2")


TRANSFER = factories.TRANSFER_MEETING
UP_TO_MANAGERS, UP_TO_HEADS = (LEADERS[0],), (LEADERS[0], MANAGERS[0])
STORIES = {
    "both team leaders agree": Story(TRANSFER, factories.ready_draft, (*WORKERS, *LEADERS)),
    "the receiving leader cannot agree to a transfer": Story(
        TRANSFER, factories.ready_draft, (*WORKERS, *LEADERS, *MANAGERS), (LEADERS[1],)
    ),
    "the managers differ on a transfer, and the file is still to be checked": Story(
        TRANSFER, factories.ready_draft, (*WORKERS, LEADERS[0], *MANAGERS, *HEADS, AUDIT), UP_TO_HEADS
    ),
    "one manager is above both teams": Story(
        TRANSFER, transfer_in_one_service, (*WORKERS, LEADERS[0], OF_BOTH[0], AUDIT), UP_TO_MANAGERS
    ),
    "an emergency": Story(
        four.EMERGENCY, four.emergency, ("reallocating_team_leader", "receiving_team_leader", "confirming_manager")
    ),
    "both team leaders agree to an exception": Story(four.EXCEPTION, going_home, LEADERS),
    "a leader cannot agree to an exception": Story(four.EXCEPTION, going_home, (*LEADERS, *MANAGERS), UP_TO_MANAGERS),
    "the managers differ on an exception": Story(
        four.EXCEPTION, going_home, (*LEADERS, *MANAGERS, *HEADS), UP_TO_HEADS
    ),
    "both sides of an exception have one manager and one Head of Service": Story(
        four.EXCEPTION, before_adoption_in_one_service, OF_BOTH, (OF_BOTH[0],)
    ),
    "the managers decide on the fourth ground": Story(four.EXCEPTION, fourth_ground, MANAGERS),
    "managers who differ on the fourth ground": Story(
        four.EXCEPTION, fourth_ground, (*MANAGERS, *HEADS), (MANAGERS[1],)
    ),
    "the Heads of Service decide before adoption": Story(four.EXCEPTION, before_adoption, (*MANAGERS, *HEADS)),
    "all three of a handover sign": Story(
        four.HANDOVER, four.handover, ("worker", "outgoing_team_leader", "new_team_leader")
    ),
    "both locality leaders sign a handover": Story(four.HANDOVER, unresolved, CHAINS[four.HANDOVER].steps),
}


def settled(record: Record, disagree: tuple[str, ...]) -> Record:
    """The record once everybody has decided: those who cannot agree say so, and the others approve."""
    while waiting := four.waiting(factories.fresh(record)):
        key = next(iter(waiting))
        if key in disagree:
            four.disagree(record, key)
        else:
            factories.approve(record, key)
    return factories.fresh(record)


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_every_step_that_a_record_calls_for_is_decided_and_the_record_is_sealed(app: Flask, story: Story) -> None:
    with app.app_context():
        record = settled(four.submitted(story.ready()), story.disagree)
        four.sealed(record)

    steps = decisions.steps_of(factories.fresh(record))
    decided = {step.key: step.state for step in steps if step.state != StepState.VOID}
    against = {step.key: StepState.REFUSED if step.may_refuse else StepState.CANNOT_AGREE for step in steps}
    assert decided == {key: against[key] if key in story.disagree else StepState.APPROVED for key in story.steps}
    assert factories.fresh(record).state == State.SEALED


# Laid and decided as the same posts are in another kind of record; the protocol's cases say when.
LIKE_OTHERS = {
    TRANSFER: {*LOCALITY.every_key, OF_BOTH[1]},
    four.EMERGENCY: {*LOCALITY.every_key, *MANAGERS, *HEADS, *OF_BOTH},
}


@pytest.mark.parametrize("kind", RECORDS)
def test_every_step_that_a_chain_can_have_has_a_story(kind: str) -> None:
    told = {step for story in STORIES.values() if story.kind == kind for step in story.steps}

    told |= LIKE_OTHERS.get(kind, set())
    assert [step for step in CHAINS[kind].steps if step not in told] == []
