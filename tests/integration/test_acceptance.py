"""What is required and cannot be met: the author says why, and the managers above accept that statement by name."""

from __future__ import annotations

import pytest
from flask import Flask

from models import Acceptance, Departure, State, StepState
from protocol import Outcome
from records import clock
from records.deciding import accepting, decisions
from records.errors import CannotSubmitError, ConflictError
from records.reporting import history
from tests import factories
from tests import four_records as four
from tests.data import other_records as other
from tests.data import story
from tests.integration.accepting import REASON, WORK, accepting_steps, finding, late_work, submitted, up_to_acceptance
from tests.integration.conftest import SignIn
from tests.integration.mailing import parts, send
from tests.support.mail_server import MailServer

pytestmark = pytest.mark.usefixtures("app")

WHY = "Dismissed on 12 February. Two letters were not answered."
GONE = {
    "all_attended": "no",
    "worker_attended": "attended",
    "outgoing_team_leader_attended": "unreachable",
    "outgoing_team_leader_unreachable": WHY,
    "new_team_leader_attended": "attended",
}


def test_a_dismissed_leaders_locality_leader_signs_and_the_manager_above_accepts_last(app: Flask) -> None:
    record = four.submitted(four.handover(**GONE))
    signs = factories.step_of(record, "outgoing_team_leader")
    assert (signs.assignee.email, signs.rank) == (other.OUTGOING_LOCALITY_LEADER, "locality_leader")
    assert set(accepting_steps(record)) == {story.CLUSTER_MANAGER}

    record = up_to_acceptance(record)
    assert set(four.waiting(record).values()) == {story.CLUSTER_MANAGER}
    assert finding(record, "142.5.1").outcome == Outcome.UNMET

    with app.app_context():
        record = four.sealed(record)

    assert record.state == State.SEALED
    accepted = finding(record, "142.5.1")
    assert (accepted.outcome, accepted.reason) == (Outcome.ACCEPTED, WHY)
    assert accepted.message.startswith("Accepted by Katherine Boswell, {service_delivery_manager} of both teams, on ")
    assert history.acceptances_by_statement() == {"142.5.1": 1}


def test_both_sides_accept_where_two_managers_are_above_and_one_of_them_alone_settles_nothing() -> None:
    record = up_to_acceptance(submitted())
    first, second = accepting_steps(record).values()
    assert {first.rank, second.rank} <= {"locality_leader", "service_delivery_manager"}

    record = factories.approve(record, first.key)
    assert (record.state, finding(record, WORK).outcome) == (State.SUBMITTED, Outcome.UNMET)
    assert history.acceptances_by_statement() == {}

    record = factories.approve(record, second.key)
    assert (record.state, finding(record, WORK).outcome) == (State.APPROVED, Outcome.ACCEPTED)


def test_it_is_counted_apart_from_departures() -> None:
    before = Departure.select().count()
    record = submitted()

    assert Departure.select().count() == before
    waiting = Acceptance.get(Acceptance.version == decisions.get_version(record))
    assert (waiting.statement, waiting.accepted_at) == (WORK, None)


def test_without_a_reason_it_cannot_be_submitted() -> None:
    with pytest.raises(CannotSubmitError):
        factories.submit(factories.ready_draft(**late_work(**{f"departure-{WORK}": None})))


@pytest.mark.parametrize("ticked", ["", "no", None])
def test_nobody_approves_it_without_ticking_each_statement(ticked: str | None) -> None:
    record = up_to_acceptance(submitted())
    step = next(iter(accepting_steps(record).values()))
    stated = {"accepts_142_3_4": ticked}

    with pytest.raises(ConflictError) as refused:
        decisions.decide(
            step=step, by=step.assignee, outcome=StepState.APPROVED, digest=factories.digest_of(record), stated=stated
        )

    assert refused.value.shown == accepting.NOT_TICKED
    assert factories.fresh(record).state == State.SUBMITTED


def test_a_record_that_is_not_accepted_returns_to_its_author_with_the_reason() -> None:
    record = up_to_acceptance(submitted())
    step = next(iter(accepting_steps(record).values()))

    record = factories.return_it(record, step.key)

    assert record.state == State.RETURNED
    assert factories.REASON in history.version_of(record).void_reason
    assert history.acceptances_by_statement() == {}


def test_whoever_wrote_the_record_does_not_accept_and_the_next_above_does() -> None:
    usual = set(accepting_steps(submitted()))
    author = min(usual)
    record = factories.start_draft(by=author)
    factories.save(record, by=author, **(story.case_one_answers(clock.today()) | late_work()))

    factories.submit(record, by=author)

    now = accepting_steps(factories.fresh(record))
    assert len(now) == len(usual)
    assert set(now) & usual == usual - {author}


def test_where_the_leaders_cannot_agree_heads_accept_above_the_managers_who_decide() -> None:
    record = factories.approve(submitted(), "new_worker")
    first = set(accepting_steps(record))

    record = four.disagree(record, "transferring_team_leader")

    now = accepting_steps(record)
    assert {step.rank for step in now.values()} == {"head_of_service"}
    assert set(now).isdisjoint(first - set(now))
    assert set(four.waiting(record)) == {"transferring_service_delivery_manager", "receiving_service_delivery_manager"}


def test_heads_who_decide_accept_within_their_decision_and_have_no_second_step() -> None:
    record = factories.approve(submitted(), "new_worker")
    record = four.disagree(record, "transferring_team_leader")
    record = four.disagree(record, "transferring_service_delivery_manager")
    record = factories.approve(record, "receiving_service_delivery_manager")

    asked = accepting_steps(record)
    assert {step.action for step in asked.values()} == {"decide"}
    assert {step.assignee.email for step in decisions.steps_of(record) if step.state == StepState.OPEN} == set(asked)


def test_the_mail_asks_for_acceptance_in_its_words(app: Flask, smtp_server: MailServer) -> None:
    record = up_to_acceptance(submitted())
    send(app)

    asked = [m for m in smtp_server.messages if m["To"] in accepting_steps(record) and record.reference in m["Subject"]]
    assert {message["Subject"].partition(" by ")[0] for message in asked} == {
        "Hannah Whitcombe asks you to accept what is not met"
    }
    assert all("to accept what is not met in this record" in parts(message)["plain"] for message in asked)


def test_the_accepting_manager_reads_first_what_is_to_be_accepted_and_ticks_it(sign_in: SignIn) -> None:
    record = up_to_acceptance(submitted())
    step = next(iter(accepting_steps(record).values()))
    manager = sign_in(step.assignee.email)
    manager.open(f"/records/{record.reference}/steps/{step.id}")
    text = manager.page.text
    assert text.index("Required and not met") < text.index(REASON) < text.index("At a glance")
    form = manager.page.form(id="decision")

    manager.press(form, {"outcome": "approved"})
    assert "Tick the box to accept that this is not met" in manager.page.text

    manager.press(manager.page.form(id="decision"), {"outcome": "approved", "accepts_142_3_4": "yes"}, status=302)
    assert factories.step_of(record, step.key).state == StepState.APPROVED


def test_the_author_reads_who_must_accept_it_beside_the_reason_and_before_submitting(sign_in: SignIn) -> None:
    draft = factories.ready_draft(**late_work())
    author = sign_in(story.AUTHOR)

    checked = author.open(f"/records/{draft.reference}/check").text
    beside = author.open(f"/records/{draft.reference}/sections/meeting").text

    assert "Required and not met: to be accepted" in checked
    for text in (checked, beside):
        assert "must accept this before the record goes ahead" in text
