"""Those who decide last can refuse: it is sealed as a refusal, lifts and allows nothing, and needs no audit."""

from __future__ import annotations

import pytest
from flask import Flask

import tasks
from models import OutboxMail, Record, Refusal, State, StepState
from protocol import Outcome
from protocol.chains import telling
from protocol.terms import fill_terms
from records.deciding import chain, decisions, submission
from records.errors import ConflictError, ForbiddenError
from records.following import follow_up
from records.reporting import listing
from records.sealing import checking, sealer
from records.weighing import weigh_draft
from tests import factories
from tests import four_records as four
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.refusing import LEADER, MANAGERS, passed_up, refused, within_one_team

pytestmark = pytest.mark.usefixtures("app")

WHY = "The placement is three weeks old."


def test_two_managers_who_refuse_refuse_together_and_it_is_sealed_as_a_refusal(app: Flask) -> None:
    record = refused()
    assert record.state == State.REFUSED

    with app.app_context():
        assert tasks.seal_one(record)

    record = factories.fresh(record)
    assert record.state == State.REFUSAL_SEALED
    document = sealer.get_document_or_none(record, record.version)
    assert document is not None
    told = checking.check_code(document.code)
    assert told.outcome == "refusal"
    assert "nothing may rest on it" in told.counts
    assert {mail.kind for mail in OutboxMail.select().where(OutboxMail.record == record)} >= {"refused"}
    assert "sealed" not in {mail.kind for mail in OutboxMail.select().where(OutboxMail.record == record)}


def test_its_author_cannot_submit_withdraw_or_take_back_what_was_refused() -> None:
    record = refused()

    for act in (
        lambda: factories.submit(record),
        lambda: submission.withdraw(record=record, by=record.author, reason=WHY),
        lambda: submission.recall(record=record, by=record.author, reason=WHY),
    ):
        with pytest.raises(ConflictError):
            act()
    assert factories.fresh(record).state == State.REFUSED


def test_a_refused_exception_lifts_nothing_and_says_so() -> None:
    transfer = four.transfer()
    four.refused_by_managers(four.submitted(four.exception(transfer, ground="other_reason")))

    finding = weigh_draft(factories.fresh(transfer)).get("315.4.1")

    assert finding is not None
    assert finding.outcome == Outcome.UNMET
    assert "was refused" in finding.message


def test_what_was_refused_has_nothing_to_follow_and_is_finished() -> None:
    record = refused()
    assert follow_up.get_open(record) == []
    assert not follow_up.may_add(record, record.author)
    Record.update(state=State.REFUSAL_SEALED).where(Record.id == record.id).execute()
    assert record in listing.get_page(record.author, listing.Filters(whose="mine", state="refused")).records


def test_managers_who_differ_leave_it_to_the_heads_who_differ_and_have_not_agreed() -> None:
    record = factories.approve(four.disagree(passed_up(), four.FIRST), four.SECOND)
    assert set(four.waiting(record).values()) == {story.CLUSTER_HEAD, story.LOOKED_AFTER_HEAD}

    record = four.disagree(record, "transferring_head_of_service")
    assert record.state == State.SUBMITTED
    record = factories.approve(record, "receiving_head_of_service")

    assert record.state == State.REFUSED
    assert [one.rank for one in Refusal.select()] == ["head_of_service"]


def test_the_leader_of_one_team_decides_last_and_can_refuse() -> None:
    record = within_one_team()

    record = four.disagree(record, LEADER)

    assert record.state == State.REFUSED
    assert [(one.rank, one.team.name) for one in Refusal.select()] == [
        ("team_leader", record.answers["new_team"]["name"])
    ]


def test_nobody_can_refuse_who_does_not_decide_last() -> None:
    record = factories.approve(factories.submitted(), "new_worker")
    with pytest.raises(ForbiddenError):
        four.settle(record, LEADER, StepState.REFUSED, reason=WHY)


# The audit


def test_the_check_of_the_file_stays_due_whatever_the_managers_decide() -> None:
    record = factories.approve(factories.submitted(), "new_worker")
    record = four.disagree(record, LEADER)
    record = factories.approve(record, four.FIRST, four.SECOND)

    assert record.state == State.SUBMITTED
    assert four.waiting(record) == {"file_audit": story.TRANSFERRING_LEADER}
    record = factories.approve(record, "file_audit")
    assert record.state == State.APPROVED


def test_a_refusal_needs_no_check_of_the_file() -> None:
    record = factories.approve(factories.submitted(), "new_worker")
    record = four.refused_by_managers(four.disagree(record, LEADER))

    assert record.state == State.REFUSED
    assert factories.step_of(record, "file_audit").state == StepState.VOID


# An emergency


def test_an_emergency_about_a_child_in_proceedings_ends_with_the_service_delivery_managers() -> None:
    draft = four.emergency()
    steps = chain.specs_for(kind=draft.kind, answers=draft.answers | {"legal_status": "C1"})
    assert {step.rank for step in steps if step.may_refuse} == {"service_delivery_manager"}


def test_whoever_refused_reads_of_themselves_as_you(sign_in: SignIn) -> None:
    record = refused()
    one, two = (factories.person(email) for email in MANAGERS)
    parts = {step.decided_by_id: step.part for step in telling.not_agreed(decisions.standing_steps(record))}
    reader = sign_in(one.email)

    for page in ("", "/answers"):
        said = reader.open(f"/records/{record.reference}{page}").words
        assert fill_terms(f"You ({parts[one.id]})") in said or fill_terms(f"you ({parts[one.id]})") in said
        assert fill_terms(f"{two.name} ({parts[two.id]})") in said
        assert fill_terms(f"{one.name} ({parts[one.id]})") not in said

    later = factories.ready_draft()
    before = sign_in(story.AUTHOR).open(f"/records/{later.reference}").words
    assert all(fill_terms(f"{who.name} ({parts[who.id]})") in before for who in (one, two))
