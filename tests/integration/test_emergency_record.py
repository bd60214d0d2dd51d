"""An emergency transfer: started afresh or from a transfer whose meeting cannot be held, declared, agreed, sealed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from flask import Flask

from forms import get_kind
from models import Record, State, StepState
from records.errors import CannotSubmitError
from records.register import lookup
from records.register.invented import address
from records.reporting import history
from tests import factories
from tests import four_records as four
from tests.data import other_records as other
from tests.data import story
from tests.integration.conftest import SignIn

pytestmark = pytest.mark.usefixtures("app")

NO_MEETING = {"meeting_state": "cannot_be_held", "meeting_date": None, "joint_visit": "none"}
STEPS = ("step_meeting", "step_outstanding_work", "step_introduction", "step_transition", "step_former_worker")


def started_from(record: Record) -> Record:
    """The record that was started with this one's answers."""
    return Record.get(Record.started_from == record)


def test_started_afresh_it_holds_what_the_register_knows_of_the_child(sign_in: SignIn) -> None:
    leader = sign_in(other.REALLOCATING_LEADER)
    form = leader.open("/records/new/emergency-transfer?name=kayleigh").form("/records/new/", method="post")

    leader.press(form, status=302)

    said = Record.get(Record.reference == leader.page.location.rpartition("/")[2]).answers
    assert said["child_name"] == "Kayleigh Fenn"
    assert said["current_worker"]["name"] == "Ibrahim Al-Sayed"
    assert said["current_team_leader"]["name"] == "Gareth Pemberton"


def test_a_transfer_whose_meeting_cannot_be_held_goes_on_with_every_shared_answer(sign_in: SignIn) -> None:
    departs = {"departure-142.1.1": "There was no time for a plan."}
    transfer, author = factories.ready_draft(**NO_MEETING, **departs), sign_in(story.AUTHOR)
    typed = {"transfer_date": {"day": "Tuesday", "month": "", "year": ""}, "meeting_date": {"day": "32"}}
    Record.update(typed=typed).where(Record.id == transfer.id).execute()
    page = author.open(f"/records/{transfer.reference}/sections/meeting")
    assert "Start an emergency record with these answers" in page.words

    author.press(page.form("", id="section-form"), {"action": "continue-as:emergency-transfer"}, status=302)

    emergency, shared = started_from(transfer), get_kind(four.EMERGENCY).questions.keys()
    said = factories.fresh(transfer).answers
    carried = {name: said[name] for name in said.keys() & shared} | {"what_happened": said["transfer_reason"]}
    assert len(carried) > 30
    posts = {"reallocating_team_leader": "Priya Raghunathan", "confirming_manager": "Denise Holroyd"}
    assert {name: emergency.answers.pop(name)["name"] for name in posts} == posts
    assert emergency.answers == carried | departs
    assert emergency.typed == {"transfer_date": typed["transfer_date"]}
    assert emergency.child == transfer.child
    assert emergency.reference in author.open(f"/records/{transfer.reference}").words


def test_it_can_be_asked_for_by_address_and_twice_leads_to_the_same_record(sign_in: SignIn) -> None:
    transfer, author = factories.ready_draft(**NO_MEETING), sign_in(story.AUTHOR)
    where, token = f"/records/{transfer.reference}/continue-as/emergency-transfer", {"csrf_token": author.token()}

    assert author.send(where, token, status=302).location == author.send(where, token, status=302).location
    assert Record.select().where(Record.started_from == transfer).count() == 1


def test_the_team_leader_goes_on_from_the_draft_of_a_worker_who_fell_ill(sign_in: SignIn) -> None:
    transfer, leader = factories.ready_draft(**NO_MEETING), sign_in(story.TRANSFERRING_LEADER)
    page = leader.open(f"/records/{transfer.reference}")

    leader.press(page.form(f"/records/{transfer.reference}/continue-as/emergency-transfer"), status=302)

    assert started_from(transfer).author.email == story.TRANSFERRING_LEADER


@pytest.mark.parametrize("kind", ["emergency-transfer", "management-handover", "exception-decision", "nothing"])
def test_a_transfer_whose_meeting_was_held_goes_on_as_nothing_else(sign_in: SignIn, kind: str) -> None:
    transfer, author = factories.ready_draft(), sign_in(story.AUTHOR)

    author.send(f"/records/{transfer.reference}/continue-as/{kind}", {"csrf_token": author.token()}, status=404)

    assert not Record.select().where(Record.started_from == transfer).exists()


@pytest.mark.parametrize("way", ["step_meeting", "step_introduction"])
def test_an_emergency_in_which_one_of_both_can_be_done_goes_on_as_a_transfer(sign_in: SignIn, way: str) -> None:
    steps = dict.fromkeys(STEPS, "could_not_be_done") | {way: "can_be_done"}
    record = four.emergency(steps_possible="some", **steps)
    leader = sign_in(other.REALLOCATING_LEADER)
    page = leader.open(f"/records/{record.reference}/sections/emergency")

    leader.press(page.form("", id="section-form"), {"action": "continue-as:transfer-meeting"}, status=302)

    assert started_from(record).kind == "transfer_meeting"
    assert started_from(record).answers["transfer_reason"] == record.answers["what_happened"]


# The chain


def test_the_leader_who_reallocates_declares_by_submitting_and_the_new_one_agrees_before_a_manager_confirms() -> None:
    record = four.submitted(four.emergency())

    assert factories.step_of(record, "reallocating_team_leader").state == StepState.APPROVED
    assert four.waiting(record) == {"receiving_team_leader": other.EMERGENCY_RECEIVING_LEADER}
    record = factories.approve(record, "receiving_team_leader")
    assert four.waiting(record) == {"confirming_manager": other.CONFIRMING_MANAGER}
    assert factories.approve(record, "confirming_manager").state == State.APPROVED


def test_without_the_declaration_it_is_not_submitted() -> None:
    with pytest.raises(CannotSubmitError, match="not declared"):
        factories.submit(four.emergency(), by=other.REALLOCATING_LEADER, declared=False)


def test_inside_one_team_nobody_else_has_to_agree() -> None:
    record = four.submitted(four.emergency(new_worker=lookup.as_answer(factories.person(address("chloe.ashdown")))))

    assert four.waiting(record) == {"confirming_manager": other.CONFIRMING_MANAGER}


def test_the_leader_who_reallocates_may_write_in_a_draft_that_somebody_else_started(sign_in: SignIn) -> None:
    record = four.emergency()
    Record.update(author=factories.person(other.EMERGENCY_NEW_WORKER)).where(Record.id == record.id).execute()

    sign_in(other.REALLOCATING_LEADER).open(f"/records/{record.reference}/sections/emergency")


@pytest.mark.parametrize("question", ["service_actions", "relationship_actions"])
def test_neither_list_of_actions_stands_for_the_other(question: str) -> None:
    with pytest.raises(CannotSubmitError):
        four.submitted(four.emergency(**{question: None}))


@pytest.mark.drawn
def test_it_is_sealed_with_a_follow_up_open_and_others_find_the_signature_valid(
    app: Flask, sign_in: SignIn, tmp_path: Path
) -> None:
    with app.app_context():
        record = four.sealed(four.submitted(four.emergency()))

    assert record.state == State.SEALED
    assert history.version_of(record).answers.get("no_handover_filed_on") is None
    file = tmp_path / "sealed.pdf"
    address = f"/records/{record.reference}/sealed/{record.version}.pdf"
    file.write_bytes(sign_in(other.CONFIRMING_MANAGER).open(address).response.data)
    said = subprocess.run(["pdfsig", file], check=True, capture_output=True, text=True).stdout
    assert "Signature is Valid." in said
    printed = subprocess.run(["pdftotext", file, "-"], check=True, capture_output=True, text=True).stdout
    first, answers = " ".join(printed.split()).split(" Answers ", 1)
    assert "Not yet done when it was approved" in first
    assert "The child's file does not show this yet" in first
