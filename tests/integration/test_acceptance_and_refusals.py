"""What is to be accepted on records that managers are called for, that are refused, or that a refusal binds."""

from __future__ import annotations

import pytest
from flask import Flask

from models import OutboxMail, Record, Refusal, State, Step, StepState
from protocol import Outcome
from records.deciding import decisions, settling
from records.errors import ForbiddenError
from records.reporting import history
from tests import factories
from tests import four_records as four
from tests.data import story
from tests.integration.accepting import WORK, accepting_steps, finding, late_work, submitted, up_to_acceptance
from tests.integration.conftest import SignIn
from tests.integration.mailing import forget_mail
from tests.integration.refusing import LEADER, MANAGERS, RECEIVING, again, passed_up, refused, within_one_team

pytestmark = pytest.mark.usefixtures("app")

HEADS = {story.CLUSTER_HEAD, story.LOOKED_AFTER_HEAD}
HEAD_KEYS = ("transferring_head_of_service", "receiving_head_of_service")


def before_the_heads() -> Record:
    """Maya's transfer, on which the managers differ: it waits for the Heads of Service, who accept and decide."""
    record = four.disagree(passed_up(**late_work()), four.FIRST)
    return factories.approve(record, four.SECOND)


def people(record: Record) -> list[str]:
    """The email of whoever has each step in force."""
    return [step.assignee.email for step in decisions.standing_steps(record)]


def voided(record: Record) -> list[Step]:
    """The steps of the current version that nobody needs any more."""
    return [step for step in decisions.steps_of(record) if step.state == StepState.VOID]


def refused_by_a_head() -> Refusal:
    """A refusal of Maya's transfer, by the post of her present team's Head of Service."""
    refused()
    first, second = Refusal.select().order_by(Refusal.id)
    second.delete_instance()
    Refusal.update(rank="head_of_service").where(Refusal.id == first.id).execute()
    return Refusal.get_by_id(first.id)


# Refused


def test_a_refusal_leaves_nothing_to_accept(sign_in: SignIn) -> None:
    record = passed_up(**late_work())
    asked = accepting_steps(record)
    assert set(asked) == HEADS

    record = four.refused_by_managers(record)

    assert (record.state, four.waiting(record), accepting_steps(record)) == (State.REFUSED, {}, {})
    mailed = OutboxMail.select().where(
        OutboxMail.record == record, OutboxMail.step.in_([one.id for one in asked.values()])
    )
    assert mailed.count() == 0
    words = sign_in(story.AUTHOR).open(f"/records/{record.reference}").words
    assert "Required and not met: not accepted" in words
    assert "must accept this" not in words
    assert "did not agree to it, so it does not go ahead" in words


def test_heads_refuse_without_accepting_anything(sign_in: SignIn) -> None:
    record = before_the_heads()
    step = factories.step_of(record, HEAD_KEYS[0])
    head = sign_in(step.assignee.email)
    head.open(f"/records/{record.reference}/steps/{step.id}")

    head.press(head.page.form(id="decision"), {"outcome": "refused", "refusal": four.NOT_FOR_HER}, status=302)

    assert factories.step_of(record, HEAD_KEYS[0]).state == StepState.REFUSED


@pytest.mark.parametrize("first", [0, 1])
def test_where_heads_differ_it_is_refused_and_what_one_of_them_ticked_is_not_accepted(
    first: int, sign_in: SignIn
) -> None:
    record = before_the_heads()
    acts = [lambda: factories.approve(record, HEAD_KEYS[0]), lambda: four.disagree(record, HEAD_KEYS[1])]
    for act in (acts[first], acts[1 - first]):
        act()

    record = factories.fresh(record)
    assert record.state == State.REFUSED
    assert finding(record, WORK).outcome == Outcome.UNMET
    assert history.acceptances_by_statement() == {}
    assert "not accepted" in sign_in(story.AUTHOR).open(f"/records/{record.reference}").words


def test_a_refusal_is_sealed_although_what_was_to_be_accepted_is_not(app: Flask) -> None:
    record = four.refused_by_managers(passed_up(**late_work()))
    with app.app_context():
        factories.seal_what_waits()
    assert factories.fresh(record).state == State.REFUSAL_SEALED


def test_the_leader_of_one_team_refuses_and_nobody_above_is_asked_to_accept() -> None:
    record = within_one_team(**late_work())
    assert {step.rank for step in accepting_steps(record).values()} == {"locality_leader"}

    record = four.disagree(record, LEADER)

    assert (record.state, accepting_steps(record)) == (State.REFUSED, {})


def test_whoever_accepts_can_return_the_record_and_neither_refuse_nor_pass_it_up(sign_in: SignIn) -> None:
    record = up_to_acceptance(submitted())
    step = next(iter(accepting_steps(record).values()))

    for outcome in (StepState.REFUSED, StepState.CANNOT_AGREE):
        with pytest.raises(ForbiddenError):
            four.settle(record, step.key, outcome, reason=four.NOT_FOR_HER)
    page = sign_in(step.assignee.email).open(f"/records/{record.reference}/steps/{step.id}")
    assert [one.get("value") for one in page.each("input", name="outcome")] == ["approved", "returned"]


# Passed up


def test_the_check_of_the_file_stays_due_before_what_is_not_met_is_accepted(sign_in: SignIn) -> None:
    record = four.disagree(factories.approve(submitted(), "new_worker"), LEADER)
    record = factories.approve(record, four.FIRST, four.SECOND)
    assert four.waiting(record) == {"file_audit": story.TRANSFERRING_LEADER}

    record = factories.approve(record, "file_audit")
    assert set(four.waiting(record).values()) == HEADS

    record = four.agreed(record)
    assert (record.state, finding(record, WORK).outcome) == (State.APPROVED, Outcome.ACCEPTED)
    words = sign_in(story.AUTHOR).open(f"/records/{record.reference}").words
    decided = words[words.index("did not agree.") :].partition("decided that it goes ahead")[0]
    assert [factories.person(email).name in decided for email in (*MANAGERS, *HEADS)] == [True, True, False, False]


def test_nobody_has_two_steps_to_decide_where_heads_are_called_for() -> None:
    record = before_the_heads()
    asked = [step for step in decisions.standing_steps(record) if not step.again_after]
    assert len({step.assignee_id for step in asked}) == len(asked)


# Bound by an earlier refusal


def test_a_record_that_a_refusal_binds_is_accepted_after_and_above_those_who_refused() -> None:
    refused()
    record = again(**late_work())

    assert set(accepting_steps(record)) == HEADS
    assert len(set(people(record))) == len(people(record))
    record = factories.approve(record, "new_worker", LEADER, RECEIVING)
    assert set(four.waiting(record).values()) == set(MANAGERS)
    record = factories.approve(record, *four.waiting(record))
    assert set(four.waiting(record).values()) == HEADS
    record = four.agreed(record)
    assert (record.state, finding(record, WORK).outcome) == (State.APPROVED, Outcome.ACCEPTED)


def test_where_those_who_refused_differ_the_heads_decide_and_accept_in_one_step() -> None:
    refused()
    record = factories.approve(again(**late_work()), "new_worker", LEADER, RECEIVING)
    first, second = four.waiting(record)

    record = factories.approve(four.disagree(record, first), second)

    assert set(four.waiting(record)) == set(HEAD_KEYS)
    assert {step.key for step in accepting_steps(record).values()} == set(HEAD_KEYS)
    record = four.agreed(record)
    assert (record.state, finding(record, WORK).outcome) == (State.APPROVED, Outcome.ACCEPTED)


@pytest.mark.parametrize("accepted", [0, 1])
def test_what_was_refused_while_it_waited_for_acceptance_goes_to_those_who_refused_first(accepted: int) -> None:
    record = up_to_acceptance(submitted())
    earlier = list(accepting_steps(record).values())
    record = factories.approve(record, *(step.key for step in earlier[:accepted]))
    refused()

    last = earlier[accepted]
    forget_mail()
    record = factories.approve(record, last.key)

    needless = {step.id for step in voided(record)}
    lapsed = {step.assignee.email for step in earlier if step.id in needless}
    assert {mail.to.email for mail in OutboxMail.select().where(OutboxMail.kind == "lapsed")} == lapsed
    assert len(lapsed) == 1 - accepted
    deciding = four.waiting(record)
    assert all(key.startswith("refused_before") for key in deciding)
    assert record.state == State.SUBMITTED
    record = factories.approve(record, *deciding)
    while waiting := four.waiting(record):
        assert set(waiting) <= {step.key for step in accepting_steps(record).values()}
        record = factories.approve(record, *waiting)
    assert (record.state, finding(record, WORK).outcome) == (State.APPROVED, Outcome.ACCEPTED)
    assert len(set(people(record))) == len(people(record))


def test_a_head_who_accepts_within_the_decision_on_a_bound_record_still_does_once_it_is_settled() -> None:
    refusal = refused_by_a_head()
    record = again(**late_work())
    (step,) = accepting_steps(record).values()
    assert step.key == f"refused_before_{refusal.id}"

    head = step.assignee
    settling.settle(record=refusal.record, by=head, reason="The placement has settled.")

    assert Step.get_by_id(step.id).state == StepState.WAITING
    record = four.agreed(record)
    assert (record.state, finding(record, WORK).outcome) == (State.APPROVED, Outcome.ACCEPTED)
