"""The child's worker has left the council, as the register knows: nobody asks it, and nobody asks them."""

from __future__ import annotations

import pytest

from models import Record, Staff
from records import clock
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.holding_parts import posted
from tests.integration.writing import later, saved, section

pytestmark = pytest.mark.usefixtures("app")


def leave(email: str) -> None:
    Staff.update(active=False).where(Staff.email == email).execute()


def draft_of_the_new_worker(**changes: str) -> Record:
    """Maya's record, which her new worker writes."""
    record = factories.start_draft(by=story.RECEIVING_WORKER)
    factories.save(record, by=story.RECEIVING_WORKER, answers=story.case_one_answers(clock.today()) | changes)
    return record


def test_that_the_current_worker_has_left_is_a_fact_with_its_source_and_no_control(sign_in: SignIn) -> None:
    record = factories.ready_draft()
    leave(story.AUTHOR)
    reader = sign_in(story.RECEIVING_WORKER)

    page = reader.open(f"/records/{record.reference}/sections/workers")

    assert "leaving the service? They have left From the register, " in page.words
    assert not list(page.each("input", name="current_worker_leaving"))
    assert "What is their last working day?" not in page.words


def test_a_post_does_not_say_that_they_stay_and_another_worker_is_asked_anew(sign_in: SignIn) -> None:
    record = factories.ready_draft()
    leave(story.AUTHOR)
    reader = sign_in(story.RECEIVING_WORKER)

    later(reader, section(reader, record, "workers"), current_worker_leaving="no")
    assert saved(record)["current_worker_leaving"] == "left"
    other = posted(story.RECEIVING_WORKER, "correction-current_worker")
    later(reader, section(reader, record, "workers"), **other, **{"correction-current_worker-how": "The rota says so"})

    assert "current_worker_leaving" not in saved(record)


def test_whoever_has_left_confirms_nothing_and_their_leader_says_what_a_leader_can() -> None:
    record = draft_of_the_new_worker(**factories.LEFT_BEHIND)
    leave(story.AUTHOR)

    factories.submit(record, by=story.RECEIVING_WORKER)

    steps = {step.key: step for step in factories.fresh(record).steps}
    assert "current_worker" not in steps
    assert "315.2.4.1" in steps["transferring_team_leader"].statements
    assert "in their place" in steps["transferring_team_leader"].declaration
