"""The child's worker has left the council, as the register knows: nobody asks it, and nobody asks them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models import Record, Staff
from protocol import Outcome
from records import clock, weighing
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.holding_parts import posted
from tests.integration.writing import later, overruled, saved, section

pytestmark = pytest.mark.usefixtures("app")

# What could be so of somebody who stayed, and is not.
BEFORE_THEN = {name: factories.LEFT_BEHIND[name] for name in ("former_worker_until", "former_worker_how")}


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


def test_what_was_so_of_whoever_has_left_since_need_not_be_taken_out(sign_in: SignIn) -> None:
    met = clock.today() - timedelta(days=2)
    attended = {f"{part}_attended": "attended" for part in ("current_worker", "new_worker", "current_team_leader")}
    absent = {"new_team_leader_attended": "absent", "new_team_leader_absence": "He was in court, and told that day."}
    leaving = {"current_worker_leaving": "yes", "current_worker_last_day": met.isoformat()}
    record = factories.ready_draft(
        all_attended="no", meeting_date=met.isoformat(), **attended, **absent, **leaving, **BEFORE_THEN
    )
    leave(story.AUTHOR)
    reader = sign_in(story.RECEIVING_WORKER)
    later(reader, section(reader, record, "workers"))
    record = factories.fresh(record)

    assert record.answers["current_worker_leaving"] == "left"
    assert [clash.message for clash in weighing.contradictions_in(record)] == []
    found = weighing.weigh_draft(record).get("142.3.2")
    assert found is not None
    assert (found.outcome, found.reason) == (Outcome.DEPARTED, absent["new_team_leader_absence"])


def test_a_post_does_not_say_that_they_stay_and_another_worker_is_asked_anew(sign_in: SignIn) -> None:
    record = factories.ready_draft()
    leave(story.AUTHOR)
    reader = sign_in(story.RECEIVING_WORKER)

    overruled(reader, section(reader, record, "workers"), current_worker_leaving="no")
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
