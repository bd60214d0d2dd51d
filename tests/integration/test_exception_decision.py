"""Exceptions: who decides, what an approved one lifts, and when it lifts nothing any more."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from models import OutboxMail, Record, RecordLink, RecordVersion, State, StepState
from protocol import Finding, Outcome
from records import clock, weighing
from records.deciding import decisions, exception_decisions, submission
from records.errors import ConflictError
from records.reporting import history
from tests import factories
from tests import four_records as four
from tests.data import story
from tests.integration.conftest import SignIn

pytestmark = pytest.mark.usefixtures("app")

LEADERS = {"transferring_team_leader": story.TRANSFERRING_LEADER, "receiving_team_leader": story.RECEIVING_LEADER}
MANAGERS = {
    "transferring_service_delivery_manager": story.CLUSTER_MANAGER,
    "receiving_service_delivery_manager": story.LOOKED_AFTER_MANAGER,
}
HEADS = {"transferring_head_of_service": story.CLUSTER_HEAD, "receiving_head_of_service": story.LOOKED_AFTER_HEAD}
FIRST, SECOND = MANAGERS


def finding(record: Record, statement: str = "315.4.1") -> Finding:
    """How a statement stands on the draft, or on the version once there is one."""
    version = history.version_of(record) if record.state not in (State.DRAFT, State.RETURNED) else None
    if version:
        return weighing.findings_of(version, decisions.steps_of(record)).get(statement)
    today = clock.today()
    return weighing.weigh_answers(
        kind=record.kind,
        answers=factories.answers_that_apply(record),
        today=today,
        exceptions=weighing.exceptions_for(record, today=today),
    ).get(statement)


def mails(record: Record) -> set[tuple[str, str]]:
    """What was put into the outbox about a record: (kind, to whom)."""
    return {(mail.kind, mail.to.email) for mail in OutboxMail.select().where(OutboxMail.record == record)}


# Asking


def test_asking_from_an_unmet_requirement_fills_in_child_teams_statement_and_day(sign_in: SignIn) -> None:
    transfer, author = four.transfer(), sign_in(story.AUTHOR)
    page = author.open(f"/records/{transfer.reference}/sections/plan")

    author.press(page.form("", id="section-form"), {"action": "exception:315.4.1"}, status=302)

    asked = Record.get(Record.reference == author.page.location.rpartition("/")[2])
    said = asked.answers
    assert (said["child_name"], said["departs_from"]) == ("Maya Adeyemi-Clarke", "315.4.1")
    assert said["serves_transfer"] == transfer.reference
    assert said["current_team"]["name"] == transfer.answers["current_team"]["name"]
    assert said["new_service_delivery_manager"]["name"] == "Victor Adeleke"
    assert said["new_worker"]["name"] == "Tomasz Zieliński"
    assert said["move_on"] == transfer.answers["transfer_date"]
    assert asked.child == transfer.child


def test_what_stands_on_the_page_is_saved_before_an_exception_is_asked_for(sign_in: SignIn) -> None:
    transfer, author = four.transfer(), sign_in(story.AUTHOR)
    form = author.open(f"/records/{transfer.reference}/sections/plan").form("", id="section-form")

    author.press(form, {"action": "exception:315.4.1", "return_home_months": None, "plan_date-day": "3"}, status=302)

    assert factories.fresh(transfer).answers["plan_date"].endswith("-03")


def test_asking_twice_leads_to_the_same_exception(sign_in: SignIn) -> None:
    transfer, author = four.transfer(), sign_in(story.AUTHOR)
    where = f"/records/{transfer.reference}/exceptions/315.4.1"

    first = author.send(where, {"csrf_token": author.token()}, status=302).location
    second = author.send(where, {"csrf_token": author.token()}, status=302).location

    assert first == second
    assert RecordLink.select().where(RecordLink.transfer == transfer).count() == 1


@pytest.mark.parametrize("statement", ["142.3.1", "315.4.2", "1.2.3"], ids=["met", "not applying", "unknown"])
def test_an_exception_is_asked_for_only_where_one_can_lift(sign_in: SignIn, statement: str) -> None:
    transfer, author = four.transfer(), sign_in(story.AUTHOR)

    author.send(f"/records/{transfer.reference}/exceptions/{statement}", {"csrf_token": author.token()}, status=404)


# Who decides


@pytest.mark.parametrize("ground", ["significant_relationship", "relationship_prevents_outcomes", "worker_leaving"])
def test_on_the_first_three_grounds_both_team_leaders_decide(ground: str) -> None:
    exception = four.submitted(four.exception(four.transfer(), ground=ground, statement="315.7.2"))

    assert four.waiting(exception) == LEADERS
    assert four.agreed(exception).state == State.APPROVED


def test_on_the_fourth_ground_both_service_delivery_managers_decide() -> None:
    exception = four.submitted(four.exception(four.transfer(), ground="other_reason"))

    assert four.waiting(exception) == MANAGERS


def test_before_adoption_both_managers_decide_and_then_both_heads_of_service() -> None:
    transfer = factories.ready_draft(**four.FOR_ADOPTION)
    exception = four.submitted(four.exception(transfer, statement="315.4.2"))
    assert four.waiting(exception) == MANAGERS

    exception = factories.approve(exception, *MANAGERS)

    assert exception.state == State.SUBMITTED
    assert finding(factories.fresh(transfer), "315.4.2").outcome == Outcome.UNMET
    assert four.waiting(exception) == HEADS
    four.agreed(exception)
    assert finding(factories.fresh(transfer), "315.4.2").outcome == Outcome.LIFTED


def test_managers_who_disagree_leave_it_to_the_heads_of_service_and_everybody_is_told() -> None:
    exception = four.submitted(four.exception(four.transfer(), ground="other_reason"))

    exception = four.disagree(exception, FIRST)
    assert four.waiting(exception) == {SECOND: MANAGERS[SECOND]}

    exception = factories.approve(exception, SECOND)
    assert ("escalated", story.AUTHOR) in mails(exception)
    assert ("escalated", MANAGERS[FIRST]) in mails(exception)
    assert ("escalated", MANAGERS[SECOND]) not in mails(exception)
    assert four.waiting(exception) == HEADS
    assert {("step_opened", head) for head in HEADS.values()} <= mails(exception)
    assert finding(exception, "315.9.1").outcome == Outcome.UNANSWERED

    exception = four.agreed(exception)
    assert exception.state == State.APPROVED
    assert finding(exception, "315.9.1").outcome == Outcome.MET


def test_what_the_heads_of_service_decide_lifts_though_the_managers_disagreed() -> None:
    transfer = four.transfer()
    exception = four.submitted(four.exception(transfer, ground="other_reason"))
    four.agreed(factories.approve(four.disagree(exception, FIRST), SECOND))

    assert finding(factories.fresh(transfer)).outcome == Outcome.LIFTED


def test_the_reason_of_who_could_not_agree_is_before_the_heads_of_service(sign_in: SignIn) -> None:
    exception = four.submitted(four.exception(four.transfer(), ground="other_reason"))
    factories.approve(four.disagree(exception, FIRST), SECOND)

    step = factories.step_of(exception, "transferring_head_of_service")
    page = sign_in(story.CLUSTER_HEAD).open(f"/records/{exception.reference}/steps/{step.id}")

    assert four.NOT_FOR_HER in page.words
    assert "I do not agree" not in page.words


def test_team_leaders_who_cannot_agree_on_a_transfer_pass_it_to_the_managers_and_on_to_the_heads() -> None:
    transfer = factories.approve(factories.submitted(), "new_worker")
    transfer = four.disagree(transfer, "transferring_team_leader")
    assert factories.step_of(transfer, "receiving_team_leader").state == StepState.VOID
    assert four.waiting(transfer) == MANAGERS

    transfer = factories.approve(four.disagree(transfer, FIRST), SECOND)

    assert four.waiting(transfer) == HEADS
    transfer = four.agreed(transfer)
    assert transfer.state == State.APPROVED
    assert finding(transfer, "315.7.5").outcome == Outcome.MET
    assert finding(transfer, "315.9.1").outcome == Outcome.MET


# What it lifts


@pytest.fixture
def relying() -> tuple[Record, Record]:
    """A transfer that waits for its deciders thanks to an approved exception, and that exception."""
    transfer = four.transfer()
    exception = four.agreed(four.submitted(four.exception(transfer, ground="other_reason")))
    return four.submitted(factories.fresh(transfer)), exception


@pytest.mark.drawn
def test_an_approved_exception_lifts_and_the_transfer_is_sealed_with_it_cited(
    relying: tuple[Record, Record], app: Flask, sign_in: SignIn
) -> None:
    transfer, exception = relying

    with app.app_context():
        transfer = four.sealed(transfer)

    assert transfer.state == State.SEALED
    assert finding(transfer).outcome == Outcome.LIFTED
    page = sign_in(story.RECEIVING_LEADER).open(f"/records/{transfer.reference}/answers")
    assert f"Lifted by exception decision {exception.reference}" in page.words


def test_before_it_is_approved_an_exception_lifts_nothing() -> None:
    transfer = four.transfer()
    four.submitted(four.exception(transfer))

    said = finding(factories.fresh(transfer))

    assert said.outcome == Outcome.UNMET
    assert "is not approved" in said.message


def end_by_withdrawing(exception: Record) -> None:
    submission.withdraw(record=exception, by=exception.author, reason="The hearing was brought forward")


@pytest.mark.parametrize("end", [end_by_withdrawing, four.past_review], ids=["withdrawn", "past its review date"])
def test_an_exception_that_ended_lifts_nothing_and_the_transfer_says_so(
    relying: tuple[Record, Record], app: Flask, sign_in: SignIn, end: Any
) -> None:
    transfer, exception = relying
    with app.app_context():
        four.sealed(exception)

    end(factories.fresh(exception))

    page = sign_in(story.RECEIVING_WORKER).open(f"/records/{transfer.reference}")
    assert "Something that the protocol requires no longer holds" in page.words
    assert finding(factories.fresh(transfer)).outcome == Outcome.UNMET
    with pytest.raises(ConflictError, match="no longer holds"):
        factories.approve(transfer, "new_worker")


def test_whoever_has_to_do_with_a_transfer_is_told_that_its_exception_was_withdrawn(
    relying: tuple[Record, Record], app: Flask
) -> None:
    transfer, exception = relying
    with app.app_context():
        exception = four.sealed(exception)

    end_by_withdrawing(exception)

    assert ("exception_ended", story.RECEIVING_WORKER) in mails(transfer)


def test_a_sealed_transfer_stays_as_it_is_when_its_exception_ends(
    relying: tuple[Record, Record], app: Flask, sign_in: SignIn
) -> None:
    transfer, exception = relying
    with app.app_context():
        transfer = four.sealed(transfer)

    end_by_withdrawing(factories.fresh(exception))

    assert finding(factories.fresh(transfer)).outcome == Outcome.LIFTED
    assert "no longer holds" not in sign_in(story.AUTHOR).open(f"/records/{transfer.reference}").words


@pytest.mark.parametrize("state", [State.DRAFT, State.SEALED], ids=["a draft", "a sealed transfer"])
def test_nobody_withdraws_another_sealed_record(state: State) -> None:
    record = factories.in_state(state)

    assert submission.may_withdraw(record, record.author) == (state == State.DRAFT)


def test_an_exception_from_another_statement_never_lifts() -> None:
    transfer = four.transfer()
    four.agreed(four.submitted(four.exception(transfer, statement="315.4.1", departs_from="315.7.2", proceedings=None)))

    assert finding(factories.fresh(transfer)).outcome == Outcome.UNMET


def test_an_exception_for_another_child_never_lifts() -> None:
    transfer = four.transfer()
    exception = four.agreed(four.submitted(four.exception(transfer)))
    assert finding(factories.fresh(transfer)).outcome == Outcome.LIFTED

    Record.update(child=factories.child(story.CASE_ONE_BROTHER)).where(Record.id == exception.id).execute()

    assert finding(factories.fresh(transfer)).outcome == Outcome.UNMET


# One that stands already


def test_a_later_transfer_of_the_same_child_can_use_an_exception_that_stands(sign_in: SignIn) -> None:
    exception = four.agreed(four.submitted(four.exception(four.transfer())))
    later, author = four.transfer(), sign_in(story.AUTHOR)
    assert finding(later).outcome == Outcome.UNMET
    page = author.open(f"/records/{later.reference}/sections/plan")
    assert f"Use exception decision {exception.reference}" in page.words

    author.press(page.form("", id="section-form"), {"action": f"use:315.4.1:{exception.reference}"}, status=302)

    assert finding(factories.fresh(later)).outcome == Outcome.LIFTED
    assert exception.reference in author.follow().words


def test_only_an_exception_in_sight_for_this_child_and_statement_is_offered() -> None:
    exception = four.agreed(four.submitted(four.exception(four.transfer())))
    later = four.transfer()

    def offered(statement: str, email: str) -> list[Record]:
        return exception_decisions.find_usable(record=later, statement=statement, staff=factories.person(email))

    assert offered("315.4.1", story.AUTHOR) == [exception]
    assert offered("315.4.4", story.AUTHOR) == []
    assert offered("315.4.1", story.UNINVOLVED_WORKER) == []
    four.past_review(exception)
    assert offered("315.4.1", story.AUTHOR) == []


def test_an_exception_that_is_not_offered_cannot_be_used(sign_in: SignIn) -> None:
    exception = four.agreed(four.submitted(four.exception(four.transfer(), departs_from="315.7.2", proceedings=None)))
    later, author = four.transfer(), sign_in(story.AUTHOR)

    author.send(
        f"/records/{later.reference}/exceptions/315.4.1/use",
        {"csrf_token": author.token(), "exception": exception.reference},
        status=409,
    )

    assert not RecordLink.select().where(RecordLink.transfer == later).exists()


def test_a_new_exception_can_be_asked_for_when_the_first_has_ended() -> None:
    transfer = four.transfer()
    first = four.agreed(four.submitted(four.exception(transfer)))
    four.past_review(first)

    second = four.request_exception(transfer)

    assert second != first
    assert RecordVersion.select().where(RecordVersion.record == second).count() == 0
