"""HTMX and the picker come with the pages that use them; to a section once somebody does something there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Request, Route, expect

from models import Record
from tests import factories
from tests.browser.filling import control
from tests.browser.people import sign_in
from tests.data import story
from tests.support.chromium import Pages

pytestmark = pytest.mark.browser

COMES_LATER = """async () => {
    const picker = "<p><input id=late name=late data-picker=team><input type=hidden id=late-id name=late-id></p>";
    document.querySelector("main").insertAdjacentHTML("beforeend", picker);
    const beside = document.querySelector("script[src$='/fragments.js']").src;
    (await import(new URL("picker.js", beside))).makePickers(document);
}"""
HTMX = "**/htmx.min.js"
PRESS = "[...document.querySelectorAll('button[name=row]')].at(-1).click()"  # without a pointer, a key or the focus
PUT_AWAY = """
    Object.defineProperty(document, "hidden", { value: true });
    document.dispatchEvent(new Event("visibilitychange"));
"""
ANSWER = "**/sections/reasons"
IS_SAME = "document.body.dataset.same === 'yes'"
NOTE, WORDS = "key_events-0-note", "Her team works with children until they are twelve."
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


def test_a_list_without_a_picker_loads_htmx_alone(page: Page, libraries: list[str]) -> None:
    sign_in(page, story.AUTHOR)
    libraries.clear()
    page.goto("/records")
    assert libraries == ["htmx"]


def test_a_section_with_a_picker_fetches_both_when_somebody_comes(page: Page, libraries: list[str]) -> None:
    record = factories.start_draft()
    sign_in(page, story.AUTHOR)
    libraries.clear()
    page.goto(f"/records/{record.reference}/sections/workers")
    expect(page.get_by_role("combobox")).to_have_count(0)
    assert libraries == []

    box = page.locator("[name=new_worker]")
    box.focus()

    expect(box).to_have_role("combobox")
    expect(box).to_be_focused()
    page.wait_for_function("self.htmx")
    assert sorted(libraries) == ["accessible-autocomplete", "htmx"]


def test_the_first_picker_that_comes_later_works_like_any_other(page: Page, libraries: list[str]) -> None:
    record = factories.start_draft()
    sign_in(page, story.AUTHOR)
    page.goto(f"/records/{record.reference}/sections/reasons")
    page.mouse.move(100, 100)  # nothing is fetched before somebody does something
    page.evaluate(COMES_LATER)

    page.locator("[role=combobox][name=late]").press_sequentially("Looked After")

    expect(page.get_by_role("option")).to_have_count(2)
    assert sorted(libraries) == ["accessible-autocomplete", "htmx"]


@pytest.fixture
def record() -> Record:
    """A draft with a key event."""
    return factories.ready_draft(key_events=[{"kind": "review", "date": "2026-05-04", "note": "The first review"}])


@pytest.fixture
def reasons(pages: Pages, record: Record) -> Page:
    """The author's page of the key events, on which nobody has done anything yet."""
    page = pages.open()
    sign_in(page, story.AUTHOR)
    page.goto(f"/records/{record.reference}/sections/reasons")
    page.evaluate("document.body.dataset.same = 'yes'")
    assert not page.evaluate("Boolean(self.htmx)")
    return page


def stored(record: Record) -> object:
    return factories.fresh(record).answers["key_events"][0]["note"]


def test_the_first_press_on_a_section_adds_a_row_to_the_page_as_it_stands(reasons: Page) -> None:
    reasons.evaluate(PRESS)

    expect(control(reasons, "key_events-1-note")).to_be_visible()
    assert reasons.evaluate(IS_SAME)


def test_what_is_first_written_on_a_section_is_saved_when_it_is_put_away_or_once_htmx_has_come(
    reasons: Page, record: Record
) -> None:
    on_its_way = list[Route]()
    reasons.route(HTMX, lambda route: on_its_way.append(route))
    control(reasons, NOTE).fill(WORDS)
    with reasons.expect_response(ANSWER):
        reasons.evaluate(PUT_AWAY)
    assert stored(record) == WORDS

    control(reasons, NOTE).fill(f"{WORDS} Quite.")
    with reasons.expect_response(ANSWER):
        on_its_way[0].continue_()

    assert stored(record) == f"{WORDS} Quite."
    assert reasons.evaluate(IS_SAME)


def test_where_htmx_cannot_be_had_a_press_on_a_section_sends_the_page_with_what_was_written(
    pages: Pages, reasons: Page
) -> None:
    pages.forgive("ERR_FAILED")
    reasons.route(HTMX, lambda route: route.abort())
    control(reasons, NOTE).fill(WORDS)
    expect(reasons.locator("#saved-at")).to_contain_text("Not saved yet: press 'Save and continue'")

    reasons.evaluate(PRESS)

    expect(control(reasons, "key_events-1-note")).to_be_visible()
    expect(control(reasons, NOTE)).to_have_value(WORDS)
    assert not reasons.evaluate(IS_SAME)
