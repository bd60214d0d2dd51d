"""An author takes a submitted record back to change it: nothing decided on what is changed still counts."""

from __future__ import annotations

import pytest
from flask import Flask

from documents.content import DecisionDocument
from models import RANK, OutboxMail, Record, RecordVersion, Role, Staff, State, StepState
from records.deciding import decisions, submission
from records.errors import ConflictError, ForbiddenError
from tests import factories
from tests import four_records as four
from tests.data import story
from tests.integration.conftest import SignIn, changes_since, everything
from tests.integration.mailing import forget_mail, mailed_link, send
from tests.integration.refusing import passed_up
from tests.support.mail_server import MailServer

pytestmark = pytest.mark.both_databases

REASON = "Maya's school has changed."


@pytest.fixture
def record(app: Flask) -> Record:
    """A record that waits for the transferring team leader; the new worker has confirmed."""
    return factories.approve(factories.in_state(State.SUBMITTED), "new_worker")


def recall(record: Record, by: str = story.AUTHOR) -> None:
    submission.recall(record=record, by=factories.person(by), reason=REASON)


def test_the_author_takes_it_back_with_a_reason_and_everybody_asked_is_told_once(
    app: Flask, sign_in: SignIn, smtp_server: MailServer, record: Record
) -> None:
    forget_mail()
    reader = sign_in(story.AUTHOR)
    path = f"/records/{record.reference}/take-back"
    assert path in reader.open(f"/records/{record.reference}").links
    reader.press(reader.open(path).form(path), {"reason": REASON}, status=302)
    assert "The record is yours to change again" in reader.follow().words
    send(app)

    assert factories.fresh(record).state == State.RETURNED
    told = sorted(str(message["To"]) for message in smtp_server.messages)
    assert told == sorted([story.RECEIVING_WORKER, story.TRANSFERRING_LEADER])
    assert {str(message["Subject"]) for message in smtp_server.messages} == {
        f"Hannah Whitcombe has taken this back to change it: Transfer meeting record {record.reference}"
    }
    said = f"Hannah Whitcombe took this back: {REASON}"
    assert said in sign_in(story.RECEIVING_WORKER).open(f"/records/{record.reference}").words


def test_what_was_decided_no_longer_counts_and_the_next_version_asks_everybody_anew(record: Record) -> None:
    recall(record)
    factories.save(record, meeting_place="Room 2")
    factories.submit(record)

    version = RecordVersion.get((RecordVersion.record == record) & (RecordVersion.number == record.version))
    assert version.void_reason == f"Hannah Whitcombe took this back: {REASON}"
    states = {step.key: step.state for step in decisions.steps_of(factories.fresh(record))}
    assert states["new_worker"] == StepState.OPEN


def test_the_links_that_were_sent_end(app: Flask, sign_in: SignIn, smtp_server: MailServer, record: Record) -> None:
    link = mailed_link(app, smtp_server, record)
    recall(record)

    assert sign_in(story.TRANSFERRING_LEADER).open(link, status=410).heading == "This record is back with its author"


@pytest.mark.parametrize("reason", ["", "  \r\n", "x" * 2_001])
def test_a_reason_is_asked_for_and_what_was_typed_comes_back(sign_in: SignIn, record: Record, reason: str) -> None:
    reader, path = sign_in(story.AUTHOR), f"/records/{record.reference}/take-back"
    before = everything()

    page = reader.press(reader.open(path).form(path), {"reason": reason}, status=200)

    assert len(page.errors) == 1
    assert page.form(path).fields["reason"] == reason.strip()
    assert {change.partition(":")[0] for change in changes_since(before)} <= {"AuditEvent", "Record"}
    assert factories.fresh(record).state == State.SUBMITTED


@pytest.mark.parametrize("email", [story.RECEIVING_WORKER, story.TRANSFERRING_LEADER, story.RECEIVING_LEADER])
def test_nobody_but_the_author_takes_it_back(sign_in: SignIn, record: Record, email: str) -> None:
    reader, path = sign_in(email), f"/records/{record.reference}/take-back"

    assert path not in reader.open(f"/records/{record.reference}").links
    reader.send(path, {"reason": REASON, "csrf_token": reader.token()}, status=403)
    with pytest.raises(ForbiddenError):
        recall(record, email)


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED, State.APPROVED, State.SEALED, State.WITHDRAWN])
def test_only_what_waits_for_decisions_is_taken_back(app: Flask, state: State) -> None:
    before = everything()

    with pytest.raises(ConflictError):
        recall(factories.in_state(state))

    assert changes_since(before) == []


@pytest.mark.parametrize("state", [State.RETURNED, State.SUBMITTED])
def test_when_the_author_has_left_the_leader_of_the_team_acts_for_them(
    app: Flask, sign_in: SignIn, state: State
) -> None:
    record = factories.in_state(state)
    Staff.update(active=False).where(Staff.email == story.AUTHOR).execute()
    leader = sign_in(story.TRANSFERRING_LEADER)

    assert f"/records/{record.reference}/withdraw" in leader.open(f"/records/{record.reference}").links
    if state == State.SUBMITTED:
        recall(record, story.TRANSFERRING_LEADER)
    factories.save(record, by=story.TRANSFERRING_LEADER, **factories.LEFT_BEHIND)
    factories.submit(record, by=story.TRANSFERRING_LEADER)

    deciding = [step for step in decisions.steps_of(factories.fresh(record)) if step.action == "decide"]
    assert factories.person(story.TRANSFERRING_LEADER).id not in {step.assignee_id for step in deciding}
    for other in (story.RECEIVING_WORKER, factories.OTHER_TEAM_LEADER):
        with pytest.raises(ForbiddenError):
            recall(record, other)


def test_while_the_author_is_there_nobody_acts_for_them(record: Record) -> None:
    with pytest.raises(ForbiddenError):
        submission.withdraw(record=record, by=factories.person(story.TRANSFERRING_LEADER), reason=REASON)


def test_a_decision_that_nobody_is_left_to_take_is_announced(app: Flask, sign_in: SignIn, record: Record) -> None:
    said = "Priya Raghunathan has left, and nobody else can take this step. Take the record back"
    author = sign_in(story.AUTHOR)
    Staff.update(active=False).where(Staff.email == story.TRANSFERRING_LEADER).execute()
    assert said not in author.open(f"/records/{record.reference}").words, "the managers above can"

    Staff.update(active=False).where(Staff.role.in_([role for role in Role if RANK[role] > 2])).execute()
    assert said in author.open(f"/records/{record.reference}").words


def test_what_is_printed_and_shown_of_it_does_not_say_that_it_was_returned(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, record: Record
) -> None:
    printed: list[DecisionDocument] = []

    def draw(document: DecisionDocument) -> bytes:
        printed.append(document)
        return b"%PDF-1.7"

    monkeypatch.setattr("views.printing.render_in_subprocess", draw)
    recall(record)
    reader = sign_in(story.AUTHOR)

    reader.open(f"/records/{record.reference}/draft.pdf")
    shown = reader.open(f"/records/{record.reference}").words

    assert "no longer counts. This one has not been submitted." in printed[0].outcome_sentence
    assert "returned" not in f"{printed[0].outcome_sentence} {shown}".casefold()


def test_a_record_that_waits_for_a_worker_who_has_left_is_not_stuck(
    app: Flask, sign_in: SignIn, smtp_server: MailServer
) -> None:
    record = factories.in_state(State.SUBMITTED)
    Staff.update(active=False).where(Staff.email == story.RECEIVING_WORKER).execute()

    words = sign_in(story.AUTHOR).open(f"/records/{record.reference}").words

    assert "Tomasz Zieliński has left, and nobody else can take this step. Take the record back" in words
    recall(record)
    send(app)
    assert smtp_server.sent_to(story.RECEIVING_WORKER) == [], "nobody is mailed who has left"
    assert OutboxMail.select().where(OutboxMail.kind == "recalled").exists()


def test_what_somebody_could_not_agree_to_is_not_taken_back_by_its_author(sign_in: SignIn) -> None:
    record = passed_up()
    reader = sign_in(story.AUTHOR)

    page = reader.open(f"/records/{record.reference}")
    assert f"/records/{record.reference}/take-back" not in page.links
    assert "Somebody did not agree, so it cannot be taken back: whoever decides now settles it." in page.words
    with pytest.raises(ConflictError, match="not agreed"):
        recall(record)
    assert factories.fresh(record).state == State.SUBMITTED

    factories.return_it(record, four.FIRST)
    assert factories.fresh(record).state == State.RETURNED


def test_what_one_of_two_has_refused_is_neither_taken_back_nor_withdrawn_nor_returned_by_the_other(
    sign_in: SignIn,
) -> None:
    record = passed_up()
    four.disagree(record, four.FIRST)

    for act in (submission.recall, submission.withdraw):
        with pytest.raises(ConflictError):
            act(record=record, by=record.author, reason=REASON)
    step = factories.step_of(record, four.SECOND)
    words = sign_in(step.assignee.email).open(f"/records/{record.reference}/steps/{step.id}").words
    assert "Refuse: it does not go ahead" in words
    assert "Return to the author" not in words
    with pytest.raises(ConflictError, match="refused by another of the rank"):
        factories.return_it(record, step.key)
    assert factories.fresh(record).state == State.SUBMITTED
