"""The author has left and the team's leader acts for them: mails and pages name who acts, not who is gone."""

from __future__ import annotations

import pytest
from flask import Flask

from models import Record, Staff, State
from records.deciding import submission
from records.following import reminding
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.mailing import forget_mail, parts, send
from tests.support.mail_server import MailServer

HIM, LEADER = story.RECEIVING_WORKER, story.TRANSFERRING_LEADER
HER_NAME, GONE = "Priya Raghunathan", "Hannah Whitcombe"


def leave(email: str) -> None:
    Staff.update(active=False).where(Staff.email == email).execute()


@pytest.fixture
def record(app: Flask) -> Record:
    """A record whose author has left, submitted anew by her team leader; it waits for its new worker."""
    record = factories.in_state(State.RETURNED)
    leave(story.AUTHOR)
    forget_mail()
    factories.save(record, by=LEADER, **factories.LEFT_BEHIND)
    factories.submit(record, by=LEADER)
    return factories.fresh(record)


def sent(app: Flask, server: MailServer, email: str) -> str:
    """The last mail that somebody gets, its subject and both its parts in one."""
    send(app)
    message = server.sent_to(email)[-1]
    return "\n".join([str(message["Subject"]), str(message["Reply-To"]), *parts(message).values()])


def test_who_is_asked_reads_who_submitted_the_record(app: Flask, smtp_server: MailServer, record: Record) -> None:
    said = sent(app, smtp_server, HIM)

    assert f"{HER_NAME} asks you" in said
    assert f"{HER_NAME} <{LEADER}>" in said, "and answers go to her"
    assert GONE not in said


def test_a_nudge_names_who_sends_it(app: Flask, smtp_server: MailServer, record: Record) -> None:
    reminding.nudge(record=record, by=factories.person(LEADER))

    said = sent(app, smtp_server, HIM)
    assert f"{HER_NAME} asks you again to confirm" in said
    assert f"{HER_NAME} is waiting for you" in said


def test_taking_back_and_withdrawing_name_who_did_it(
    app: Flask, smtp_server: MailServer, sign_in: SignIn, record: Record
) -> None:
    manager = factories.person(factories.LOCALITY_LEADER)
    submission.recall(record=record, by=manager, reason="Something is missing")
    assert f"{manager.name} has taken this record back" in sent(app, smtp_server, HIM)

    factories.submit(record, by=LEADER)
    submission.withdraw(record=factories.fresh(record), by=manager, reason="Not needed")
    assert f"{manager.name} has withdrawn this record" in sent(app, smtp_server, HIM)
    assert f"{manager.name} withdrew this record: Not needed" in sign_in(HIM).open(f"/records/{record.reference}").words


def test_a_record_that_is_returned_goes_back_to_whoever_submitted_it_and_they_are_told(
    app: Flask, smtp_server: MailServer, record: Record
) -> None:
    forget_mail()
    factories.return_it(record, "new_worker")

    assert "has returned this record to you" in sent(app, smtp_server, LEADER)


def test_the_page_to_decide_on_names_who_submitted_the_record(sign_in: SignIn, record: Record) -> None:
    step = factories.step_of(record, "new_worker")

    words = sign_in(HIM).open(f"/records/{record.reference}/steps/{step.id}").words

    assert f"{HER_NAME} asks you, as" in words


def test_a_writer_reads_that_the_author_has_left_and_who_can_submit(app: Flask, sign_in: SignIn) -> None:
    record = factories.in_state(State.RETURNED)
    path = f"/records/{record.reference}/check"
    assert f"{GONE}, who started this record, submits it." in sign_in(HIM).open(path).words
    leave(story.AUTHOR)

    words = sign_in(HIM).open(path).words

    assert f"{GONE}, who started this record, has left. A manager of the team can submit it." in words
