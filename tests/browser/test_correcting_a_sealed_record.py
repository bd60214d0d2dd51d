"""A sealed record is corrected in a browser, with script and without: decided by emailed links, sealed, checked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from models import Record
from records import clock
from tests import factories
from tests.browser.filling import control, fill_date
from tests.browser.people import AUTHOR, NEW_WORKER, RECEIVING_LEADER, TRANSFERRING_LEADER, give_password, sign_in
from tests.browser.test_four_records import sealed_address, submit, wait_for_seal
from tests.browser.test_journey import code_on, link_for, upload
from tests.support.chromium import Pages
from tests.support.server import LiveServer
from tests.unit.documents.reading import Reading

pytestmark = pytest.mark.browser

WHY = "It names the wrong room. I copied it from the invitation."


def begin(page: Page, record: Record) -> Record:
    """Say what was wrong, and put it right."""
    page.get_by_role("link", name="Correct this record").click()
    page.get_by_label("What was wrong in it, and why?").fill(WHY)
    page.get_by_role("button", name="Start the correction").click()
    expect(page.get_by_text(WHY)).to_be_visible()
    later = Record.get(Record.amends == record)
    page.goto(f"/records/{later.reference}/sections/meeting")
    control(page, "meeting_place").fill("Room 5")
    page.get_by_role("button", name="Save and continue").click()
    return later


def decide(page: Page, link: str, person: str) -> None:
    """Follow the link, sign in, read first what was wrong, agree."""
    page.goto(link)
    give_password(page, person)
    expect(page.get_by_role("heading", level=2).first).to_have_text("What is corrected")
    expect(page.get_by_text(WHY)).to_be_visible()
    page.get_by_role("radio", name=re.compile("^(Approve|Yes, I confirm this)$")).check()
    if page.locator("[name=file_checked_on-day]").count():
        fill_date(page, "file_checked_on", clock.today())
    page.get_by_role("button", name=re.compile("^(Confirm|Record my decision)$")).click()
    expect(page.get_by_text("Your decision is recorded.")).to_be_visible()


def test_a_record_is_corrected_and_checking_both_says_which_counts(
    pages: Pages, council: LiveServer, script: bool
) -> None:
    record, author = factories.approved(), pages.open(java_script_enabled=script)
    sign_in(author, AUTHOR)
    wait_for_seal(author, record)
    first, code = author.request.get(sealed_address(record)).body(), code_on(author)

    later = begin(author, record)
    submit(author, later)
    for person in (NEW_WORKER, TRANSFERRING_LEADER, RECEIVING_LEADER):
        decide(pages.open(java_script_enabled=script), link_for(council, person, later.reference), person)
    wait_for_seal(author, later)
    second = author.request.get(f"/records/{later.reference}/sealed/2.pdf").body()

    assert WHY in re.sub(r"\s+", " ", Reading(second).pages[0])
    anyone = pages.open(java_script_enabled=script)
    anyone.goto(f"/verify?code={code}")
    expect(anyone.get_by_role("heading", name="Sealed here, but corrected since", exact=True)).to_be_visible()
    upload(anyone, first)
    expect(anyone.get_by_role("heading", name="Genuine, but corrected since", exact=True)).to_be_visible()
    expect(anyone.get_by_text("Version 2 counts in its place.")).to_be_visible()
    upload(anyone, second)
    expect(anyone.get_by_role("heading", name="Genuine", exact=True)).to_be_visible()
