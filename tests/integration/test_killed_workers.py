"""The worker is killed at any moment: every mail is sent at least once, under one Message-ID, and none is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

import models
from models import MailState, OutboxMail, Record, SealedDocument, State
from records import audit, clock
from settings import Settings
from tests import factories
from tests.integration.mailing import every_kind, forget_mail, send
from tests.support.mail_server import MailServer
from tests.support.processes import PATIENCE_SECONDS
from tests.support.server import ROOT, as_environment

pytestmark = pytest.mark.both_databases

SEND = "import app, tasks\nmade = app.create_app()\nwith made.app_context():\n    tasks.send_due_mail()\n"
SEAL = "import app, tasks\nmade = app.create_app()\ntasks.run_pending(made)\n"


@pytest.fixture
def mail(app: Flask) -> OutboxMail:
    """The one mail that waits."""
    forget_mail(but_of=factories.in_state(State.SUBMITTED))
    return OutboxMail.get()


@contextmanager
def worker(settings: Settings, does: str = SEND) -> Iterator[subprocess.Popen[bytes]]:
    """A process that does one of the worker's jobs, killed at the end without being asked."""
    environment = os.environ | as_environment(settings) | {"HANDOVER_SMTP_TIMEOUT_SECONDS": "60"}
    process = subprocess.Popen([sys.executable, "-c", does], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def let_the_lease_end() -> None:
    """Let the time pass after which another worker may take what the dead one had."""
    OutboxMail.update(next_attempt_at=clock.now()).where(OutboxMail.state == MailState.QUEUED).execute()


@pytest.mark.parametrize(
    "moment, times", [("greeting", 1), ("message", 1), ("taken", 2)], ids=["before", "during", "after"]
)
def test_a_worker_killed_before_during_or_after_the_conversation_loses_no_mail(
    app: Flask, settings: Settings, smtp_server: MailServer, mail: OutboxMail, moment: str, times: int
) -> None:
    reached = smtp_server.hold(moment)
    with worker(settings):
        assert reached.wait(PATIENCE_SECONDS), f"the worker never came to '{moment}'"
    smtp_server.release()
    assert OutboxMail.get_by_id(mail.id).state == MailState.QUEUED

    let_the_lease_end()
    assert send(app) == 1

    assert OutboxMail.get_by_id(mail.id).state == MailState.SENT
    assert Counter(str(message["Message-ID"]) for message in smtp_server.messages) == {
        f"<{mail.message_id}@council.example>": times
    }


@pytest.mark.full
def test_workers_killed_one_after_the_other_lose_no_mail(
    app: Flask, settings: Settings, smtp_server: MailServer, mail: OutboxMail
) -> None:
    every_kind(mail.record)
    for moment in ("greeting", "message", "taken") * 3:
        reached = smtp_server.hold(moment)
        with worker(settings):
            assert reached.wait(PATIENCE_SECONDS), f"the worker never came to '{moment}'"
        smtp_server.release()

    let_the_lease_end()
    assert send(app)

    # What the certificate has to say is not needed while it is good.
    assert {one.state for one in OutboxMail if one.kind != "certificate"} == {MailState.SENT}
    taken = Counter(str(message["Message-ID"]) for message in smtp_server.messages)
    assert set(taken) == {f"<{one.message_id}@council.example>" for one in OutboxMail if one.state == MailState.SENT}
    assert max(taken.values()) == 2


def test_while_the_lease_of_a_dead_worker_lasts_no_other_sends_its_mail(
    app: Flask, settings: Settings, smtp_server: MailServer, mail: OutboxMail
) -> None:
    reached = smtp_server.hold("message")
    with worker(settings):
        assert reached.wait(PATIENCE_SECONDS)
    smtp_server.release()

    assert send(app) == 0


def test_a_worker_killed_while_it_seals_leaves_the_record_to_be_sealed_once(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    record: Record = factories.in_state(State.APPROVED)
    before = SealedDocument.select().count()
    drawing = tmp_path / "drawing"
    does = (
        "import documents.render, pathlib, time, records.sealing.sealer\n"
        f"def stuck(_): pathlib.Path({str(drawing)!r}).touch(); time.sleep(600)\n"
        "records.sealing.sealer.render_in_subprocess = stuck\n" + SEAL
    )
    with worker(settings, does) as process:
        waited = threading.Event()
        while not drawing.exists():
            assert process.poll() is None
            waited.wait(0.05)

    assert factories.fresh(record).state == State.APPROVED
    with worker(settings, SEAL) as process:
        assert process.wait(PATIENCE_SECONDS) == 0
    models.database.close()
    assert factories.fresh(record).state == State.SEALED
    assert SealedDocument.select().count() == before + 1
    assert list(audit.find_faults(record.id)) == []
