"""A correction of the register in a browser: on the form, by the emailed link, and in the sealed document."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from forms.shared.siblings import SHARING
from records import clock
from tests import factories
from tests.browser.filling import control, fill_date
from tests.browser.people import AUTHOR, RECEIVING_LEADER, TRANSFERRING_LEADER, give_password
from tests.browser.test_four_records import decide, sealed_address, submit, wait_for_seal
from tests.browser.test_journey import link_for, sign_in
from tests.data import story
from tests.support.chromium import Pages
from tests.support.server import LiveServer
from tests.unit.documents.reading import Reading

pytestmark = pytest.mark.browser

HOW = "The court made the order on Friday"


def correct_the_legal_status(page: Page, reference: str) -> None:
    """Open 'Correct this', give the other value and how it is known, and go on."""
    page.goto(f"/records/{reference}/sections/child")
    box = page.locator("details", has_text="Correct this: Legal status").filter(has_not_text="Since when")
    box.locator("summary").click()
    control(page, "correction-legal_status").select_option("D1")
    control(page, "correction-legal_status-how").fill(HOW)
    page.get_by_role("button", name="Save and continue").click()
    page.goto(f"/records/{reference}/sections/child")
    expect(page.locator("#legal_status-known")).to_contain_text("In place of the register, which says C2")


def confirm(page: Page, link: str) -> None:
    """Follow the link, sign in, read the correction first; without the tick it is not approved, with it it is."""
    page.goto(link)
    give_password(page, TRANSFERRING_LEADER)
    expect(page.get_by_role("heading", level=2).first).to_have_text("Correction of the register")
    expect(page.get_by_text(HOW)).to_be_visible()
    page.get_by_role("radio", name="Approve").check()
    fill_date(page, "file_checked_on", clock.today())
    page.get_by_role("button", name="Record my decision").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick the box to confirm")
    page.get_by_role("checkbox", name="I confirm that").check()
    page.get_by_role("button", name="Record my decision").click()
    expect(page.get_by_text("Your decision is recorded.")).to_be_visible()


def test_a_legal_status_is_corrected_confirmed_by_the_link_and_printed_first(
    pages: Pages, council: LiveServer, script: bool
) -> None:
    record, author = factories.ready_draft(), pages.open(java_script_enabled=script)
    sign_in(author, AUTHOR)
    correct_the_legal_status(author, record.reference)
    submit(author, record)

    confirm(pages.open(java_script_enabled=script), link_for(council, TRANSFERRING_LEADER, record.reference))
    for email in (story.RECEIVING_WORKER, RECEIVING_LEADER):
        decide(pages.open(java_script_enabled=script), email, record)

    wait_for_seal(author, record)
    first = re.sub(r"\s+", " ", Reading(author.request.get(sealed_address(record)).body()).pages[0])
    assert HOW in first
    assert "Confirmed Priya Raghunathan" in first


def test_a_row_is_corrected_beside_its_table_and_whoever_types_keeps_the_place(
    pages: Pages, council: LiveServer
) -> None:
    record, author = factories.ready_draft(), pages.open()
    sign_in(author, AUTHOR)
    author.goto(f"/records/{record.reference}/sections/workers")

    author.get_by_text("Correct this: Josiah Adeyemi-Clarke").click()
    control(author, "correction-siblings-0-worker").fill("Nia Rees")
    control(author, "correction-siblings-0-how").fill(HOW)

    expect(author.locator("#question-siblings")).to_contain_text("In place of the register, which says")
    expect(author.locator("#question-siblings")).to_contain_text("Their social worker now: Nia Rees")
    expect(control(author, "correction-siblings-0-how")).to_be_focused()
    expect(control(author, "siblings-0-same_worker_after")).to_have_count(len(SHARING))
