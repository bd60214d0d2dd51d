"""Mail, seals and reminders do not wait for one another; no mail is repeated for ever, or stranded by a clock."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from flask import Flask

import models
import tasks
from mail import outbox
from models import Heartbeat, MailState, OutboxMail, Record, State
from records import clock
from records.reporting import operations
from settings import Settings
from tests import factories
from tests.integration.mailing import again, make_due, send
from tests.support.mail_server import MailServer
from tests.support.processes import PATIENCE_SECONDS

pytestmark = pytest.mark.both_databases


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """With a mail server that has a second for each answer."""
    return settings.model_copy(update={"smtp_timeout_seconds": 1})


@pytest.fixture
def quick_last_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for the answer to a whole mail no longer than for any other."""
    monkeypatch.setattr(outbox, "LAST_ANSWER", 0.2)


def run_lane(app: Flask, name: str) -> threading.Thread:
    """Run one lane in a thread, as the worker does."""

    def run() -> None:
        try:
            tasks.do(app, tasks.LANES[name][0])
        finally:
            models.database.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_while_the_mail_server_holds_a_mail_records_are_sealed_and_the_worker_is_seen(
    app: Flask, settings: Settings, smtp_server: MailServer, mail: OutboxMail
) -> None:
    app.extensions["settings"] = settings.model_copy(update={"smtp_timeout_seconds": 60})
    Heartbeat.delete().execute()
    reached = smtp_server.hold("message")
    mailing = run_lane(app, "mail")
    try:
        assert reached.wait(PATIENCE_SECONDS)
        for name in ("seal", "look_after"):
            run_lane(app, name).join(PATIENCE_SECONDS)

        assert not Record.select().where(Record.state == State.APPROVED).exists()
        assert operations.worker_seen_at() is not None
        assert again(mail).state == MailState.QUEUED
    finally:
        smtp_server.release()
        mailing.join(PATIENCE_SECONDS)
    assert again(mail).state == MailState.SENT


def test_a_server_that_takes_a_mail_and_does_not_say_so_gets_it_three_times_and_no_more(
    app: Flask, smtp_server: MailServer, mail: OutboxMail, quick_last_answer: None
) -> None:
    smtp_server.hold("taken")
    try:
        for _ in range(5):
            make_due()
            send(app)
    finally:
        smtp_server.release()

    assert len(smtp_server.messages) == outbox.MAX_UNANSWERED
    assert len({message["Message-ID"] for message in smtp_server.messages}) == 1
    assert (again(mail).state, again(mail).unanswered) == (MailState.GIVEN_UP, outbox.MAX_UNANSWERED)
    assert "it may have arrived" in again(mail).last_error

    assert operations.retry_mail(mail.id) == 1
    assert send(app) == 1
    assert again(mail).state == MailState.SENT


def test_the_answer_to_a_whole_mail_is_waited_for_longer(app: Flask, smtp_server: MailServer, mail: OutboxMail) -> None:
    smtp_server.be_slow(1.3)

    assert send(app) == 1
    assert len(smtp_server.messages) == 1


def test_a_server_that_breaks_off_before_it_has_a_mail_is_asked_for_ever(
    app: Flask, smtp_server: MailServer, mail: OutboxMail
) -> None:
    smtp_server.hold("greeting")
    try:
        for _ in range(outbox.MAX_UNANSWERED + 1):
            make_due()
            send(app)
    finally:
        smtp_server.release()
    assert (again(mail).state, again(mail).unanswered) == (MailState.QUEUED, 0)

    make_due()
    assert send(app) == 1


@pytest.mark.parametrize("attempts, ahead", [(1, timedelta(days=5)), (0, timedelta(hours=1))])
def test_a_mail_that_a_clock_ahead_queued_or_put_off_frees_itself(
    app: Flask, smtp_server: MailServer, mail: OutboxMail, attempts: int, ahead: timedelta
) -> None:
    OutboxMail.update(next_attempt_at=clock.now() + ahead, attempts=attempts).execute()
    assert send(app) == 0

    run_lane(app, "mail").join(PATIENCE_SECONDS)

    assert again(mail).state == MailState.SENT


def test_try_again_frees_it_too(app: Flask, smtp_server: MailServer, mail: OutboxMail) -> None:
    OutboxMail.update(next_attempt_at=clock.now() + timedelta(days=5)).execute()

    assert operations.retry_mail() == 1
    assert send(app) == 1


def test_a_mail_that_waits_for_its_next_try_is_not_freed_before(app: Flask, mail: OutboxMail) -> None:
    due = clock.now() + outbox.LONGEST_DELAY
    OutboxMail.update(next_attempt_at=due, attempts=1).execute()

    assert outbox.free_stranded(clock.now()) == 0


def test_a_mail_is_reserved_for_longer_than_any_conversation_takes(settings: Settings) -> None:
    slow = settings.model_copy(update={"smtp_timeout_seconds": 300})

    assert outbox.lease(settings) == outbox.LEASE
    assert outbox.lease(slow) > timedelta(hours=1)
    assert outbox.lease(slow) < outbox.LONGEST_WAIT


def test_sealed_records_wake_the_mail(app: Flask, smtp_server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[str] = []
    app.extensions["wake"] = lambda: woken.append("")
    waits = Record.select().where(Record.state == State.APPROVED).count()
    assert waits

    tasks.do(app, tasks.LANES["seal"][0])

    assert len(woken) == waits
    assert factories.in_state(State.SEALED).state == State.SEALED
