"""Workers: several at once, killed at any moment, away from their database, and nothing is lost or done twice."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import peewee
import psycopg
import pytest
from flask import Flask

import models
import tasks
from mail import outbox
from models import MailState, OutboxMail, Record, State
from records import clock
from settings import Settings
from tests import factories
from tests.integration.mailing import again, make_due, send
from tests.support.mail_server import MailServer

pytestmark = pytest.mark.both_databases


def test_two_workers_never_send_one_mail_at_once(app: Flask, smtp_server: MailServer, mail: OutboxMail) -> None:
    for _ in range(5):
        outbox.queue(to=mail.to, kind="sealed", record=mail.record, now=clock.now())
    smtp_server.be_slow(0.2)
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        send(app)
        models.database.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    sent = [message["Message-ID"] for message in smtp_server.messages]
    assert len(sent) == 6
    assert len(set(sent)) == 6


def test_a_mail_taken_by_a_worker_that_died_is_sent_by_another_as_the_same_mail(
    app: Flask, smtp_server: MailServer, mail: OutboxMail
) -> None:
    now = clock.now()
    taken = outbox.claim_next(now)
    assert taken.id == mail.id

    assert outbox.claim_next(now + outbox.LEASE - timedelta(seconds=1)) is None
    assert outbox.claim_next(now + outbox.LEASE).id == mail.id

    make_due()
    send(app)
    assert smtp_server.messages[0]["Message-ID"] == f"<{mail.message_id}@council.example>"


def test_a_worker_killed_after_the_server_took_a_mail_sends_the_same_one_again(
    app: Flask, smtp_server: MailServer, mail: OutboxMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    class KilledError(BaseException):
        """As a signal ends a process: nothing handles it."""

    def deliver_and_die(message: EmailMessage, settings: Settings) -> None:
        deliver(message, settings)
        raise KilledError

    deliver = outbox.deliver
    with monkeypatch.context() as patched:
        patched.setattr(outbox, "deliver", deliver_and_die)
        with pytest.raises(KilledError):
            send(app)
    make_due()

    assert send(app) == 1
    first, second = smtp_server.messages
    assert first["Message-ID"] == second["Message-ID"]


def test_the_worker_sends_and_seals_whatever_waits(app: Flask, smtp_server: MailServer, mail: OutboxMail) -> None:
    tasks.run_pending(app)

    assert factories.fresh(factories.in_state(State.SEALED)).state == State.SEALED
    assert not Record.select().where(Record.state == State.APPROVED).exists()
    sealed = {str(message["To"]) for message in smtp_server.messages if "sealed" in str(message["Subject"])}
    assert sealed == set(factories.STEPS.values())


@pytest.mark.parametrize("database_kind", ["postgres"])
def test_the_worker_finds_its_database_again_after_it_was_away(
    app: Flask, settings: Settings, smtp_server: MailServer, mail: OutboxMail
) -> None:
    tasks.run_pending(app)
    outbox.queue(to=mail.to, kind="sealed", record=mail.record, now=clock.now())
    models.database.connect(reuse_if_open=True)
    with psycopg.connect(settings.database_url, autocommit=True) as administrator:
        administrator.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    for _ in range(4):
        with suppress(peewee.PeeweeException):
            tasks.run_pending(app)

    assert not OutboxMail.select().where(OutboxMail.state == MailState.QUEUED).exists()


def test_mail_does_not_wait_for_records_that_cannot_be_sealed(
    app: Flask, smtp_server: MailServer, mail: OutboxMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ValueError("a font is missing")

    monkeypatch.setattr("records.sealing.sealer.render_in_subprocess", fail)

    tasks.run_pending(app)

    assert again(mail).state == MailState.SENT
