"""Mail to operators about a part that needs them: once for a fault, ever more seldom, and when it is well again."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask

import tasks
from mail import outbox
from models import Alert, Heartbeat, MailState, OutboxMail
from records import clock
from records.reporting import alerts, health
from records.reporting.health import Found, Level
from settings import Settings
from tests.integration.test_health import OPERATOR, away, give_up_a_mail, status
from tests.integration.test_health import looked_at_each_time as looked_at_each_time
from tests.integration.test_health import settings as settings
from tests.support.mail_server import MailServer

pytestmark = pytest.mark.both_databases


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


def test_after_a_clock_was_ahead_nothing_is_told_again_before_its_time(
    app: Flask, settings: Settings, post: Post, later: list[timedelta]
) -> None:
    told = []
    for minutes in (0, 150, 1, 2, 360, 362):
        later[0] = timedelta(minutes=minutes)
        told.append(alerts.tell(settings, STOPPED, post))

    assert told == [1, 1, 0, 0, 0, 1], "at once, when the clock says so, and six hours after it was right again"


def test_what_waited_while_no_worker_ran_is_not_late_when_it_begins(app: Flask, smtp_server: MailServer) -> None:
    OutboxMail.update(state=MailState.QUEUED, queued_at=clock.now() - timedelta(hours=2)).execute()

    tasks.do(app, (tasks.tell_operators,))
    assert subjects(smtp_server) == []

    tasks.do(app, (tasks.tell_operators,))
    assert subjects(smtp_server) == ["Handover needs attention. Mail: late"]


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


@pytest.mark.parametrize("can_be_kept", [True, False])
def test_while_its_database_is_away_the_worker_tells_it_once_and_that_it_is_back(
    app: Flask, settings: Settings, smtp_server: MailServer, monkeypatch: pytest.MonkeyPatch, can_be_kept: bool
) -> None:
    monkeypatch.setattr(outbox, "send_due", lambda **_: 0)
    if not can_be_kept:
        (settings.data_folder / alerts.FILE_NAME).mkdir()
    scheduler = tasks.make_consumer(app)._create_scheduler()
    with monkeypatch.context() as patched:
        away(patched)
        for _ in range(3):
            scheduler.enqueue_periodic_tasks()
    assert subjects(smtp_server) == ["Handover needs attention. Writing to the database: unreadable"]

    for _ in range(2):
        tasks.do(app, tasks.LANES["look_after"][0])
    assert subjects(smtp_server) == ["Handover. Writing to the database: well again"]


def subjects(server: MailServer) -> list[str]:
    found = [str(message["Subject"]) for message in server.messages]
    server.messages.clear()
    return found
