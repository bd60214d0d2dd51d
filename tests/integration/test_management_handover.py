"""A handover of management: a worker's record, its cases one by one, and whose signatures it takes."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from models import OutboxMail, Record, State, StepState, Team
from protocol import Outcome
from records import clock, weighing
from records.deciding import decisions, submission
from records.drafting import starting
from records.errors import CannotSubmitError, ForbiddenError
from records.reporting import history
from tests import factories
from tests import four_records as four
from tests.data import other_records as other
from tests.data import story
from tests.data.council import NORTHGATE_WEST
from tests.integration.conftest import SignIn

pytestmark = pytest.mark.usefixtures("app")

FIRST = {"worker": other.MOVING_WORKER}
ABOVE = {"outgoing_locality_leader": other.OUTGOING_LOCALITY_LEADER, "new_locality_leader": other.NEW_LOCALITY_LEADER}
START = "/records/new/management-handover"
CHILDREN = {"Harvey Tunstall", "Ruby Tunstall", "Alfie Tunstall"}


def unresolved(**changes: Any) -> Record:
    """Bethan's handover with something that the two leaders could not settle."""
    return four.handover(**(other.something_unresolved(clock.today()) | changes))


def outcome(record: Record, statement: str) -> Outcome:
    """How a statement stands on the draft."""
    answers = factories.answers_that_apply(record)
    return weighing.weigh_answers(kind=record.kind, answers=answers, today=clock.today()).get(statement).outcome


def start(by: str) -> Record:
    """The record as it is started for Bethan, before anybody writes in it."""
    worker, author = factories.person(other.MOVING_WORKER), factories.person(by)
    return starting.start_handover(kind=four.HANDOVER, prefix="MHR", worker=worker, by=author)


def test_it_is_started_for_a_worker_with_a_row_for_each_child_they_work_with(sign_in: SignIn) -> None:
    leader = sign_in(other.OUTGOING_LEADER)
    form = leader.open("/records/new/management-handover?name=llewellyn").form("/records/new/", method="post")

    leader.press(form, status=302)

    said = Record.get(Record.reference == leader.page.location.rpartition("/")[2]).answers
    assert {row["child"]["name"] for row in said["cases"]} == CHILDREN
    assert said["open_cases"] == 3
    assert said["worker"]["name"] == "Bethan Llewellyn-Price"
    assert said["outgoing_team_leader"]["name"] == "Priya Raghunathan"
    assert said["outgoing_locality_leader"]["name"] == "Denise Holroyd"


def test_a_social_worker_starts_it_for_themselves_and_is_offered_nobody_else(sign_in: SignIn) -> None:
    worker, me = sign_in(other.MOVING_WORKER), factories.person(other.MOVING_WORKER)
    page = worker.open("/records/new/management-handover?name=hannah")
    assert [radio.get("value") for radio in page.each("input", name="chosen")] == [str(me.id)]

    worker.press(page.form("/records/new/", method="post"), status=302)

    assert Record.get(Record.reference == worker.page.location.rpartition("/")[2]).answers["worker"]["id"] == me.id


def test_a_social_worker_starts_none_about_somebody_else(sign_in: SignIn) -> None:
    worker, colleague = sign_in(other.MOVING_WORKER), factories.person(story.AUTHOR)
    before = Record.select().count()

    worker.send(START, {"csrf_token": worker.token(), "chosen": str(colleague.id)}, status=200)

    assert worker.page.errors == ["Select the worker this record is about"]
    assert Record.select().count() == before


def test_whatever_page_asks_for_it_a_social_worker_starts_none_about_somebody_else() -> None:
    worker, colleague = factories.person(other.MOVING_WORKER), factories.person(story.AUTHOR)

    with pytest.raises(ForbiddenError):
        starting.start_handover(kind=four.HANDOVER, prefix="MHR", worker=colleague, by=worker)


@pytest.mark.parametrize("email", [other.NEW_LEADER, other.NEW_LOCALITY_LEADER, story.CLUSTER_MANAGER])
def test_who_leads_starts_it_for_a_worker_of_another_team(sign_in: SignIn, email: str) -> None:
    leader, worker = sign_in(email), factories.person(other.MOVING_WORKER)
    reason = "She moves to us in spring."  # asked of who leads neither her team nor those above it

    leader.send(START, {"csrf_token": leader.token(), "chosen": str(worker.id), "reason": reason}, status=302)


def test_the_new_team_brings_its_leader_and_its_locality_leader() -> None:
    record, team = start(other.OUTGOING_LEADER), factories.person(other.NEW_LEADER).team

    factories.save(record, by=other.OUTGOING_LEADER, new_team={"id": team.id, "name": team.name})

    said = factories.fresh(record).answers
    assert said["new_team_leader"]["name"] == "Joanne Thistlewood"
    assert said["new_locality_leader"]["name"] == "Anil Deshmukh"


def test_as_many_children_are_listed_as_cases_are_open() -> None:
    record = four.handover(open_cases=4)

    assert outcome(record, "142.5.4") == Outcome.MET
    assert record.answers["open_cases"] == 3


@pytest.mark.parametrize("statement, change", [("142.5.4", {"discussed": "no"}), ("142.5.5", {"understood": None})])
def test_one_case_that_is_left_out_stops_the_record(statement: str, change: dict[str, Any]) -> None:
    record = four.handover()
    cases = record.answers["cases"]
    changed = {name: said for name, said in {**cases[1], **change}.items() if said is not None}
    factories.save(record, by=other.OUTGOING_LEADER, cases=[cases[0], changed, cases[2]])

    with pytest.raises(CannotSubmitError):
        four.submitted(record)


def test_what_is_said_of_each_case_is_read_beside_what_was_asked(sign_in: SignIn) -> None:
    record = four.handover()
    first = record.answers["cases"][0]

    page = sign_in(other.OUTGOING_LEADER).open(f"/records/{record.reference}/check")

    assert (
        f"Child {first['child']['name']} Status Looked after Was this child discussed at the meeting? Yes" in page.words
    )
    assert f"Main decisions {first['decisions']}" in page.words
    assert f"Main concern {first['concern']}" in page.words


# Who signs


def test_the_outgoing_leader_confirms_by_submitting_then_the_worker_then_the_new_leader() -> None:
    record = four.submitted(four.handover())

    assert factories.step_of(record, "outgoing_team_leader").state == StepState.APPROVED
    assert four.waiting(record) == FIRST
    record = factories.approve(record, "worker")
    assert four.waiting(record) == {"new_team_leader": other.NEW_LEADER}
    assert factories.approve(record, "new_team_leader").state == State.APPROVED


def test_a_new_leader_who_wrote_the_record_signs_in_their_turn_and_not_by_submitting() -> None:
    record = start(other.NEW_LEADER)
    four.write(record, by=other.NEW_LEADER, answers=other.handover_answers(clock.today()))

    record = four.submitted(record)

    assert factories.step_of(record, "new_team_leader").state == StepState.WAITING
    assert four.waiting(record) == {"worker": other.MOVING_WORKER, "outgoing_team_leader": other.OUTGOING_LEADER}


@pytest.mark.parametrize("email", [other.OUTGOING_LEADER, other.NEW_LOCALITY_LEADER, story.CLUSTER_MANAGER])
def test_the_new_leader_and_nobody_else_confirms_that_they_understand(email: str, sign_in: SignIn) -> None:
    record = factories.approve(four.submitted(four.handover()), "worker")
    step = factories.step_of(record, "new_team_leader")

    with pytest.raises(ForbiddenError):
        decisions.decide(
            step=step,
            by=factories.person(email),
            outcome=StepState.APPROVED,
            digest=factories.digest_of(record),
            stated={},
        )

    sign_in(email).open(f"/records/{record.reference}/steps/{step.id}", status=404)


def test_nobody_is_put_in_the_place_of_a_new_leader_who_has_left() -> None:
    record, leader = four.handover(), factories.person(other.NEW_LEADER)
    leader.active = False
    leader.save()

    with pytest.raises(CannotSubmitError, match="new_team_leader") as refused:
        four.submitted(record)
    assert refused.value.shown.startswith("The register has nobody as new {team_leader}")


def test_what_is_unresolved_brings_in_both_locality_leaders_after_the_three() -> None:
    record = factories.approve(four.submitted(unresolved()), "worker")
    told = {mail.to.email for mail in OutboxMail.select().where(OutboxMail.record == record)}
    assert told.isdisjoint(ABOVE.values())

    record = factories.approve(record, "new_team_leader")

    assert four.waiting(record) == ABOVE
    record = four.agreed(record)
    assert record.state == State.APPROVED
    version = history.version_of(record)
    assert weighing.findings_of(version, decisions.steps_of(record)).get("142.5.9").outcome == Outcome.MET


def test_one_unresolved_case_brings_them_in_and_is_no_case_of_nothing_unresolved() -> None:
    record = four.handover(**(other.something_unresolved(clock.today()) | {"unresolved": "none"}))
    first, *others = record.answers["cases"]
    first = first | {"understood": "unresolved", "unresolved_issue": "Who takes Alfie to the hospital"}
    factories.save(record, by=other.OUTGOING_LEADER, cases=[first, *others])
    with pytest.raises(CannotSubmitError):
        four.submitted(record)
    factories.save(record, by=other.OUTGOING_LEADER, unresolved="yes")

    record = factories.approve(four.submitted(record), "worker", "new_team_leader")

    assert four.waiting(record) == ABOVE


@pytest.mark.parametrize("missing", ["locality_leaders_told_on", "four_way_date", "four_way_outcome"])
def test_what_is_unresolved_needs_the_four_way_meeting(missing: str) -> None:
    assert outcome(unresolved(), "142.5.9") == Outcome.UNANSWERED  # until both have signed
    with pytest.raises(CannotSubmitError):
        four.submitted(unresolved(**{missing: None}))


def test_one_locality_leader_of_both_signs_once() -> None:
    west = Team.get(Team.name == NORTHGATE_WEST)
    record = unresolved(new_team={"id": west.id, "name": west.name})

    record = factories.approve(four.submitted(record), "worker", "new_team_leader")

    assert four.waiting(record) == {"outgoing_locality_leader": other.OUTGOING_LOCALITY_LEADER}


# On no child's page


def test_it_is_no_childs_record_and_says_whose_it_is_at_a_glance(app: Flask, sign_in: SignIn) -> None:
    with app.app_context():
        record = four.sealed(four.submitted(four.handover()))

    assert record.state == State.SEALED
    assert record.child is None
    assert not Record.select().where(Record.child.is_null(False) & (Record.kind == four.HANDOVER)).exists()
    page = sign_in(other.NEW_LEADER).open(f"/records/{record.reference}/answers")
    assert "Social worker Bethan Llewellyn-Price" in page.words
    assert "Departures from the protocol" not in page.words


def test_a_childs_record_leads_to_no_handover_of_their_workers_management(sign_in: SignIn) -> None:
    record = four.handover()
    transfer = factories.start_draft(by=other.MOVING_WORKER, about="AV103718")
    worker = sign_in(other.MOVING_WORKER)

    for page in ("", "/answers", "/history", "/check"):
        assert record.reference not in worker.open(f"/records/{transfer.reference}{page}").words


@pytest.mark.parametrize("kind", ["transfer-meeting", "emergency-transfer", "exception-decision"])
def test_it_does_not_go_on_as_a_childs_record(sign_in: SignIn, kind: str) -> None:
    record, leader = four.handover(), sign_in(other.OUTGOING_LEADER)
    before = Record.select().count()

    leader.send(f"/records/{record.reference}/continue-as/{kind}", {"csrf_token": leader.token()}, status=404)

    assert Record.select().count() == before


def test_a_sealed_handover_cannot_be_withdrawn(app: Flask) -> None:
    with app.app_context():
        record = four.sealed(four.submitted(four.handover()))

    assert not submission.may_withdraw(record, record.author)
