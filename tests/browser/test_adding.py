"""Optional questions behind 'Add …': opened by hand, by a link, and left open by the live check."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from models import Record
from tests import factories
from tests import four_records as four
from tests.browser.filling import addition, control, open_addition
from tests.browser.people import sign_in
from tests.support.chromium import Pages

pytestmark = pytest.mark.browser

PLACE = "three_way_place"


def open_people(page: Page, fragment: str = "") -> Record:
    """The page of a handover's people and meeting, of which no place is said."""
    record = four.handover(three_way_place=None, other_attendees=None)
    sign_in(page, record.author.email)
    page.goto(f"/records/{record.reference}/sections/people{fragment}")
    return record


def test_it_opens_by_keyboard_and_what_is_written_in_it_is_saved(page: Page) -> None:
    record = open_people(page)
    expect(control(page, PLACE)).not_to_be_visible()

    addition(page, PLACE).locator("summary").first.focus()
    page.keyboard.press("Enter")
    control(page, PLACE).fill("North office")
    with page.expect_response("**/sections/people"):
        page.keyboard.press("Tab")

    assert factories.fresh(record).answers[PLACE] == "North office"
    page.reload()
    expect(control(page, PLACE)).to_be_visible()


def test_the_live_check_leaves_it_open_and_the_focus_in_it(page: Page) -> None:
    open_people(page)
    open_addition(page, PLACE)

    with page.expect_response("**/sections/people"):
        control(page, "three_way_date-day").fill("32")
        control(page, PLACE).focus()

    expect(page.locator("#three_way_date-error")).to_be_visible()
    expect(control(page, PLACE)).to_be_focused()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_link_to_a_question_in_it_opens_it(pages: Pages, *, script: bool) -> None:
    page = pages.open(java_script_enabled=script)
    open_people(page, f"#{PLACE}")

    expect(control(page, PLACE)).to_be_visible()
    expect(control(page, PLACE)).to_be_in_viewport()


def test_a_link_of_the_error_summary_opens_it_again(page: Page) -> None:
    open_people(page)
    open_addition(page, PLACE)
    control(page, PLACE).fill("x" * 501)
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("alert")).to_be_visible()
    addition(page, PLACE).locator("summary").first.click()
    expect(control(page, PLACE)).not_to_be_visible()

    page.get_by_role("alert").get_by_role("link").click()

    expect(control(page, PLACE)).to_be_focused()
