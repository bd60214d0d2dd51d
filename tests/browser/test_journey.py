"""A transfer meeting record from a blank form to a sealed document, with script and without."""

from __future__ import annotations

import re
import subprocess
import urllib.request
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import models
from forms import get_kind
from records import clock
from tests.browser.filling import Answers, fill_date, fill_section
from tests.browser.mails import link_in, mail_about, text_of
from tests.browser.people import (
    AUTHOR,
    NEW_WORKER,
    RECEIVING_LEADER,
    TRANSFERRING_LEADER,
    give_password,
    sign_in,
    start_the_record,
)
from tests.support.chromium import Pages
from tests.support.server import LiveServer

pytestmark = pytest.mark.browser

FORM = get_kind("transfer_meeting")
DEPARTURE = "Maya asked to move before the new term, and both schools know her plan."


def test_a_record_goes_from_a_blank_form_to_a_sealed_document(
    pages: Pages, council: LiveServer, answers: dict[str, Any], script: bool, tmp_path: Path
) -> None:
    author = pages.open(java_script_enabled=script)
    reference = start_record(author, "maya adey")
    go_where_the_check_points(author, reference)
    fill_all_sections(author, reference, with_a_departure(answers), script=script)
    explain_the_departure(author, reference)
    submit(author)

    for person, choice in (
        (NEW_WORKER, "Yes, I confirm this"),
        (TRANSFERRING_LEADER, "Approve"),
        (RECEIVING_LEADER, "Approve"),
    ):
        link = link_for(council, person, reference)
        scan(link)
        decide(pages.open(java_script_enabled=script), link, person, choice)

    sealed = fetch_sealed(author, council, reference)
    assert "Signature is Valid." in pdfsig(sealed, tmp_path)
    anyone = pages.open(java_script_enabled=script)
    check_genuine(anyone, sealed, code_on(author))
    check_altered(anyone, sealed)


# Writing


def start_record(page: Page, typed: str) -> str:
    """Start a record for the child found by part of a name. Gives its reference."""
    sign_in(page, AUTHOR)
    page.get_by_role("button", name=FORM.title).click()
    page.get_by_role("searchbox").fill(typed)
    page.get_by_role("button", name="Find the child").click()
    expect(page.get_by_role("radio")).to_have_count(1)
    start_the_record(page)
    expect(page.get_by_role("main")).to_contain_text("Maya Adeyemi-Clarke")
    return page.url.rpartition("/")[2]


def with_a_departure(answers: Answers) -> dict[str, Any]:
    """The answers, and a move of school a week after the transfer."""
    move = {"kind": "school_move", "date": day_in(21), "note": "First day at the new school"}
    return {**answers, "key_events": [*answers["key_events"], move]}


def day_in(days: int) -> str:
    """So many days from today, as answers write a date."""
    return (clock.today() + timedelta(days=days)).isoformat()


def fill_all_sections(page: Page, reference: str, answers: Answers, *, script: bool) -> None:
    """Fill in one section after the other, by 'Save and continue'. Live, the check says that nothing is left."""
    page.goto(f"/records/{reference}")
    page.get_by_role("link", name=FORM.sections[0].title, exact=True).click()
    for section in FORM.asked_sections(answers):
        expect(page.get_by_role("heading", level=1)).to_have_text(section.title)
        fill_section(page, section, answers)
        if script:
            check = page.get_by_role("complementary", name="Protocol check")
            expect(check).to_be_visible()
            expect(check.get_by_role("heading", name="Still to answer")).to_have_count(0)
        page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(FORM.title)


def go_where_the_check_points(page: Page, reference: str) -> None:
    """'Why can't I submit?' lists what is open, and each link lands on its question."""
    for matter in ("Enter the new social worker", "Enter the date of transfer", "Select the child's permanence plan"):
        page.goto(f"/records/{reference}/check")
        expect(page.get_by_role("heading", name="Why can't I submit?")).to_be_visible()
        page.get_by_role("link", name=matter).first.click()
        expect(page.locator(f"#{page.url.partition('#')[2]}")).to_be_focused()


def explain_the_departure(page: Page, reference: str) -> None:
    """Give the reason in the box beside the question that the expectation hangs on."""
    page.goto(f"/records/{reference}/sections/workers")
    page.get_by_role("textbox", name="Say why the transfer happens so close to this").fill(DEPARTURE)
    page.get_by_role("button", name="Save and come back later").click()
    page.wait_for_url(f"**/records/{reference}")
    page.goto(f"/records/{reference}/sections/workers")
    expect(page.get_by_role("textbox", name="Say why the transfer happens so close to this")).to_have_value(DEPARTURE)
    page.get_by_role("link", name="All sections").click()


def submit(page: Page) -> None:
    """Check the answers, declare, submit."""
    page.get_by_role("button", name="Check your answers and submit").click()
    expect(page.get_by_text(DEPARTURE)).to_be_visible()
    page.get_by_role("checkbox", name="I confirm").check()
    page.get_by_role("button", name="Submit for decision").click()
    expect(page.get_by_role("heading", name="Submitted")).to_be_visible()


# Deciding


def link_for(council: LiveServer, person: str, reference: str) -> str:
    """The link in the mail that asks this person, which tells a stranger nothing about the child."""
    subject = "asks you to confirm" if person == NEW_WORKER else "asks you to decide"
    mail = mail_about(council.mail, person, reference, subject)
    assert not re.search("maya|adeyemi|AV104233|2014", f"{mail['Subject']} {text_of(mail)}", re.IGNORECASE)
    return link_in(mail)


def scan(link: str) -> None:
    """What a mail scanner does with a link. Nothing comes of it."""
    before = what_is_decided()
    for method in ("HEAD", "GET"):
        with urllib.request.urlopen(urllib.request.Request(link, method=method)) as answer:  # noqa: S310 - loopback
            assert answer.status == 200
    assert what_is_decided() == before


def what_is_decided() -> list[list[dict[str, Any]]]:
    """Every record, step, link and event, as the database holds them."""
    tables = (models.Record, models.Step, models.DecisionLink, models.AuditEvent)
    return [list(table.select().dicts()) for table in tables]


def decide(page: Page, link: str, person: str, choice: str) -> None:
    """Follow the link, sign in, read the departure first, decide."""
    page.goto(link)
    give_password(page, person)
    expect(page.get_by_text(DEPARTURE)).to_be_visible()
    page.get_by_role("radio", name=choice).check()
    if person == TRANSFERRING_LEADER:
        fill_date(page, "file_checked_on", clock.today())
    page.get_by_role("button", name="Confirm" if person == NEW_WORKER else "Record my decision", exact=True).click()
    expect(page.get_by_text("Your decision is recorded.")).to_be_visible()


# The sealed document


def fetch_sealed(page: Page, council: LiveServer, reference: str) -> bytes:
    """Follow the mail that says the record is sealed, and download its document."""
    page.goto(link_in(mail_about(council.mail, AUTHOR, reference, "Approved and sealed")))
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the PDF").click()
    assert download.value.suggested_filename.startswith(reference)
    return Path(download.value.path()).read_bytes()


def code_on(page: Page) -> str:
    """The code for checking, as the record's page shows it."""
    return re.search(r"\b\w{4}(-\w{4}){3}\b", page.get_by_text("Code for checking").inner_text())[0]


def pdfsig(document: bytes, folder: Path) -> str:
    """What poppler says of the document's signature."""
    file = folder / "sealed.pdf"
    file.write_bytes(document)
    return subprocess.run(["pdfsig", file], check=True, capture_output=True, text=True).stdout


def check_genuine(page: Page, document: bytes, code: str) -> None:
    """By its code and by itself the document is genuine, and nothing about the child is shown."""
    page.goto("/verify")
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Look up this code").click()
    expect(page.get_by_role("heading", name="Sealed here", exact=True)).to_be_visible()
    upload(page, document)
    expect(page.get_by_role("heading", name="Genuine", exact=True)).to_be_visible()
    assert "Maya" not in page.content()


def check_altered(page: Page, document: bytes) -> None:
    """With one byte changed, it is not."""
    place = len(document) // 3
    changed = document[:place] + bytes([document[place] ^ 1]) + document[place + 1 :]
    upload(page, changed)
    expect(page.get_by_role("heading", name="Altered", exact=True)).to_be_visible()


def upload(page: Page, document: bytes) -> None:
    """Ask on a fresh page whether this file is genuine."""
    page.goto("/verify")
    file = {"name": "record.pdf", "mimeType": "application/pdf", "buffer": document}
    page.get_by_label("The PDF to check").set_input_files(file)
    page.get_by_role("button", name="Check this PDF").click()
