"""One running app for all browser tests: they share its people, and each makes records of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect

import models
from app import create_app
from records import clock
from tests.browser.accessible import problems_of
from tests.conftest import Databases
from tests.data.register_says import register_as_it_was
from tests.data.story import case_one_answers
from tests.support.chromium import PATIENCE_MS
from tests.support.databases import fill_with_council
from tests.support.server import LiveServer, running_app

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="package")
def live_server(
    databases: Callable[[str], Databases], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveServer]:
    """The app and its worker as processes, on SQLite with the council. Neither logs an error or its every step."""
    with (
        databases("sqlite").copy(fill_with_council) as url,
        running_app(url, tmp_path_factory.mktemp("live")) as server,
    ):
        yield server
    said = server.log_file.read_text()
    assert not [line for line in said.splitlines() if re.search("ERROR|CRITICAL|weasyprint", line)], said


@pytest.fixture(scope="package")
def app_beside(live_server: LiveServer) -> Flask:
    """The app in this process, on the database of the running one."""
    app = create_app(live_server.settings)
    models.disconnect()
    return app


@pytest.fixture(autouse=True)
def council(live_server: LiveServer, app_beside: Flask) -> Iterator[LiveServer]:
    """The running app, whose database the test looks into and prepares records in, through tests.factories.

    What the test writes wakes the worker, as a web process would, which else looks once a minute. What it makes the
    register say is taken back, because the tests that follow have the same council.
    """
    models.connect_to(live_server.settings.database)
    with app_beside.app_context(), register_as_it_was():
        yield live_server
        models.connect_to(live_server.settings.database)  # a test may have looked into another
    models.disconnect()


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def script(request: pytest.FixtureRequest) -> bool:
    """Whether the browsers of this test run JavaScript."""
    return bool(request.param)


@pytest.fixture
def answers() -> dict[str, Any]:
    """Every answer of Maya's transfer meeting record."""
    return case_one_answers(clock.today())


@pytest.fixture
def accessible() -> Iterator[Callable[..., None]]:
    """Looks at a page as it stands, at two widths. The test fails at its end if there were faults."""
    problems: list[str] = []
    yield lambda page, again=False: problems.extend(problems_of(page, again=again))
    assert not problems, "\n".join(problems)
