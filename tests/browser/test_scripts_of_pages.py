"""HTMX and the picker come with the pages that use them, and with the first picker that HTMX brings."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Request, expect

from tests import factories
from tests.browser.people import sign_in
from tests.data import story

pytestmark = pytest.mark.browser

COMES_LATER = """async () => {
    const picker = "<p><input id=late name=late data-picker=team><input type=hidden id=late-id name=late-id></p>";
    document.querySelector("main").insertAdjacentHTML("beforeend", picker);
    const beside = document.querySelector("script[src$='/fragments.js']").src;
    (await import(new URL("picker.js", beside))).makePickers(document);
}"""
LIBRARIES = re.compile(r"/(htmx|accessible-autocomplete)\.min\.js$")


@pytest.fixture
def libraries(page: Page) -> list[str]:
    """Which of the two libraries the page has asked for, in order; it is cleared by whoever goes on to another page."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if found := LIBRARIES.search(request.url):
            asked.append(found[1])

    page.on("request", note)
    return asked


def test_pages_without_a_search_or_a_picker_load_neither_library(page: Page, libraries: list[str]) -> None:
    sign_in(page, story.AUTHOR)
    page.goto("/protocol")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert libraries == []


def test_a_list_and_a_section_without_a_picker_load_htmx_alone(page: Page, libraries: list[str]) -> None:
    record = factories.start_draft()
    sign_in(page, story.AUTHOR)
    for address in ("/records", f"/records/{record.reference}/sections/reasons"):
        libraries.clear()
        page.goto(address)
        assert libraries == ["htmx"]


def test_a_section_with_a_picker_fetches_its_component_when_somebody_comes(page: Page, libraries: list[str]) -> None:
    record = factories.start_draft()
    sign_in(page, story.AUTHOR)
    libraries.clear()
    page.goto(f"/records/{record.reference}/sections/workers")
    expect(page.get_by_role("combobox")).to_have_count(0)
    assert libraries == ["htmx"]

    box = page.locator("[name=new_worker]")
    box.focus()

    expect(box).to_have_role("combobox")
    expect(box).to_be_focused()
    assert libraries == ["htmx", "accessible-autocomplete"]


def test_the_first_picker_that_comes_later_works_like_any_other(page: Page, libraries: list[str]) -> None:
    record = factories.start_draft()
    sign_in(page, story.AUTHOR)
    page.goto(f"/records/{record.reference}/sections/reasons")
    page.mouse.move(100, 100)  # nothing is fetched before somebody does something
    page.evaluate(COMES_LATER)

    page.locator("[role=combobox][name=late]").press_sequentially("Looked After")

    expect(page.get_by_role("option")).to_have_count(2)
    assert libraries == ["htmx", "accessible-autocomplete"]
