"""Fixtures for every test. Missing programs fail the tests that need them, with a message; nothing is skipped."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page

import models
from documents import certificates, keys
from records import council
from tests.support.chromium import Pages, connected, running_chromium
from tests.support.databases import PostgresDatabases, SqliteDatabases, fill_with_council, leave_empty
from tests.support.folders import working_folder
from tests.support.mail_server import MailServer
from tests.support.postgres import running_postgres
from tests.support.server import LiveServer, running_app

Databases = SqliteDatabases | PostgresDatabases

# The first input of a run takes seconds on a busy machine, and how long a test takes is not what it is about.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="also run what takes too long for every change")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without --full, deselect tests marked `full`, and the PostgreSQL twin of tests not marked `both_databases`."""
    if config.getoption("full"):
        return
    left_out = [item for item in items if is_left_to_full(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


def is_left_to_full(item: pytest.Item) -> bool:
    """Whether a test runs only with --full."""
    marks = {mark.name for mark in item.iter_markers()}
    return "full" in marks or ("twin" in marks and "both_databases" not in marks)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """In CI, report a skipped test as failed."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} could not run: {report.longrepr}"
    return report


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    """Each test starts without a database, and with a default council for code that runs outside of an app."""
    with council.council_context(council.Council()):
        yield
    models.disconnect()


_keys: list[rsa.RSAPrivateKey] = []


@pytest.fixture(autouse=True)
def keys_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first key that a test makes is the first that any test made, and so on: each takes half a second.

    Keys of one test differ, and from those that fixtures of a module or a session made before it.
    """
    make, numbers = certificates.new_key, itertools.count()

    def new_key() -> rsa.RSAPrivateKey:
        number = next(numbers)
        if number == len(_keys):
            _keys.append(make())
        return _keys[number]

    monkeypatch.setattr(certificates, "new_key", new_key)


_unlocked: dict[tuple[bytes, str], Any] = {}


@pytest.fixture(scope="session", autouse=True)
def keys_unlocked_once() -> Iterator[None]:
    """What a passphrase has unlocked stays so, which is half of the time that sealing a blank page takes."""
    unlock = keys._private_key

    def private_key(path: Path, passphrase: str) -> Any:
        known = (keys._read(path), passphrase)
        if known not in _unlocked:
            _unlocked[known] = unlock(path, passphrase)
        return _unlocked[known]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(keys, "_private_key", private_key)
        yield


@pytest.fixture(scope="session")
def full(pytestconfig: pytest.Config) -> bool:
    """Whether this is a run with --full, in which random walks and kill drills are long."""
    return bool(pytestconfig.getoption("full"))


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The administrative URL of a private PostgreSQL server, started for this run."""
    with running_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Iterator[Callable[[str], Databases]]:
    """A function: kind → clean databases of it. PostgreSQL is started only when needed."""
    made: dict[str, Databases] = {}

    def of_kind(kind: str) -> Databases:
        if kind not in made and kind == "postgres":
            made[kind] = PostgresDatabases(request.getfixturevalue("postgres_url"))
        elif kind not in made:
            made[kind] = SqliteDatabases(folder)
        return made[kind]

    with working_folder("handover-sqlite-") as folder:
        yield of_kind


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.twin)])
def database_kind(request: pytest.FixtureRequest) -> str:
    """The kind of database. A test marked `both_databases` runs on both."""
    return str(request.param)


@pytest.fixture
def database_url(database_kind: str, databases: Callable[[str], Databases]) -> Iterator[str]:
    """The URL of an empty, migrated database of the test's own."""
    with databases(database_kind).copy(leave_empty) as url:
        yield url


@pytest.fixture
def smtp_server() -> Iterator[MailServer]:
    """A running mail server of the test's own."""
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def live_server(
    databases: Callable[[str], Databases], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveServer]:
    """App and worker as processes on SQLite with the tests' council, shared by a module."""
    with (
        databases("sqlite").copy(fill_with_council) as url,
        running_app(url, tmp_path_factory.mktemp("live")) as server,
    ):
        yield server


@pytest.fixture(scope="session")
def chromium_address() -> Iterator[str]:
    """The debugging URL of this process's Chromium."""
    with running_chromium() as address:
        yield address


@pytest.fixture(scope="module")
def chromium(chromium_address: str) -> Iterator[Browser]:
    """A connection to Chromium, one for each module.

    It is not shared for longer because it occupies this thread's event loop, and sealing needs one of its own.
    """
    with connected(chromium_address) as browser:
        yield browser


@pytest.fixture
def pages(chromium: Browser, live_server: LiveServer) -> Iterator[Pages]:
    """Opens pages of the live server, one person each. Fails the test for errors and warnings in any of them."""
    opened = Pages(chromium, live_server.url)
    yield opened
    opened.close()


@pytest.fixture
def page(pages: Pages) -> Page:
    """A page of the live server, for a test with one person."""
    return pages.open()
