"""What the worker says of capability and HR in a restricted section of their own (142.5.8): who reads and writes it."""

from __future__ import annotations

import pytest

from models import Record, State
from protocol import Outcome
from records import access, clock, weighing
from tests import factories
from tests import four_records as four
from tests.data import other_records as other
from tests.data import story
from tests.integration.conftest import SignIn

pytestmark = pytest.mark.usefixtures("app")

WORKERS_OWN = "worker-capability-and-hr"
WORKERS_ANSWERS = ("Shorter Fridays", "Yes, I advise them of something")
SECRET, QUESTION = "HR-2291", "Where is the HR file"
LEADERS = [other.OUTGOING_LEADER, other.NEW_LEADER]


def unsettled() -> Record:
    """A handover with something unresolved, ready to be submitted."""
    return four.handover(**other.something_unresolved(clock.today()))


@pytest.mark.parametrize("email", LEADERS)
def test_both_leaders_read_the_workers_part_and_cannot_write_in_it(sign_in: SignIn, email: str) -> None:
    record, leader = unsettled(), sign_in(email)

    page = leader.open(f"/records/{record.reference}/answers")
    assert WORKERS_ANSWERS[0] in page.words

    refused = {"csrf_token": leader.token(), "worker_advises": "nothing_to_add"}
    leader.send(
        f"/records/{record.reference}/sections/{WORKERS_OWN}", refused, status=404 if email == LEADERS[0] else None
    )
    assert factories.fresh(record).answers["worker_advises"] == "advises"
    assert WORKERS_OWN not in " ".join(leader.open(f"/records/{record.reference}").links)


def test_locality_leaders_read_the_workers_part_once_they_are_asked(sign_in: SignIn) -> None:
    record, leader = four.submitted(unsettled()), sign_in(other.NEW_LOCALITY_LEADER)
    assert WORKERS_ANSWERS[0] not in leader.open(f"/records/{record.reference}/answers").words

    factories.approve(record, "worker", "new_team_leader")

    assert WORKERS_ANSWERS[0] in leader.open(f"/records/{record.reference}/answers").words


def test_what_changed_in_either_part_is_compared_for_its_readers_alone(sign_in: SignIn) -> None:
    record = factories.return_it(four.submitted(unsettled()), "worker")
    factories.save(record, by=other.MOVING_WORKER, worker_advises_of="Shorter Mondays instead.")
    factories.save(record, by=other.OUTGOING_LEADER, hr_reference="HR-3300, held by Moira Tennant")
    address = f"/records/{record.reference}/answers"

    worker, leader = (sign_in(email).open(address).words for email in (other.MOVING_WORKER, other.OUTGOING_LEADER))

    assert ("Shorter Fridays" in worker, "Shorter Mondays" in worker) == (True, True)
    assert not [said for said in (SECRET, "HR-3300", QUESTION) if said in worker]
    assert all(said in leader for said in ("Shorter Fridays", "Shorter Mondays", SECRET, "HR-3300"))


def test_a_leader_who_submits_is_told_to_whom_the_workers_part_falls_and_is_not_held_up_after_it(
    sign_in: SignIn,
) -> None:
    record = four.handover(worker_advises=None, worker_advises_of=None)
    leader, worker = sign_in(other.OUTGOING_LEADER), sign_in(other.MOVING_WORKER)

    page = leader.open(f"/records/{record.reference}/check")
    assert "The social worker has a section of their own about capability and HR, which is not ready" in page.words
    assert WORKERS_OWN not in " ".join(page.links)

    form = worker.open(f"/records/{record.reference}/sections/{WORKERS_OWN}").form(id="section-form")
    worker.press(form, {"worker_advises": "nothing_to_add", "action": "continue"}, status=302)

    assert "their own about capability and HR" not in leader.open(f"/records/{record.reference}/check").words
    submitted = factories.approve(four.submitted(record), "worker", "new_team_leader")
    assert submitted.state in (State.APPROVED, State.SEALED)


def test_a_worker_who_submits_is_asked_for_their_own_part_by_its_question(sign_in: SignIn) -> None:
    record = four.handover(worker_advises=None, worker_advises_of=None)

    page = sign_in(other.MOVING_WORKER).open(f"/records/{record.reference}/check")

    assert f"/sections/{WORKERS_OWN}" in " ".join(page.links)
    assert "Ask them to fill it in" not in page.words


def test_a_worker_who_cannot_be_reached_is_not_waited_for() -> None:
    record = four.handover(
        worker_advises=None,
        worker_advises_of=None,
        all_attended="no",
        worker_attended="unreachable",
        worker_unreachable="On leave without an address since the first of the month.",
    )

    found = weighing.weigh_draft(record).get("142.5.8")

    assert found is not None
    assert found.outcome is Outcome.MET


def test_nobody_puts_another_worker_in_the_place_of_the_one_whose_part_it_is(sign_in: SignIn) -> None:
    record, leader = unsettled(), sign_in(other.OUTGOING_LEADER)
    somebody = factories.person(story.UNINVOLVED_WORKER)
    address = f"/records/{record.reference}/sections/people"

    fields = {"csrf_token": leader.token(), "worker": somebody.name, "worker-id": str(somebody.id), "action": "later"}
    leader.send(address, fields, status=200)

    assert factories.fresh(record).answers["worker"]["name"] == "Bethan Llewellyn-Price"
    assert WORKERS_OWN in access.closed_sections(record, somebody)
