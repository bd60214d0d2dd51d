"""A PostgreSQL that is stopped in the middle of its work: its machine takes what is sent, and no answer comes."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path

import peewee
import psycopg
import pytest
from flask import Flask

import models
import tasks
from faults import NO_ANSWER, why_unavailable
from models import Record
from settings import Settings
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.parametrize("database_kind", ["postgres"], indirect=True)]
TYPED = "What only this social worker knows of the visit"


@contextmanager
def frozen(url: str) -> Iterator[None]:
    """The server and its processes for whoever is connected now are stopped; the machine still takes connections."""
    with psycopg.connect(url, autocommit=True) as other:
        sql = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        stopped = [pid for (pid,) in other.execute(sql)]
        server = int(Path(f"/proc/{other.info.backend_pid}/stat").read_text().rpartition(")")[2].split()[1])
    assert stopped, "nobody is connected"
    stopped.append(server)
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)


def test_a_query_that_is_under_way_is_given_up(settings: Settings) -> None:
    with models.database.connection_context(), frozen(settings.database_url):
        given = models.patience.set(0.3)
        with pytest.raises(peewee.OperationalError) as caught:
            models.database.execute_sql("SELECT 1")
        models.patience.reset(given)

    assert why_unavailable(caught.value) == NO_ANSWER
    assert Record.select().count()


def test_the_worker_and_its_clock_give_up_and_go_on_when_the_server_does(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Each begins as in its thread, asks once, and is frozen out in the middle of its work."""
    monkeypatch.setattr(tasks, "PATIENCE", 0.3)
    tasks.register_tasks(app)
    consumer = tasks.make_consumer(app)
    consumer.stop_flag.set()  # so that nobody waits before asking again
    for one in (consumer._create_worker(), consumer._create_scheduler()):
        alone = copy_context()
        alone.run(one.initialize)
        alone.run(one.loop)
        with frozen(settings.database_url):
            caplog.clear()
            alone.run(one.loop)
            assert "ERROR" in caplog.text
        caplog.clear()
        alone.run(one.loop)
        assert caplog.text == ""


def test_a_page_is_given_up_with_what_was_typed_which_is_saved_when_the_server_goes_on(
    sign_in: SignIn, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, reader = factories.ready_draft(), sign_in(story.AUTHOR)
    address = f"/records/{record.reference}/sections/introduction"
    form = reader.open(address).form(address, id="section-form")

    with monkeypatch.context() as hasty, frozen(settings.database_url):
        hasty.setattr(models.database.obj, "silence", 0.3)
        hasty.setattr(models.database.obj, "connect_again_after", 0.0)
        hasty.setitem(models.database.obj.connect_params, "connect_timeout", 1)
        again = reader.press(form, {"former_worker_how": TYPED}, status=503).form(address)

        assert again.fields["former_worker_how"] == TYPED
        assert reader.open("/about").heading == "About Handover"

    reader.press(again, status=302)
    assert reader.open(address).form(address, id="section-form").fields["former_worker_how"] == TYPED
