"""Fixtures for every test. None skips: what a machine has not got fails the tests that need it, and is named."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import models
from records import council
from tests.support.chromium import Pages, running_chromium
from tests.support.databases import PostgresDatabases, SqliteDatabases, demo_council, nothing
from tests.support.mail_server import MailServer
from tests.support.postgres import running_postgres
from tests.support.server import LiveServer, running_app

DATABASES = ("sqlite", "postgres")
Databases = SqliteDatabases | PostgresDatabases


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Where everything is meant to run (CI), a test that was skipped has failed."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} could not run: {report.longrepr}"
    return report


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    """Each test finds no database, and weighs for a council with the whole protocol where it does so without an app."""
    with council.entered(council.Council()):
        yield
    models.disconnect()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The administrator's address of a private PostgreSQL server, started for this run."""
    with running_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Databases]:
    """Gives clean copies of databases of a kind; PostgreSQL starts only when a test asks for it."""
    made: dict[str, Databases] = {}

    def of_kind(kind: str) -> Databases:
        if kind not in made and kind == "postgres":
            made[kind] = PostgresDatabases(request.getfixturevalue("postgres_url"))
        elif kind not in made:
            made[kind] = SqliteDatabases(tmp_path_factory.mktemp("sqlite"))
        return made[kind]

    return of_kind


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, databases: Callable[[str], Databases]) -> Iterator[str]:
    """The address of an empty, migrated database of the test's own: the test runs once for each kind."""
    with databases(request.param).copy(nothing) as url:
        yield url


@pytest.fixture(params=DATABASES)
def demo_database_url(request: pytest.FixtureRequest, databases: Callable[[str], Databases]) -> Iterator[str]:
    """As `database_url`, with the demo council in it, all dates counted from today."""
    with databases(request.param).copy(demo_council) as url:
        yield url


@pytest.fixture
def smtp_server() -> Iterator[MailServer]:
    """A mail server of the test's own."""
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def live_server(
    databases: Callable[[str], Databases], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveServer]:
    """The app and its worker as processes, on SQLite with the demo council: one for each module of tests."""
    with databases("sqlite").copy(demo_council) as url, running_app(url, tmp_path_factory.mktemp("live")) as server:
        yield server


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, without a window.

    One for each module: while it runs it holds this thread's event loop, and sealing needs one of its own.
    """
    with running_chromium() as browser:
        yield browser


@pytest.fixture
def pages(chromium: Browser, live_server: LiveServer) -> Iterator[Pages]:
    """Opens pages of the live server, one person each. Fails the test when the browser complained of any of them."""
    opened = Pages(chromium, live_server.url)
    yield opened
    opened.close()


@pytest.fixture
def page(pages: Pages) -> Page:
    """A page of the live server, for a test with one person in it."""
    return pages.open()
