"""A council whose staff sign in with its own service, in Chromium: there, back, and beside a page that waits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import TRANSFERRING_LEADER
from tests.conftest import Databases
from tests.support.chromium import Pages
from tests.support.databases import fill_with_council
from tests.support.server import LiveServer, running_app
from tests.support.sign_in_service import running_service

pytestmark = pytest.mark.browser

# What the service's own page would have from elsewhere: its looks.
OF_THE_SERVICE = re.compile("^https://|/favicon.ico$")
BUTTON = "Sign in with your council account"


@pytest.fixture
def council_of_its_own(
    databases: Callable[[str], Databases], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveServer]:
    """The app of a council that has such a service."""
    with (
        running_service() as service,
        databases("sqlite").copy(fill_with_council) as url,
        running_app(url, tmp_path_factory.mktemp("elsewhere"), **service.settings()) as server,
    ):
        service.set_claims(TRANSFERRING_LEADER, email=TRANSFERRING_LEADER)
        yield server


@pytest.fixture
def browsers(chromium: Browser, council_of_its_own: LiveServer) -> Iterator[Pages]:
    pages = Pages(chromium, council_of_its_own.url)
    yield pages
    pages.close()


def sign_in_there(page: Page) -> None:
    """Fill in the service's own page."""
    page.get_by_placeholder("sub").fill(TRANSFERRING_LEADER)
    page.get_by_role("button", name="Authorize").click()


def test_signing_in_with_the_councils_service_loses_nothing_and_every_page_of_it_is_accessible(
    browsers: Pages, accessible: Callable[..., None], script: bool
) -> None:
    page = browsers.open(java_script_enabled=script)
    page.context.route(OF_THE_SERVICE, lambda asked: asked.fulfill(status=204))
    page.goto("/away")
    if script:
        accessible(page)
    page.get_by_role("button", name=BUTTON).click()
    page.get_by_role("button", name="Deny").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    if script:
        accessible(page)
    page.get_by_role("button", name=BUTTON).click()
    sign_in_there(page)
    expect(page.get_by_role("heading", name="When you are away", level=1)).to_be_visible()

    page.get_by_role("textbox", name="Day").first.fill("not a day")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save these days").click()
    expect(page.get_by_role("heading", name="Sign in again")).to_be_visible()
    if script:
        accessible(page)
    with page.context.expect_page() as beside:
        page.get_by_role("link", name=BUTTON).click()
    sign_in_there(beside.value)
    expect(beside.value.get_by_role("heading", name="You are signed in")).to_be_visible()
    if script:
        accessible(beside.value)
    beside.value.close()
    page.get_by_role("button", name="Carry on").click()
    expect(page.get_by_role("heading", name="What you wrote is still here")).to_be_visible()
    page.get_by_role("button", name="Carry on").click()
    expect(page.get_by_role("textbox", name="Day").first).to_have_value("not a day")
