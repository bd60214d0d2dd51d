"""/health, /ready, 'flask status' and the mail to operators: what is wrong is said before anybody complains."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import peewee
import pytest
from flask import Flask
from flask.testing import FlaskClient

import models
import tasks
from mail import outbox
from models import Alert, Heartbeat, MailState, OutboxMail, Step
from records import clock
from records.reporting import alerts, health, operations
from records.reporting.health import Found, Level
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


def test_all_is_well(client: FlaskClient) -> None:
    assert ready(client) == (200, WELL)
    assert ready(client, "/ready/pages") == (200, {"database": "ok", "migrations": "ok"})
    assert client.get("/health").text == "ok\n"


def test_a_worker_that_stopped_or_never_ran_is_missed_but_pages_are_served(client: FlaskClient) -> None:
    Heartbeat.update(beat_at=clock.now() - timedelta(minutes=6)).where(Heartbeat.name == "worker").execute()
    assert ready(client) == (503, WELL | {"worker": "stopped"})

    Heartbeat.delete().execute()
    assert ready(client) == (503, WELL | {"worker": "never ran"})
    assert ready(client, "/ready/pages")[0] == 200


def test_a_heartbeat_of_a_clock_that_was_ahead_hides_no_stopped_worker(client: FlaskClient) -> None:
    Heartbeat.update(beat_at=clock.now() + timedelta(days=5)).where(Heartbeat.name == "worker").execute()

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
    assert (code, said.count(" ok\n")) == (0, 7)

    give_up_a_mail()
    code, said = status(app, "--json")
    assert code == 1
    assert json.loads(said)["parts"]["mail"] == {
        "word": "given up",
        "level": "needs attention",
        "says": "1 mail is given up: operations says which and why.",
    }

    Heartbeat.delete().execute()
    assert status(app, "--json")[0] == 2


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


class Post:
    """Takes mail to operators."""

    def __init__(self) -> None:
        self.sent: list[EmailMessage] = []
        self.is_away = False

    def __call__(self, message: EmailMessage, _: Settings) -> None:
        if self.is_away:
            raise ConnectionRefusedError
        self.sent.append(message)

    @property
    def subjects(self) -> list[str]:
        subjects = [str(message["Subject"]) for message in self.sent]
        self.sent.clear()
        return subjects


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    ahead, real = [timedelta()], clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + ahead[0])
    return ahead


PART = {part.name: part for part in health.PARTS}
STOPPED = {PART["worker"]: Found("stopped", "The worker is not running.", Level.FAILS)}
BACK = {PART["worker"]: Found()}


def test_operators_hear_of_a_fault_once_then_ever_more_seldom_and_when_it_is_over(
    app: Flask, settings: Settings, post: Post, later: list[timedelta]
) -> None:
    hours = []
    for half in range(2 * 48):
        later[0] = timedelta(minutes=30 * half)
        if alerts.tell(settings, STOPPED, post):
            hours.append(half / 2)
    assert hours == [0, 1, 7, 31]
    assert set(post.subjects) == {"Handover needs attention. The background worker: stopped"}

    assert alerts.tell(settings, BACK, post) == 1
    assert post.subjects == ["Handover. The background worker: well again"]
    assert alerts.tell(settings, BACK, post) == 0


def test_another_word_is_another_fault(app: Flask, settings: Settings, post: Post) -> None:
    low = {PART["disk"]: Found("low", "Only 400 MB are free.", Level.ATTENTION)}
    full = {PART["disk"]: Found("full", "Only 4 MB are free.", Level.FAILS)}

    assert [alerts.tell(settings, found, post) for found in (low, low, full, full)] == [1, 0, 1, 0]
    (_, last) = post.sent
    assert str(last["To"]) == OPERATOR
    assert "Only 4 MB are free." in last.get_content()


def test_a_mail_that_could_not_be_sent_is_tried_again(app: Flask, settings: Settings, post: Post) -> None:
    post.is_away = True
    assert alerts.tell(settings, STOPPED, post) == 0
    post.is_away = False

    assert alerts.tell(settings, STOPPED, post) == 1


def test_without_its_database_a_fault_is_told_once_too(
    app: Flask, settings: Settings, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    alerts.tell(settings, BACK, post)
    away(monkeypatch)

    found = health.look(settings)
    assert [alerts.tell(settings, found, post) for _ in range(3)] == [1, 0, 0]
    assert post.subjects == ["Handover needs attention. Writing to the database: unreadable"]


def test_where_nothing_can_be_kept_it_is_told_rather_twice_than_never(
    app: Flask, settings: Settings, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    away(monkeypatch)
    gone = settings.model_copy(update={"data_folder": settings.data_folder / "gone"})

    assert [alerts.tell(gone, STOPPED, post) for _ in range(2)] == [1, 1]


def test_the_file_takes_no_more_space_when_something_was_told(
    app: Flask, settings: Settings, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    alerts.tell(settings, BACK, post)
    file = settings.data_folder / alerts.FILE_NAME
    before = file.stat().st_size

    with monkeypatch.context() as patched:
        away(patched)
        alerts.tell(settings, STOPPED, post)
        assert "stopped" in file.read_text()
        assert alerts.tell(settings, STOPPED, post) == 0

    assert file.stat().st_size == before
    assert file.stat().st_mode & 0o077 == 0
    assert alerts.tell(settings, STOPPED, post) == 0, "nor when the database is back"
    assert alerts.tell(settings, BACK, post) == 1
    assert "stopped" not in file.read_text()


@pytest.mark.parametrize("content", ["", "[]", "{", "\0"])
def test_a_file_that_cannot_be_read_counts_as_nothing_told(
    app: Flask, settings: Settings, post: Post, content: str
) -> None:
    (settings.data_folder / alerts.FILE_NAME).write_text(content)

    assert alerts.tell(settings, STOPPED, post) == 1


def test_two_that_tell_at_once_tell_it_once(app: Flask, settings: Settings, post: Post) -> None:
    """As where the second looked before the first had kept it."""
    told = alerts.Told("stopped", clock.now(), clock.now(), 1)
    for news in (told, None):
        both = [alerts._Store(settings.data_folder / alerts.FILE_NAME) for _ in range(2)]
        for store in both:
            store.get("worker")
        assert [store.put("worker", news) for store in both] == [True, False]


def test_the_worker_tells_what_it_sees_and_the_timer_that_the_worker_is_gone(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = Post()
    monkeypatch.setattr(alerts, "deliver", post)
    monkeypatch.setattr(outbox, "send_due", lambda **_: 0)
    give_up_a_mail()
    tasks.do(app, tasks.LANES["look_after"][0])
    assert post.subjects == ["Handover needs attention. Mail: given up"]

    Heartbeat.delete().execute()
    assert status(app, "--mail")[0] == 2
    assert post.subjects == ["Handover needs attention. The background worker: never ran"]
    assert {row.part for row in Alert.select()} == {"mail", "worker"}
