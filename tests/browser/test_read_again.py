"""A sister's record starts with the meeting of her brother's, and each answer is read again, in a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from forms import get_kind
from models import Record
from records.register import lookup
from tests import factories
from tests.browser.people import AUTHOR, NEW_WORKER, sign_in
from tests.support.chromium import Pages
from tests.support.server import LiveServer

pytestmark = pytest.mark.browser

FORM = get_kind(factories.TRANSFER_MEETING)
BROTHER, SISTER = "AV103718", "AV103719"


@pytest.fixture
def brother(council: LiveServer) -> Record:
    """Harvey's draft, after a meeting about him and his sister."""
    record = factories.start_draft(about=BROTHER)
    worker = lookup.as_answer(factories.person(NEW_WORKER))
    said = {"meeting_state": "held", "meeting_date": "2026-01-12", "meeting_place": "Northgate", "meeting_chair": "Ann"}
    factories.save(record, answers={"new_worker": worker, "child_views": "He wants his Thursdays."} | said)
    return factories.fresh(record)


def start_from(page: Page, record: Record) -> Record:
    """Choose the sister and the brother's record; gives hers."""
    sign_in(page, AUTHOR)
    page.goto(f"/records/new/{FORM.slug}?name={SISTER}")
    page.get_by_role("button", name="Start the record").click()
    expect(page.get_by_label("Start empty")).to_be_checked()
    page.get_by_label(f"{record.reference} about Harvey Tunstall").check()
    return _pressed(page)


def _pressed(page: Page) -> Record:
    page.get_by_role("button", name="record about Ruby Tunstall").click()
    page.wait_for_url("**/records/TMR-*")
    return Record.get(Record.reference == page.url.rpartition("/")[2])


def right(page: Page, question: str) -> None:
    """Press 'This is right' beside a question."""
    page.locator(f"#{question}-mark").get_by_role("button", name="This is right").click()
    expect(page.locator(f"#{question}-mark")).to_have_count(0)


def test_a_sisters_record_starts_with_her_brothers_meeting_which_is_read_again(
    pages: Pages, brother: Record, script: bool, accessible: Callable[..., None]
) -> None:
    page = pages.open(java_script_enabled=script)
    sister = start_from(page, brother)
    page.goto(f"/records/{sister.reference}/sections/meeting")
    marks = page.get_by_text(f"From {brother.reference} of ")
    expect(page.locator("#check")).to_contain_text("Read this again: Where was it?")
    before = marks.count()
    if script:
        accessible(page)

    page.get_by_label("Who chaired it?").fill("Priya")
    right(page, "meeting_place")
    expect(page.get_by_label("Where was it?")).to_have_value("Northgate")
    expect(page.get_by_label("Who chaired it?")).to_have_value("Priya")
    expect(marks).to_have_count(before - 2)  # what was changed has been read too

    page.get_by_role("button", name="All on this page are right").click()
    expect(page.get_by_role("button", name="This is right")).to_have_count(0)
    expect(page.locator("#check")).not_to_contain_text("Read this again")
    page.goto(f"/records/{sister.reference}/sections/reasons")
    expect(page.get_by_label("What does the child want")).to_have_value("")


def test_a_mark_goes_while_somebody_writes_and_the_focus_stays(pages: Pages, brother: Record) -> None:
    page = pages.open()
    sister = start_from(page, brother)
    page.goto(f"/records/{sister.reference}/sections/meeting")

    page.get_by_label("Where was it?").press_sequentially("!")

    expect(page.locator("#meeting_place-mark")).to_have_count(0)
    expect(page.get_by_label("Where was it?")).to_be_focused()
    expect(page.locator("#meeting_chair-mark")).to_be_visible()


def test_what_can_be_started_from_is_accessible(pages: Pages, brother: Record, accessible: Callable[..., None]) -> None:
    page = pages.open()
    sign_in(page, AUTHOR)
    page.goto(f"/records/new/{FORM.slug}?name={SISTER}")
    page.get_by_role("button", name="Start the record").click()
    expect(page.get_by_text(f"{brother.reference} about Harvey Tunstall")).to_be_visible()
    accessible(page)
