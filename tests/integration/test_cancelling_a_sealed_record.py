"""What a sealed record says did not happen: whoever holds the parts that decided it agrees, and it is cancelled."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from documents import codes
from models import Departure, OutboxMail, PromisedDay, Record, RecordVersion, SealedDocument, State, StepState
from records import access
from records.amending import cancelling, correcting, family
from records.deciding import decisions
from records.errors import ConflictError, ForbiddenError
from records.following import follow_up, promises
from records.reporting import history, listing
from records.sealing import checking, papers
from tests import factories
from tests import four_records as four
from tests.data import story
from tests.integration import amending
from tests.integration.conftest import changes_since, everything
from tests.integration.mailing import forget_mail, parts, send
from tests.support.mail_server import MailServer

pytestmark = pytest.mark.usefixtures("app")

CANCELLED = [kind for kind in amending.KINDS if kind != four.EXCEPTION]


@pytest.fixture(autouse=True)
def in_app(app: Flask) -> Iterator[None]:
    """Sealing words records with the app's terms."""
    with app.app_context():
        yield


def document_of(record: Record) -> SealedDocument:
    """The sealed document of a record."""
    return SealedDocument.get(SealedDocument.record == record)


def transfer() -> Record:
    """Maya's transfer, sealed."""
    return factories.in_state(State.SEALED)


@pytest.mark.parametrize("kind", CANCELLED)
def test_a_record_of_each_kind_of_transfer_is_cancelled_by_those_who_decided_it(kind: str) -> None:
    record = amending.sealed(kind)
    managers = {step.assignee for step in record.steps if step.state == "approved" and step.assignee.rank >= 2}

    later = amending.ask(record)
    assert {step.instead_of or step.assignee for step in later.steps} <= managers
    assert factories.fresh(record).state == State.SEALED
    later = four.sealed(later)

    assert (later.state, factories.fresh(record).state) == (State.CANCELLED, State.CANCELLED)
    said = checking.check_code(document_of(record).code)
    assert said.title == "Sealed here, but cancelled since"
    assert said.counts.startswith(f"{record.reference} was cancelled on ")
    assert said.counts.endswith(" did not happen. Nothing may rest on it.")
    assert not record.child or record.child.name not in said.counts
    of_later = checking.check_code(document_of(later).code)
    assert of_later.counts.startswith(f"It cancels {record.reference}, version 1: ")
    assert promises.get_promises(factories.fresh(record)) == []
    assert follow_up.get_open(factories.fresh(record)) == []
    still = PromisedDay.record.in_([record.id, later.id]) & PromisedDay.ended_at.is_null()
    assert not PromisedDay.select().where(still).exists()


def test_each_is_asked_by_mail_at_once_and_nobody_named_in_it() -> None:
    record = transfer()
    forget_mail()

    later = amending.ask(record)

    asked = {mail.to.email for mail in OutboxMail.select().where(OutboxMail.kind == "step_opened")}
    assert asked == {story.TRANSFERRING_LEADER, story.RECEIVING_LEADER}
    assert {step.state for step in later.steps} == {StepState.OPEN}


def test_one_who_does_not_agree_leaves_it_as_it_was_and_may_be_asked_again() -> None:
    record = transfer()
    later = factories.return_it(amending.ask(record), "receiving_team_leader", "It did happen, a week later.")

    assert later.state == State.RETURNED
    assert factories.fresh(record).state == State.SEALED
    assert not access.may_edit(later, later.author)
    again = amending.ask(record, "It was another child, and I should have said so.")
    assert factories.fresh(later).state == State.WITHDRAWN
    assert four.sealed(again).state == State.CANCELLED
    assert factories.fresh(record).state == State.CANCELLED


def test_both_who_refuse_to_cancel_it_leave_it_counting() -> None:
    record = transfer()
    later = amending.ask(record)
    for key in ("transferring_team_leader", "receiving_team_leader"):
        later = four.settle(later, key, StepState.REFUSED, reason="It did happen.")
    factories.seal_what_waits()

    assert factories.fresh(later).state == State.REFUSAL_SEALED
    assert factories.fresh(record).state == State.SEALED
    assert "it was not agreed to cancel" in checking.check_code(document_of(later).code).counts


def test_the_answers_and_findings_are_those_that_were_sealed_and_no_rule_runs() -> None:
    record = transfer()
    before = decisions.get_version(record)

    version = decisions.get_version(amending.ask(record))

    assert version.findings == before.final_findings
    assert version.answers["meeting_place"] == before.answers["meeting_place"]
    assert RecordVersion.select().where(RecordVersion.record == record).count() == 1


def test_an_exception_decision_is_withdrawn_and_a_refusal_stays() -> None:
    exception = amending.sealed(four.EXCEPTION)

    assert not cancelling.may_cancel(exception, exception.author)
    with pytest.raises(ConflictError):
        cancelling.ask(record=exception, by=exception.author, reason=amending.NOT_SO)


def test_who_may_not_correct_it_cannot_ask_and_a_second_one_has_to_wait() -> None:
    record, before = transfer(), everything()
    for by in (story.UNINVOLVED_WORKER, story.CLUSTER_MANAGER, story.BUSINESS_SUPPORT):
        with pytest.raises(ForbiddenError):
            cancelling.ask(record=record, by=factories.person(by), reason=amending.NOT_SO)
    assert changes_since(before) == []

    amending.ask(record)

    for act in (cancelling.ask, correcting.start):
        with pytest.raises(ConflictError) as told:
            act(record=record, by=factories.person(story.TRANSFERRING_LEADER), reason=amending.NOT_SO)
        assert "began a cancellation of this record on" in told.value.shown


def test_a_correction_can_be_cancelled_and_checking_the_first_says_so() -> None:
    record = transfer()
    second = amending.corrected(record)

    amending.cancelled(second)

    said = checking.check_code(document_of(record).code)
    assert said.title == "Sealed here, but cancelled since"
    assert "was corrected by version 2 on" in said.counts
    assert "did not happen" in said.counts
    assert family.counting(factories.fresh(record)).last.state == State.CANCELLED


def test_everybody_who_was_told_of_it_is_told_and_it_counts_in_no_figure_any_more() -> None:
    record = transfer()
    told = {person.email for person in decisions.get_people_to_notify(record)}
    Departure.create(version=decisions.get_version(record), statement="142.3.1")
    departed = history.departures_by_statement()
    forget_mail()

    later = amending.cancelled(record)

    ours = OutboxMail.record.in_([record.id, later.id]) & (OutboxMail.kind == "cancelled")
    assert {mail.to.email for mail in OutboxMail.select().where(ours)} == told
    assert history.departures_by_statement().get("142.3.1", 0) == departed["142.3.1"] - 1


def test_the_code_of_a_cancellation_says_that_it_was_cancelled_as_its_paper_does() -> None:
    second = amending.corrected(transfer())
    assert papers.find(codes.normalise(document_of(second).code)).decision.startswith("Approved on ")

    later = amending.cancelled(second)

    assert papers.find(codes.normalise(document_of(later).code)).decision.startswith("Cancelled on ")


def test_the_mails_name_the_record_that_was_cancelled_or_the_version_that_counts_no_more(
    app: Flask, smtp_server: MailServer
) -> None:
    record = transfer()
    second = amending.corrected(record)
    forget_mail(but_of=second)
    send(app)
    said = [(message["Subject"], parts(message)["plain"]) for message in smtp_server.messages]
    assert any(f"It corrects {record.reference}: version 1 no longer counts." in text for _, text in said)
    OutboxMail.delete().execute()
    smtp_server.messages.clear()

    later = amending.cancelled(transfer())
    forget_mail(but_of=later)
    send(app)

    about = [message for message in smtp_server.messages if message["Subject"].startswith("Cancelled")]
    assert about
    for message in about:
        assert message["Subject"].endswith(f" {later.amends.reference}")
        assert f"{later.amends.reference} has been cancelled" in parts(message)["plain"]


def test_the_list_finds_what_is_corrected_and_what_is_cancelled() -> None:
    record = transfer()
    amending.corrected(record)

    def listed(state: str) -> list[Record]:
        return listing.get_page(factories.person(), listing.Filters(state=state)).records

    assert listed("corrected") == [record]
    assert listed("cancelled") == []
