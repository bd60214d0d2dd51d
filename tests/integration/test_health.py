"""/health, /ready, 'flask status' and the what operators see: what is wrong is said before anybody complains."""

from __future__ import annotations

import json
import logging
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import peewee
import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from peewee import fn

import logs
import models
from models import Heartbeat, MailState, OutboxMail, SealAuthority, Staff, Step
from records import clock
from records.register import invented
from records.reporting import health, operations
from settings import Settings
from tests.data import story
from tests.integration.conftest import SignIn
from views.pages import health as pages

pytestmark = pytest.mark.both_databases
OPERATOR = story.AUDITOR


@pytest.fixture
def settings(settings: Settings, sealed_folder: Path, tmp_path: Path) -> Settings:
    """With an operator, and a folder of its own that tests may harm."""
    shutil.copytree(sealed_folder, tmp_path / "data")
    return settings.model_copy(
        update={"operators": frozenset({OPERATOR}), "data_folder": tmp_path / "data", "disk_low_mb": 1}
    )


@pytest.fixture(autouse=True)
def looked_at_each_time(monkeypatch: pytest.MonkeyPatch, app: Flask) -> None:
    """A worker that has just been seen, and no answer that is kept."""
    monkeypatch.setattr(pages, "KEPT_SECONDS", 0.0)
    OutboxMail.update(state=MailState.SENT).execute()
    with models.database.connection_context():
        operations.record_heartbeat()
        Step.update(decided_at=clock.now()).where(Step.decided_at.is_null(False)).execute()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def ready(client: FlaskClient, path: str = "/ready") -> tuple[int, dict[str, str]]:
    answer = client.get(path)
    return answer.status_code, answer.get_json()["parts"]


WELL = {"database": "ok", "migrations": "ok", "worker": "ok", "seal": "ok", "disk": "ok"}


def test_when_all_is_well_every_part_says_so(client: FlaskClient) -> None:
    assert ready(client) == (200, WELL)
    assert ready(client, "/ready/pages") == (200, {"database": "ok", "migrations": "ok"})
    assert client.get("/health").text == "ok\n"


def test_a_worker_that_stopped_or_never_ran_is_missed_but_pages_are_served(client: FlaskClient) -> None:
    Heartbeat.update(beat_at=clock.now() - timedelta(minutes=6)).where(Heartbeat.name == "worker").execute()
    assert ready(client) == (503, WELL | {"worker": "stopped"})

    Heartbeat.delete().execute()
    assert ready(client) == (503, WELL | {"worker": "never ran"})
    assert ready(client, "/ready/pages")[0] == 200


def test_a_heartbeat_of_a_clock_that_was_ahead_counts_as_one_of_now_and_hides_no_stopped_worker_for_long(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    Heartbeat.update(beat_at=clock.now() + timedelta(days=5)).where(Heartbeat.name == "worker").execute()
    assert ready(client)[1]["worker"] == "ok"
    assert operations.get_status().worker_seen_at <= clock.now()

    now = clock.now() + timedelta(minutes=6)
    monkeypatch.setattr(clock, "now", lambda: now)
    assert ready(client)[1]["worker"] == "stopped"


def test_tables_of_another_version_are_not_ready(client: FlaskClient) -> None:
    names = [row[0] for row in models.database.execute_sql("select name from schema_migration order by name")]
    models.database.execute_sql(f"delete from schema_migration where name = '{names[-1]}'")  # noqa: S608
    assert ready(client) == (503, WELL | {"migrations": "behind"})

    models.database.execute_sql(
        "insert into schema_migration (name, applied) values "  # noqa: S608
        f"('{names[-1]}', '2026-01-01'), ('9999_of_next_year', '2026-01-01')"
    )
    assert ready(client, "/ready/pages") == (503, {"database": "ok", "migrations": "ahead"})


def test_a_seal_that_is_away_or_cannot_be_unlocked_is_unusable(client: FlaskClient, settings: Settings) -> None:
    for key in settings.seal_folder.rglob("key.pem"):
        key.write_text(key.read_text()[:100])
    assert ready(client) == (503, WELL | {"seal": "unusable"})

    shutil.rmtree(settings.seal_folder)
    assert ready(client) == (503, WELL | {"seal": "unusable"})


def test_a_seal_under_another_authority_than_the_databases_is_foreign(app: Flask, client: FlaskClient) -> None:
    SealAuthority.delete().execute()
    SealAuthority.create(number=1, fingerprint="ab" * 32, name="CN=Theirs", since=clock.now(), said_by="")

    assert ready(client) == (503, WELL | {"seal": "foreign"})
    code, said = status(app)
    assert (code, "is under another" in said) == (2, True)


def test_files_of_a_version_that_has_not_begun_take_no_process_out(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(health.MIGRATIONS, tmp_path / "migrations")
    (tmp_path / "migrations" / "9998_of_a_new_version.py").write_text("def up(migrator): pass\n")
    monkeypatch.setattr(health, "MIGRATIONS", tmp_path / "migrations")

    assert ready(client) == (200, WELL)


@pytest.mark.parametrize("free_mb, word, status", [(900, "ok", 200), (400, "low", 200), (40, "full", 503)])
def test_little_space_is_said_before_there_is_none(
    app: Flask,
    client: FlaskClient,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    free_mb: int,
    word: str,
    status: int,
) -> None:
    app.extensions["settings"] = settings.model_copy(update={"disk_low_mb": 500})
    used = shutil.disk_usage(settings.data_folder)._replace(free=free_mb * health.MEGABYTE)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: used)

    assert ready(client) == (status, WELL | {"disk": word})


def failing(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Writing fails with this code of SQLite's."""

    class CodeError(Exception):
        sqlite_errorname = code

    def fail(*_: Any) -> None:
        raise peewee.OperationalError from CodeError()

    monkeypatch.setattr(operations, "record_heartbeat", fail)


@pytest.mark.parametrize("code, word", [("SQLITE_FULL", "full"), ("SQLITE_READONLY", "read-only"), ("x", "fault")])
def test_a_database_that_takes_no_write_is_not_ready(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, code: str, word: str
) -> None:
    failing(monkeypatch, code)

    assert ready(client) == (503, WELL | {"database": word})


@contextmanager
def held_by_another(settings: Settings) -> Iterator[None]:
    """Another process writes, and does not end."""
    url = settings.database
    if path := url.partition("sqlite:///")[2]:
        with closing(sqlite3.connect(path)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
    else:
        with psycopg.connect(url) as other:
            other.execute("LOCK TABLE heartbeat")
            yield


def waits() -> str:
    """How long this thread's connection waits for what another holds, in the words of the database."""
    is_sqlite = isinstance(models.database.obj, peewee.SqliteDatabase)
    asked = "PRAGMA busy_timeout" if is_sqlite else "SHOW lock_timeout"
    return str(models.database.execute_sql(asked).fetchone()[0])


def test_a_database_that_another_holds_is_busy_in_a_moment_and_other_requests_wait_as_ever(
    client: FlaskClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    record_heartbeat = operations.record_heartbeat

    def write(name: str) -> None:
        said.append(waits())
        record_heartbeat(name)

    with models.database.connection_context():
        usual = waits()
    monkeypatch.setattr(operations, "record_heartbeat", write)
    monkeypatch.setattr(pages, "WAIT_SECONDS", 0.05)

    with held_by_another(settings):
        status, parts = ready(client)

    assert (status, parts["database"]) == (503, "busy")
    assert said in (["50"], ["50ms"])
    with models.database.connection_context():
        assert waits() == usual
    assert ready(client)[0] == 200


def away(monkeypatch: pytest.MonkeyPatch) -> None:
    class CodeError(Exception):
        sqlite_errorname = "SQLITE_CANTOPEN"

    def fail(*_: Any, **__: Any) -> None:
        raise peewee.OperationalError from CodeError()

    if not models.database.is_closed():
        models.database.close()
    monkeypatch.setattr(models.database.obj, "connect", fail)


def test_without_a_database_what_is_in_it_is_unknown_and_the_process_still_answers(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    away(monkeypatch)

    unknown = {"database": "unreadable", "migrations": "unknown", "worker": "unknown"}
    assert ready(client) == (503, WELL | unknown)
    assert client.get("/health").status_code == 200


def test_however_often_it_is_asked_the_database_is_written_to_once(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "KEPT_SECONDS", 60.0)
    ready(client)
    beat = Heartbeat.get(Heartbeat.name == health.WRITE).beat_at

    assert {ready(client)[0] for _ in range(20)} == {200}
    assert Heartbeat.get(Heartbeat.name == health.WRITE).beat_at == beat


def test_a_service_that_is_not_ready_is_one_entry_of_the_log_however_often_it_is_asked(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries: list[dict[str, Any]] = []
    handler, log = logging.Handler(), logging.getLogger("handover")
    handler.addFilter(logs.Repeats(lambda: 0.0))
    monkeypatch.setattr(handler, "emit", lambda record: entries.append(logs.entry(record)))
    monkeypatch.setattr(log, "handlers", [handler])
    monkeypatch.setattr(log, "level", logging.INFO)
    failing(monkeypatch, "SQLITE_FULL")

    for _ in range(3):
        assert ready(client)[0] == 503
    assert [(one["text"], one["status"]) for one in entries] == [("not ready: database full", 503)]

    failing(monkeypatch, "SQLITE_READONLY")
    ready(client)
    assert entries[1]["text"] == "not ready: database read-only"


def test_an_answer_holds_words_alone(client: FlaskClient, settings: Settings) -> None:
    shutil.rmtree(settings.seal_folder)

    text = client.get("/ready").text

    assert str(settings.data_folder) not in text
    assert len(text) < 300


def status(app: Flask, *given: str) -> tuple[int, str]:
    if not models.database.is_closed():
        models.database.close()
    done = app.test_cli_runner().invoke(args=["status", *given])
    return done.exit_code, done.output


def give_up_a_mail() -> None:
    OutboxMail.update(state=MailState.GIVEN_UP).where(OutboxMail.id == OutboxMail.select().first().id).execute()


def test_status_says_each_part_with_an_exit_code(app: Flask) -> None:
    code, said = status(app)
    assert (code, said.count(" ok\n")) == (0, 8)

    give_up_a_mail()
    code, said = status(app, "--json")
    assert code == 1
    assert json.loads(said)["parts"]["mail"] == {
        "word": "given up",
        "level": "needs attention",
        "says": "1 mail is given up. The page 'Operations' says which and why under the heading 'Mail'.",
    }

    Heartbeat.delete().execute()
    assert status(app, "--json")[0] == 2


def test_production_with_people_of_the_demonstration_or_its_password_needs_attention(
    app: Flask, settings: Settings
) -> None:
    """The tests' people have its addresses, and one hash, written for all of them at once."""

    def said() -> tuple[int, str]:
        code, text = status(app, "--json")
        return code, json.loads(text)["parts"]["accounts"]["word"]

    assert said() == (0, "ok")

    app.extensions["settings"] = settings.model_copy(update={"env": "production"})
    assert said() == (1, "known password")

    Staff.update(email=fn.REPLACE(Staff.email, invented.DOMAIN, "council.example")).execute()
    assert said() == (1, "known password"), "a register gave them other addresses"

    Staff.update(password_hash="").execute()
    assert said() == (0, "ok")

    Staff.update(email=invented.address("somebody")).where(Staff.email.startswith(story.AUTHOR.split("@")[0])).execute()
    assert said() == (1, "invented people")


def test_a_mail_that_waits_and_a_record_that_waits_need_attention(app: Flask) -> None:
    OutboxMail.update(state=MailState.QUEUED, queued_at=clock.now() - timedelta(minutes=16)).execute()
    Step.update(decided_at=clock.now() - timedelta(minutes=16)).where(Step.decided_at.is_null(False)).execute()

    parts = json.loads(status(app, "--json")[1])["parts"]

    assert (parts["mail"]["word"], parts["sealing"]["word"]) == ("late", "late")


def test_operations_shows_the_same_parts(sign_in: SignIn) -> None:
    give_up_a_mail()

    words = sign_in(OPERATOR).open("/operations").words

    for part in health.PARTS:
        assert part.title in words
    assert "Given up 1 mail is given up" in words
