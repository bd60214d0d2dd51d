"""A search, a check and a promise are answered on the page as it stands; with errors, and without script, as a page."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from models import PromisedDay, Record
from tests import factories
from tests import four_records as four
from tests.browser.people import AUTHOR, sign_in
from tests.data import other_records as other
from tests.support.chromium import Pages

pytestmark = pytest.mark.browser

Look = Callable[..., None]
SEARCH, SAME = "/records/new/transfer-meeting", "document.body.dataset.same"
NO_PDF = {"name": "record.pdf", "mimeType": "application/pdf", "buffer": b"no PDF"}


def mark(page: Page) -> None:
    """Mark the page as it stands; what is loaded anew has no mark."""
    page.evaluate(f"{SAME} = 'yes'")


def is_same(page: Page) -> bool:
    return bool(page.evaluate(f"{SAME} === 'yes'"))


def where(page: Page) -> str:
    """The address of the page, without its host."""
    parts = urlsplit(page.url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def test_a_child_is_found_as_one_types_and_the_address_says_so(pages: Pages, accessible: Look) -> None:
    page = pages.open()
    sign_in(page, AUTHOR)
    page.goto(SEARCH)
    mark(page)
    page.get_by_role("searchbox").press_sequentially("maya")

    expect(page.get_by_role("radio")).to_have_count(1)
    expect(page.get_by_role("radio")).to_be_checked()
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page.locator("#said")).to_have_text("1 found: choose the child below")
    assert is_same(page)
    assert where(page) == f"{SEARCH}?name=maya"
    accessible(page)

    page.get_by_role("searchbox").fill("nobody at all")
    expect(page.get_by_text("Nobody in the register matches 'nobody at all'.")).to_be_visible()
    expect(page.get_by_role("radio")).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("maya")
    expect(page.get_by_role("radio")).to_have_count(1)


def test_a_file_and_a_code_are_checked_on_the_page_and_the_answer_has_the_focus(pages: Pages, accessible: Look) -> None:
    page = pages.open()
    page.goto("/verify")
    mark(page)
    page.get_by_label("The PDF to check").set_input_files(NO_PDF)
    page.get_by_role("button", name="Check this PDF").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not a PDF: check a sealed document")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert page.title().startswith("Not a PDF: check a sealed document")
    accessible(page)

    page.get_by_label("Code").fill("ZZZZ-ZZZZ-ZZZZ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Unknown: check a sealed document")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert is_same(page)
    assert where(page) == "/verify?code=ZZZZ-ZZZZ-ZZZZ"


def test_no_file_is_an_error_at_its_box_and_the_next_check_takes_it_away(pages: Pages, accessible: Look) -> None:
    page = pages.open()
    page.goto("/verify")
    page.get_by_role("button", name="Check this PDF").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.locator("#document-error")).to_contain_text("Select the PDF to check")
    accessible(page)

    page.get_by_label("The PDF to check").set_input_files(NO_PDF)
    page.get_by_role("button", name="Check this PDF").click()
    expect(page.get_by_role("heading", name="Not a PDF", exact=True)).to_be_visible()
    expect(page.locator("#document-error")).to_have_count(0)


def test_where_the_answer_is_a_refusal_the_whole_page_says_it(pages: Pages) -> None:
    pages.forgive("status of 4|Response Status Error Code 4")
    page = pages.open()
    page.goto("/verify")
    page.evaluate("document.body.setAttribute('hx-headers', '{\"X-CSRFToken\": \"old\"}')")
    page.get_by_label("The PDF to check").set_input_files(NO_PDF)
    page.evaluate("document.querySelector('[name=csrf_token]').value = 'old'")
    page.get_by_role("button", name="Check this PDF").click()

    expect(page.locator("#document-error")).to_contain_text("This page was open for a long time")


@pytest.fixture
def promise(council: object) -> PromisedDay:
    """Something that an approved emergency promises."""
    record = four.agreed(four.submitted(four.emergency()))
    return PromisedDay.get(PromisedDay.record == record, PromisedDay.statement == "")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_promise_is_said_to_be_put_off_and_the_focus_stays_with_it(
    pages: Pages, promise: PromisedDay, accessible: Look, *, script: bool
) -> None:
    record: Record = promise.record
    page = pages.open(java_script_enabled=script)
    sign_in(page, other.REALLOCATING_LEADER)
    page.goto(f"/records/{record.reference}")
    if script:
        mark(page)
    link = page.locator(f'a[href$="/promised/{promise.id}"]')
    link.click()
    if script:
        expect(page.get_by_role("heading", name="What became of it")).to_be_focused()
        accessible(page)
        page.get_by_role("button", name="Add to this record").click()
        expect(page.locator(".govuk-error-summary")).to_be_focused()
        accessible(page, again=True)
    page.get_by_label("It did not happen").check()
    page.locator('[name="not_done_why"]').fill("The family has moved away.")
    page.get_by_role("button", name="Add to this record").click()

    row = page.get_by_role("definition").filter(has_text="Did not happen: The family has moved away.")
    expect(row).to_be_visible()
    expect(link).to_have_count(0)
    assert factories.fresh(record).reference == record.reference
    if script:
        expect(row).to_be_focused()
        assert is_same(page)
