"""Rows are added, removed and put back on the page as it stands: neither what is typed nor the focus is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from models import Allocation, Record
from records import clock
from tests import factories
from tests.browser.filling import control, pick
from tests.browser.people import AUTHOR, sign_in
from tests.support.chromium import Pages

pytestmark = pytest.mark.browser

EVENTS = [
    {"kind": "review", "date": "2026-05-04", "note": "The first review"},
    {"kind": "birth", "date": "2026-06-05", "note": "A brother is born"},
    {"kind": "school_move", "date": "2026-09-03", "note": "She starts at the new school"},
]
NOTES = [str(one["note"]) for one in EVENTS]
ANSWER = "**/sections/reasons"
SAME_PAGE = "document.body.dataset.same"


@pytest.fixture
def record() -> Record:
    """A draft with three key events."""
    return factories.ready_draft(key_events=EVENTS)


@pytest.fixture
def page(pages: Pages, record: Record, script: bool) -> Page:
    """The author's page of the key events."""
    page = pages.open(java_script_enabled=script)
    sign_in(page, AUTHOR)
    page.goto(f"/records/{record.reference}/sections/reasons")
    if script:
        page.evaluate(f"{SAME_PAGE} = 'yes'")
    return page


def notes(page: Page) -> list[str]:
    """What the notes of the rows say, from the top."""
    return [box.input_value() for box in page.locator('textarea[name^="key_events-"]').all()]


def stored(record: Record) -> list[Any]:
    """The notes of the draft's rows."""
    return [row.get("note") for row in factories.fresh(record).answers["key_events"]]


def add(page: Page) -> None:
    page.get_by_role("button", name="Add another key event").click()


def remove(page: Page, number: int) -> None:
    page.get_by_role("button", name=f"Remove key event {number}", exact=True).click()


def put_back(page: Page, words: str) -> None:
    page.get_by_role("button", name=f"Put back the key event: {words}").click()


def see_focus(page: Page, name: str) -> None:
    """See that this control has the focus, and that the page was not loaded anew."""
    expect(control(page, name)).to_be_focused()
    assert page.evaluate(SAME_PAGE) == "yes"


@pytest.fixture(params=[True], ids=["with script"])
def script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


both = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


@both
def test_a_removed_row_is_put_back_as_it_was_typed_at_its_place_after_other_edits(page: Page, record: Record) -> None:
    control(page, "key_events-1-date-year").fill("twenty-six")
    remove(page, 2)
    expect(page.get_by_text("Key event removed: A brother is born")).to_be_visible()
    control(page, "key_events-0-note").fill("The first review, in May")
    remove(page, 2)
    expect(page.get_by_text("Key event removed: She starts at the new school")).to_be_visible()
    add(page)
    expect(control(page, "key_events-1-note")).to_have_value("")
    control(page, "key_events-1-note").fill("Contact stops")
    assert notes(page) == ["The first review, in May", "Contact stops"]

    put_back(page, "A brother is born")

    expect(control(page, "key_events-1-date-year")).to_have_value("twenty-six")
    expect(control(page, "key_events-1-kind")).to_have_value("birth")
    assert notes(page) == ["The first review, in May", "A brother is born", "Contact stops"]
    put_back(page, "She starts at the new school")
    expect(control(page, "key_events-3-note")).to_have_value("Contact stops")
    assert notes(page)[1:] == ["A brother is born", "She starts at the new school", "Contact stops"]
    assert len(factories.fresh(record).typed["key_events"]) == 4


@both
def test_the_only_row_that_is_put_back_is_alone_again(page: Page) -> None:
    for removed in (1, 2, 3):
        remove(page, 1)
        expect(page.locator(".handover-removed")).to_have_count(removed)

    put_back(page, "A brother is born")

    expect(control(page, "key_events-0-note")).to_have_value("A brother is born")
    assert notes(page) == ["A brother is born"]


def test_the_focus_goes_to_the_new_row_to_the_button_that_puts_back_and_to_the_row_put_back(page: Page) -> None:
    add(page)
    see_focus(page, "key_events-3-kind")
    expect(page.locator("#live")).to_contain_text("Key event added.")

    remove(page, 2)
    button = page.get_by_role("button", name="Put back the key event: A brother is born")
    expect(button).to_be_focused()
    expect(page.locator("#live")).to_contain_text("Key event removed.")
    page.keyboard.press("Enter")
    see_focus(page, "key_events-1-kind")
    expect(page.locator("#live")).to_contain_text("Key event put back.")

    remove(page, 4)  # blank: nothing to put back
    expect(page.get_by_role("button", name="Add another key event")).to_be_focused()


def test_what_is_saved_while_the_button_has_the_focus_puts_nothing_back(page: Page, record: Record) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    remove(page, 3)
    button = page.get_by_role("button", name="Put back the key event: She starts at the new school")
    expect(button).to_be_focused()
    with page.expect_response(ANSWER):
        page.evaluate("htmx.trigger('#section-form', 'save')")

    expect(button).to_be_in_viewport()
    expect(button).to_be_focused()
    assert notes(page) == NOTES[:2]
    assert stored(record) == NOTES[:2]


def test_the_count_is_that_of_the_rows_after_each(page: Page, record: Record) -> None:
    count = page.locator("#check > p > strong")
    before = count.inner_text()
    add(page)
    see_focus(page, "key_events-3-kind")
    expect(count).to_have_text(before)  # a blank row is nothing
    control(page, "key_events-3-note").fill("Contact stops")
    expect(count).not_to_have_text(before)  # it has no date

    remove(page, 4)

    expect(count).to_have_text(before)
    assert stored(record) == NOTES


def test_a_double_click_adds_and_removes_one_row(page: Page, record: Record) -> None:
    page.get_by_role("button", name="Add another key event").dblclick()
    see_focus(page, "key_events-3-kind")
    control(page, "key_events-3-note").fill("Contact stops")
    page.get_by_role("button", name="Remove key event 1", exact=True).dblclick()
    expect(page.get_by_text("Key event removed: The first review")).to_be_visible()

    assert notes(page) == [*NOTES[1:], "Contact stops"]


class Slow:
    """A server that answers each save only when it is let."""

    def __init__(self, page: Page) -> None:
        self.page, self.held = page, list[Route]()
        page.route(ANSWER, lambda route: self.held.append(route))  # noqa: PLW0108 - Playwright marks a function

    def wait(self) -> None:
        """Wait until a save is under way."""
        while not self.held:
            self.page.evaluate("0")

    def answer(self) -> None:
        """Answer the save that is under way."""
        self.wait()
        with self.page.expect_response(ANSWER):
            self.held.pop(0).continue_()


def test_what_is_typed_while_a_slow_server_adds_a_row_stays_and_so_does_the_focus(page: Page) -> None:
    slow = Slow(page)
    add(page)
    slow.wait()
    control(page, "key_events-1-note").fill("A brother is born, we think")
    control(page, "key_events-1-kind").select_option("other")
    control(page, "key_events-1-date-day").fill("6")
    slow.answer()

    expect(control(page, "key_events-3-note")).to_be_visible()
    see_focus(page, "key_events-1-date-day")
    expect(control(page, "key_events-1-kind")).to_have_value("other")
    expect(control(page, "key_events-1-date-day")).to_have_value("6")
    assert notes(page)[1] == "A brother is born, we think"


def test_two_rows_removed_one_after_the_other_on_a_slow_server_are_those_two(page: Page, record: Record) -> None:
    slow = Slow(page)
    remove(page, 1)
    slow.wait()
    remove(page, 2)
    control(page, "key_events-2-note").fill("She starts at school")
    slow.answer()
    expect(page.get_by_text("Key event removed: The first review")).to_be_visible()
    slow.answer()
    expect(page.get_by_text("Key event removed: A brother is born")).to_be_visible()

    assert notes(page) == ["She starts at school"]
    assert stored(record) == ["She starts at school"]


def test_what_is_typed_in_the_row_that_a_slow_server_removes_comes_back_with_it(page: Page) -> None:
    slow = Slow(page)
    remove(page, 1)
    slow.wait()
    control(page, "key_events-0-note").fill("The first review, of two")
    slow.answer()
    expect(page.locator(".handover-removed")).to_be_visible()
    page.unroute_all()

    page.get_by_role("button", name="Put back").click()

    expect(control(page, "key_events-0-note")).to_have_value("The first review, of two")


def test_a_row_removed_as_the_page_is_left_stays_removed(page: Page, record: Record) -> None:
    page.evaluate(
        "document.querySelector('[value=\"remove:key_events:0\"]').click();"
        "document.querySelector('.govuk-back-link').click()"
    )
    expect(page.get_by_role("link", name="Read everything in this record")).to_be_visible()
    page.goto(f"/records/{record.reference}/sections/reasons")

    assert notes(page) == NOTES[1:]


def test_a_row_asked_for_without_a_connection_comes_when_there_is_one(page: Page, pages: Pages) -> None:
    pages.forgive("ERR_INTERNET_DISCONNECTED|htmx:sendError|htmx:afterRequest")
    page.context.set_offline(True)
    add(page)
    expect(page.get_by_text("Not saved: there is no connection").first).to_be_visible()
    page.context.set_offline(False)

    see_focus(page, "key_events-3-kind")
    assert notes(page) == [*NOTES, ""]


def test_a_row_of_another_tab_is_neither_lost_nor_doubled(page: Page, record: Record) -> None:
    factories.save(record, editor="another tab", key_events=[*EVENTS, {"kind": "other", "note": "From there"}])
    add(page)
    see_focus(page, "key_events-3-kind")
    control(page, "key_events-3-note").fill("From here")
    expect(page.get_by_text("In another tab you changed 1 of the answers you changed here")).to_be_visible()

    assert stored(record) == [*NOTES, "From there"]
    assert notes(page) == [*NOTES, "From here"]


def test_somebody_picked_in_a_row_is_picked_again_when_it_is_put_back(pages: Pages) -> None:
    of_maya, runs = Allocation.child == factories.child(), Allocation.ended_on.is_null()
    Allocation.update(started_on=clock.today() - timedelta(days=60)).where(of_maya & runs).execute()
    Allocation.delete().where(of_maya & ~runs).execute()  # so that workers can be added
    record, page = factories.start_draft(), pages.open()
    sign_in(page, AUTHOR)
    page.goto(f"/records/{record.reference}/sections/workers")
    table = page.locator("#earlier_workers")
    table.get_by_role("button", name="Add another worker").click()
    box = table.get_by_role("combobox")
    expect(box).to_be_focused()
    pick(page, box.get_attribute("name") or "", record.author.name)
    picked = table.locator('[name$="-worker-id"]').input_value()
    assert picked

    table.get_by_role("button", name="Remove worker").click()
    expect(table.get_by_role("button", name="Put back the worker")).to_be_focused()
    page.keyboard.press("Space")

    expect(box).to_be_focused()
    expect(box).to_have_value(record.author.name)
    assert table.locator('[name$="-worker-id"]').input_value() == picked


def test_a_table_with_a_removed_row_is_usable_by_everybody(page: Page, accessible: Callable[..., None]) -> None:
    remove(page, 2)
    expect(page.locator(".handover-removed button")).to_be_focused()
    accessible(page)
    page.keyboard.press("Tab")
    expect(control(page, "key_events-1-kind")).to_be_focused()  # one stop, and then the next row
    assert not page.locator(".handover-removed").evaluate(
        "one => [...one.querySelectorAll('input')].some((each) => each.type !== 'hidden')"
    )
