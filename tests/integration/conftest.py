"""Fixtures for the app on SQLite or PostgreSQL, with a database that has a record in every state."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pikepdf
import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

import models
from app import create_app
from documents import keys, subprocess_render
from documents.content import DecisionDocument
from documents.letter import LetterDocument
from models import OutboxMail, Record, State
from records import clock
from records.sealing import sealer
from records.transaction import work_waiting
from settings import Settings
from tests import factories
from tests.conftest import Databases
from tests.integration.mailing import forget_mail, mailed_link
from tests.support.databases import fill_with_council
from tests.support.mail_server import MailServer
from views import printing

pytest.register_assert_rewrite("tests.support.reader")

from tests.support.reader import ORIGIN, Reader  # noqa: E402 - after its assertions are registered for rewriting

SignIn = Callable[[str], Reader]
Drawing = Callable[[], AbstractContextManager[None]]


@pytest.fixture(scope="session")
def sealed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shared data folder with a sealing certificate. Tests that change it must use a copy."""
    folder = tmp_path_factory.mktemp("data")
    settings = Settings(env="test", data_folder=folder)
    passphrase = settings.seal_passphrase.get_secret_value()
    keys.make_local_authority(settings.seal_folder, settings.council_name, passphrase, clock.now())
    return folder


@pytest.fixture(scope="session")
def drawing(sealed_folder: Path) -> Drawing:
    """A context in which records are really rendered and sealed, to fill template databases once."""
    asks_for_settings = Flask("filling")
    asks_for_settings.extensions["settings"] = Settings(env="test", data_folder=sealed_folder)

    @contextmanager
    def drawing() -> Iterator[None]:
        drawn = patch.object(sealer, "render_in_subprocess", subprocess_render.draw)
        with drawn, work_waiting.muted(), asks_for_settings.app_context():
            yield

    return drawing


@pytest.fixture(scope="session")
def a_record_in_every_state(drawing: Drawing) -> Callable[[], None]:
    """Fills a database with the council and Maya's record seven times: in every state, and complete as a draft."""

    def a_record_in_every_state() -> None:
        fill_with_council()
        with drawing():
            factories.approved()
            assert factories.seal_what_waits() == 1
            for make in (factories.approved, factories.returned, factories.withdrawn, factories.submitted):
                make()
            factories.start_draft()
            factories.ready_draft()

    return a_record_in_every_state


@pytest.fixture
def records_url(
    database_kind: str, databases: Callable[[str], Databases], a_record_in_every_state: Callable[[], None]
) -> Iterator[str]:
    """The URL of a database with the tests' council and a record in every state."""
    with databases(database_kind).copy(a_record_in_every_state) as url:
        yield url


@pytest.fixture
def settings(request: pytest.FixtureRequest, records_url: str, sealed_folder: Path) -> Settings:
    """The settings of `app`. Mail is delivered only if the test also uses `smtp_server`."""
    made = Settings(env="test", database_url=records_url, data_folder=sealed_folder, base_url=ORIGIN)
    if "smtp_server" not in request.fixturenames:
        return made
    port = request.getfixturevalue("smtp_server").port
    return made.model_copy(update={"smtp_port": port})


@pytest.fixture
def app(settings: Settings) -> Flask:
    """The app in this process, with a record in every state."""
    return make_app(settings)


class _SharedBytecodeCache(BytecodeCache):
    """Shares compiled templates between the apps of all tests of this process."""

    def __init__(self) -> None:
        self.bytecode: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.bytecode:
            bucket.bytecode_from_string(self.bytecode[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.bytecode[bucket.key] = bucket.bytecode_to_string()


_compiled = _SharedBytecodeCache()


def _compiled_once(self: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    """The function that builds a rule's addresses, shared between the apps of all tests of this process.

    It knows of its rule only what is in the key, and asks the rule that it is bound to for everything else.
    """
    key = (self.rule, tuple(self._trace), repr(self.defaults), append_unknown)
    if key not in _builders:
        _builders[key] = _compile_builder(self, append_unknown)
    return _builders[key]


_builders: dict[Any, Callable[..., tuple[str, str]]] = {}
_compile_builder = Rule._compile_builder
Rule._compile_builder = _compiled_once  # type: ignore[method-assign] # it takes most of the time in which an app is made


def make_app(settings: Settings) -> Flask:
    """An app in testing mode: exceptions propagate to the test."""
    made = create_app(settings)
    made.testing = True
    made.jinja_env.bytecode_cache = _compiled
    return made


_drawn: dict[bytes, bytes] = {}


@pytest.fixture(autouse=True)
def drafts_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Render drafts in this process with a cache; rendering in a subprocess has tests of its own."""

    def draw(document: DecisionDocument | LetterDocument) -> bytes:
        content = pickle.dumps(document)
        if content not in _drawn:
            _drawn[content] = subprocess_render.draw(document)
        return _drawn[content]

    monkeypatch.setattr(printing, "render_in_subprocess", draw)


def blank_page() -> bytes:
    """A PDF with one blank page."""
    blank, file = pikepdf.new(), BytesIO()
    blank.add_blank_page()
    blank.save(file)
    return file.getvalue()


@pytest.fixture(autouse=True)
def drawn_quickly(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seal a blank page instead of rendering the record, which takes seconds, unless the test is marked `drawn`."""
    if not request.node.get_closest_marker("drawn"):
        monkeypatch.setattr(sealer, "render_in_subprocess", lambda _: blank_page())


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """A function: email → a Reader signed in as that person."""

    def as_person(email: str) -> Reader:
        return Reader(app, factories.person(email))

    return as_person


@pytest.fixture
def record(app: Flask) -> Record:
    """A submitted record that waits for its new worker to confirm."""
    return factories.in_state(State.SUBMITTED)


@pytest.fixture
def link(app: Flask, smtp_server: MailServer, record: Record) -> str:
    """The path of the link mailed to that worker."""
    return mailed_link(app, smtp_server, record)


@pytest.fixture
def mail(record: Record) -> OutboxMail:
    """The only mail in the outbox, to that worker."""
    forget_mail(but_of=record)
    return OutboxMail.get()


@pytest.fixture
def nobody(app: Flask) -> Reader:
    """A browser without a session."""
    return Reader(app)


Tables = dict[str, list[Any]]


def everything() -> Tables:
    """Table name → all rows as tuples, for comparison."""
    return {
        table.__name__: list(table.select().order_by(table._meta.primary_key).tuples().iterator())
        for table in models.TABLES
    }


def changes_since(before: Tables) -> list[str]:
    """The tables that differ from `before` (see `everything`), with the numbers of new and missing rows."""
    now = everything()
    return [
        f"{name}: {len([row for row in now[name] if row not in rows])} new, "
        f"{len([row for row in rows if row not in now[name]])} gone"
        for name, rows in before.items()
        if now[name] != rows
    ]
