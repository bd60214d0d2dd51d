"""A full disk and a database that is away: 503, what was typed stays, people sign in, and it ends by itself."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee
import pytest
from flask import Flask

import logs
import models
from records import clock
from records.register import accounts, sessions, throttle
from settings import Settings
from tests.data import story
from tests.data.load import PASSWORD
from tests.factories import ready_draft
from tests.integration.conftest import SignIn, make_app
from tests.support.reader import Page, Reader
from views.web import guard, tracing

pytestmark = pytest.mark.usefixtures("app")
# PostgreSQL's files are its own.
of_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
TYPED = 'What only this social worker knows of the visit, with <marks> & "quotes" in it'


@contextmanager
def full_disk() -> Iterator[None]:
    """SQLite may use no further page, on the connection that requests of this test are given."""
    with models.database.connection_context():
        (pages,) = models.database.execute_sql("pragma page_count").fetchone()
        models.database.execute_sql(f"pragma max_page_count = {pages}")
        try:  # what is left on pages that are in use already
            for number in range(100_000):
                with models.database.atomic():
                    models.Heartbeat.create(name=f"{number:0>40}", beat_at=clock.now())
        except peewee.OperationalError:
            pass
    yield
    with models.database.connection_context():
        models.database.execute_sql("pragma max_page_count = 1000000")
        models.Heartbeat.delete().execute()


@contextmanager
def no_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database that cannot be opened."""

    class UnreachableError(Exception):
        sqlite_errorname = "SQLITE_CANTOPEN"

    def away(*_: Any, **__: Any) -> None:
        raise peewee.OperationalError from UnreachableError()

    with monkeypatch.context() as patched:
        patched.setattr(models.database.obj, "connect", away)
        yield


def section_of(reader: Reader) -> tuple[str, Page]:
    record = ready_draft()
    address = f"/records/{record.reference}/sections/introduction"
    return address, reader.open(address)


@of_sqlite
def test_with_a_full_disk_what_was_typed_is_given_back_and_sent_again_when_there_is_room(sign_in: SignIn) -> None:
    reader = sign_in(story.AUTHOR)
    address, page = section_of(reader)
    form = page.form(address, id="section-form")
    name = "former_worker_how"
    with full_disk():
        refused = reader.press(form, {name: TYPED}, status=503)

        assert refused.response.headers["Retry-After"] == "30"
        assert "has not been saved" in refused.words
        assert TYPED in refused.words
        again = refused.form(address)
        assert again.fields[name] == TYPED
        reader.press(again, status=503)

    reader.press(again, status=302)
    assert reader.open(address).form(address, id="section-form").fields[name] == TYPED


@of_sqlite
def test_with_a_full_disk_people_sign_in_and_read(nobody: Reader) -> None:
    with full_disk():
        form = nobody.open("/sign-in").form("/sign-in")
        nobody.press(form, {"email": story.AUTHOR, "password": PASSWORD}, status=302)

        assert "Hannah Whitcombe" in nobody.follow().words


def test_who_signs_in_waits_once_for_a_busy_database(nobody: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    class BusyError(Exception):
        sqlite_errorname = "SQLITE_BUSY"

    def wait() -> None:
        waited.append("ten seconds")
        raise peewee.OperationalError from BusyError()

    waited: list[str] = []
    for module in (throttle, accounts):
        monkeypatch.setattr(module, "transaction", wait)
    nobody.press(nobody.open("/sign-in").form("/sign-in"), {"email": story.AUTHOR, "password": PASSWORD}, status=302)

    assert len(waited) == 1


def test_with_a_full_disk_signing_out_deletes_the_cookie_and_says_that_the_session_may_be_open(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    class FullError(Exception):
        sqlite_errorname = "SQLITE_FULL"

    def full(_: str) -> None:
        raise peewee.OperationalError from FullError()

    reader = sign_in(story.AUTHOR)
    monkeypatch.setattr(sessions, "end_session", full)

    page = reader.send("/sign-out", {"csrf_token": reader.token()}, status=503)

    assert page.heading == "You are signed out in this browser only"
    assert "choose ‘Sign out everywhere’" in page.words
    assert (reader.open("/records", status=302).location or "").startswith("/sign-in")


@of_sqlite
def test_with_a_full_disk_guesses_are_limited_all_the_same(nobody: Reader) -> None:
    with full_disk():
        form = nobody.open("/sign-in").form("/sign-in")
        for _ in range(10):
            nobody.press(form, {"email": story.AUTHOR, "password": "a wrong guess"})

        page = nobody.press(form, {"email": story.AUTHOR, "password": PASSWORD}, status=429)
    assert "Too many wrong passwords" in page.words


@of_sqlite
def test_a_live_check_that_cannot_be_saved_says_when_to_try_again(sign_in: SignIn) -> None:
    reader = sign_in(story.AUTHOR)
    address, page = section_of(reader)
    fields = page.form(address, id="section-form").filled({"former_worker_how": TYPED})
    with full_disk():
        answer = reader.send(address, fields, htmx=True, status=503)

    assert (answer.text, answer.response.headers["Retry-After"]) == ("", "30")


def test_without_its_database_every_page_says_so_and_comes_back(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = sign_in(story.AUTHOR)
    with no_database(monkeypatch):
        page = reader.open("/", status=503)
        assert page.heading == "Handover cannot work just now"
        assert page.links == ["/"]

    assert reader.open("/").status == 200


@pytest.mark.parametrize("path", ["/about", "/accessibility"])
def test_pages_about_the_service_itself_need_no_database(
    sign_in: SignIn, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = sign_in(story.AUTHOR)
    assert "Hannah Whitcombe" in reader.open(path).words

    with no_database(monkeypatch):
        assert "Hannah Whitcombe" not in reader.open(path).words


def test_without_its_database_who_signs_in_is_given_their_address_back_and_signs_in_from_there_later(
    nobody: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = nobody.open("/sign-in?next=/records").form("/sign-in")
    with no_database(monkeypatch):
        assert nobody.open("/sign-in?next=/records", status=503).links == ["/sign-in?next=/records"]
        refused = nobody.press(form, {"email": story.AUTHOR, "password": PASSWORD}, status=503)
        again = refused.form("/sign-in")

        assert refused.heading == "You cannot sign in just now"
        assert (again.fields["email"], again.fields["password"]) == (story.AUTHOR, "")
        assert PASSWORD not in refused.text
        nobody.press(again, {"password": PASSWORD}, status=503)

    assert nobody.press(again, {"password": PASSWORD}, status=302).location == "/records"


@of_sqlite
def test_with_its_file_moved_away_what_was_typed_is_given_back_and_no_empty_database_is_made(
    sign_in: SignIn, settings: Settings
) -> None:
    reader, file = sign_in(story.AUTHOR), Path(settings.database.removeprefix("sqlite:///"))
    address, page = section_of(reader)
    fields = page.form(address, id="section-form").filled({"former_worker_how": TYPED})
    models.database.close()
    elsewhere = file.rename(file.with_suffix(".elsewhere"))
    try:
        kept = reader.send(address, fields, status=503)
        assert kept.form(address).fields["former_worker_how"] == TYPED
        assert not file.exists()
    finally:
        elsewhere.rename(file)

    assert reader.send(address, fields).status == 302


@of_sqlite
def test_what_has_a_connection_open_notices_that_the_file_was_moved_or_is_another(
    app: Flask, settings: Settings
) -> None:
    file, queue = Path(settings.database.removeprefix("sqlite:///")), app.extensions["huey"]
    queue.storage.dequeue()
    assert not models.database.is_closed(), "as in the worker, whose threads read their queue with it"
    elsewhere = file.rename(file.with_suffix(".elsewhere"))
    try:
        with pytest.raises(peewee.OperationalError, match="unable to open"):
            queue.storage.dequeue()
        assert "unreadable" in app.test_cli_runner().invoke(args=["status"]).output
        assert not file.exists()

        sqlite3.connect(file).close()
        with pytest.raises(peewee.OperationalError, match="no such table"):
            queue.storage.dequeue()
    finally:
        models.database.close()
        elsewhere.rename(file)

    queue.storage.dequeue()


def test_a_post_that_was_not_let_through_is_no_more_so_from_the_page_that_keeps_it(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = sign_in(story.AUTHOR)
    address, _ = section_of(reader)
    with no_database(monkeypatch):
        page = reader.send(address, {"csrf_token": "made up", "views": TYPED}, status=503)

    assert page.form(address).fields["csrf_token"] == "made up"


class Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.entries: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.entries.append(logs.entry(record))


@pytest.fixture
def kept() -> Iterator[Kept]:
    handler, log = Kept(), logging.getLogger("handover")
    before = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    yield handler
    log.removeHandler(handler)
    log.setLevel(before)


def test_a_request_that_fails_is_one_entry_with_its_code_and_the_number_that_its_page_shows(
    sign_in: SignIn, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = sign_in(story.AUTHOR)
    kept.entries.clear()
    with no_database(monkeypatch):
        page = reader.open("/?secret=token", status=503)

    (entry,) = kept.entries
    assert (entry["code"], entry["status"], entry["route"]) == ("SQLITE_CANTOPEN", 503, "home.show_home")
    assert entry["request"] == page.response.headers[tracing.HEADER]
    assert entry["request"] in page.words
    assert "token" not in str(entry)


def test_a_fault_of_ours_is_one_entry_with_its_stack(sign_in: SignIn, app: Flask, kept: Kept) -> None:
    @guard.open_to_anyone
    def broken() -> str:
        raise ValueError(" ".join(("Maya", "Adeyemi")))

    app.view_functions["pages.show_about"] = broken
    page = sign_in(story.AUTHOR).open("/about", status=500)

    (entry,) = [one for one in kept.entries if one["level"] == "ERROR"]
    assert entry["text"] == "unexpected: ValueError"
    assert "in broken" in entry["stack"]
    assert entry["request"] in page.words
    assert "Maya Adeyemi" not in str(entry)


def test_an_answer_that_was_refused_is_one_entry(sign_in: SignIn, kept: Kept) -> None:
    reader = sign_in(story.AUTHOR)
    kept.entries.clear()
    page = reader.open("/records/HO-0000-0000-0000", status=404)

    (entry,) = kept.entries
    assert (entry["status"], entry["method"]) == (404, "GET")
    assert entry["request"] in page.words


@pytest.mark.parametrize("given", ["short", "a" * 65, "with blank 12345", "<script>alert</script>", "ü" * 12])
def test_the_number_of_a_request_is_taken_in_no_unsafe_form(nobody: Reader, given: str, settings: Any) -> None:
    client = make_app(settings.model_copy(update={"proxies_in_front": 1})).test_client()

    answer = client.get("/sign-in", headers={tracing.HEADER: given.encode("latin-1", "replace").decode("latin-1")})

    assert answer.headers[tracing.HEADER] != given


@pytest.mark.parametrize("proxies, is_taken", [(0, False), (1, True)])
def test_the_number_of_a_request_is_taken_from_the_server_in_front_alone(
    settings: Any, proxies: int, is_taken: bool
) -> None:
    client = make_app(settings.model_copy(update={"proxies_in_front": proxies})).test_client()

    answer = client.get("/sign-in", headers={tracing.HEADER: "proxy-1234.5678"})

    assert (answer.headers[tracing.HEADER] == "proxy-1234.5678") == is_taken


def test_a_file_that_is_not_there_has_a_number_as_every_404_has(nobody: Reader) -> None:
    answer = nobody.client.get("/static/nowhere.css")

    assert (answer.status_code, len(answer.headers[tracing.HEADER])) == (404, 16)


def test_all_requests_are_logged_where_the_council_wants_that(settings: Any, kept: Kept) -> None:
    make_app(settings.model_copy(update={"log_requests": "all"})).test_client().get("/sign-in")

    assert [(one["route"], one["status"]) for one in kept.entries] == [("sign_in.sign_in", 200)]


def test_a_page_that_is_not_there_has_no_route(kept: Kept, nobody: Reader) -> None:
    nobody.open("/links-of-nobody/secret-token", status=404)

    assert kept.entries[-1]["route"] == "none"
    assert "secret-token" not in str(kept.entries)
