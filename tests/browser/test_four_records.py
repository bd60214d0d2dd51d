"""The other records in a browser, each from a blank form to a sealed document, and an exception that lets a transfer
through: every question is answered on its page, as the transfer's own journey does. Only that transfer is filled in
beforehand."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from forms import Section, get_kind
from models import Record
from protocol.terms import DEFAULT_TERMS, fill_terms
from records import clock
from tests import factories
from tests import four_records as four
from tests.browser.filling import fill_date, fill_section
from tests.browser.people import sign_in, start_the_record
from tests.browser.test_journey import pdfsig
from tests.data import other_records as other
from tests.data import story
from tests.support.chromium import PATIENCE_MS, Pages
from tests.unit.documents.reading import Reading

pytestmark = pytest.mark.browser

CLOSING = "Daniel knows Kayleigh well by now, and Ibrahim has said goodbye."


def start(page: Page, email: str, kind: str, name: str) -> Record:
    """Sign in and start a record of this kind about whoever is found by a name."""
    sign_in(page, email)
    title = fill_terms(get_kind(kind).title, DEFAULT_TERMS)
    page.get_by_role("complementary").get_by_text(title).click()
    page.get_by_role("searchbox").fill(name)
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("radio")).to_have_count(1)
    start_the_record(page)
    return Record.get(Record.reference == page.url.rpartition("/")[2])


def written_by(record: Record, *, own: bool) -> list[type[Section]]:
    """The sections that one person alone fills in, or all the others."""
    return [one for one in get_kind(record.kind).sections if bool(one.readers and one.readers.own) == own]


def fill_in(page: Page, record: Record, answers: dict[str, Any], *, own: bool = False) -> None:
    """Answer every question on its page, section by section, by 'Save and continue'.

    own: only what is nobody else's to fill in, and without it all that is not somebody's own.
    """
    sections = written_by(record, own=own)
    page.goto(f"/records/{record.reference}/sections/{sections[0].key}")
    for section in sections:
        expect(page.get_by_role("heading", level=1)).to_have_text(fill_terms(section.title, DEFAULT_TERMS))
        fill_section(page, section, answers)
        page.get_by_role("button", name="Save and continue").click()
    expect(page).to_have_url(re.compile(f"{record.reference}$"))


def submit(page: Page, record: Record) -> None:
    """Check the answers, declare where that is asked, submit."""
    page.goto(f"/records/{record.reference}/check")
    declaration = page.get_by_role("checkbox", name="I confirm")
    if declaration.count():
        declaration.check()
    page.get_by_role("button", name="Submit for decision").click()
    expect(page.get_by_role("heading", name="Submitted")).to_be_visible()


def decide(page: Page, email: str, record: Record) -> None:
    """Sign in, open what waits from 'Your work', agree to it."""
    sign_in(page, email)
    page.goto("/")
    page.get_by_role("link", name=record.reference).first.click()
    page.get_by_role("radio", name=re.compile("^(Approve|Yes, I confirm this)$")).check()
    if page.locator("[name=file_checked_on-day]").count():
        fill_date(page, "file_checked_on", clock.today())
    page.get_by_role("button", name=re.compile("^(Confirm|Record my decision)$")).click()
    expect(page.get_by_text("Your decision is recorded.")).to_be_visible()


def wait_for_seal(page: Page, record: Record) -> None:
    """Look at the record's page until the worker has sealed it."""
    page.goto(f"/records/{record.reference}")
    for _ in range(int(PATIENCE_MS / 500)):
        if page.get_by_role("heading", name="Sealed document").count():
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_role("heading", name="Sealed document")).to_be_visible()


def accepted(page: Page, address: str, folder: Path) -> bytes:
    """A sealed document as somebody gets it, once pdfsig has accepted its signature."""
    document = page.request.get(address).body()
    assert "Signature is Valid." in pdfsig(document, folder)
    return document


def attached_to(document: bytes) -> str:
    """The files attached to a PDF, as text."""
    with pikepdf.open(BytesIO(document)) as opened:
        return "".join(file.get_file().read_bytes().decode() for file in opened.attachments.values())


def sealed_address(record: Record) -> str:
    """Where the sealed document of the record's first version is."""
    return f"/records/{record.reference}/sealed/1.pdf"


def test_an_exception_lets_a_transfer_through_to_its_sealed_document(
    pages: Pages, script: bool, tmp_path: Path
) -> None:
    transfer, author = four.transfer(), pages.open(java_script_enabled=script)
    sign_in(author, story.AUTHOR)
    author.goto(f"/records/{transfer.reference}/check")
    expect(author.get_by_text("Only an approved exception decision record").first).to_be_visible()

    author.goto(f"/records/{transfer.reference}/sections/plan")
    author.get_by_role("button", name="Ask for an exception").click()
    expect(author.get_by_role("heading", level=1)).to_contain_text("Exception decision record")
    asked = Record.get(Record.started_from == transfer)
    fill_in(author, asked, {**asked.answers, **other.exception_answers(clock.today())})
    submit(author, asked)
    for manager in (story.CLUSTER_MANAGER, story.LOOKED_AFTER_MANAGER):  # while proceedings are open, these decide
        decide(pages.open(java_script_enabled=script), manager, asked)
    wait_for_seal(author, asked)
    accepted(author, sealed_address(asked), tmp_path)

    submit(author, transfer)
    for person in (story.RECEIVING_WORKER, story.TRANSFERRING_LEADER, story.RECEIVING_LEADER):
        decide(pages.open(java_script_enabled=script), person, transfer)
    wait_for_seal(author, transfer)
    document = accepted(author, sealed_address(transfer), tmp_path)
    assert asked.reference in attached_to(document)
    author.goto(f"/records/{transfer.reference}/answers")
    expect(author.get_by_text(f"Lifted by exception decision {asked.reference}").first).to_be_visible()


def test_an_emergency_is_declared_agreed_sealed_and_closed(pages: Pages, script: bool, tmp_path: Path) -> None:
    leader = pages.open(java_script_enabled=script)
    record = start(leader, other.REALLOCATING_LEADER, four.EMERGENCY, "Kayleigh")
    fill_in(leader, record, {**record.answers, **other.emergency_answers(clock.today())})
    submit(leader, record)
    for person in (other.EMERGENCY_RECEIVING_LEADER, other.CONFIRMING_MANAGER):
        decide(pages.open(java_script_enabled=script), person, record)
    wait_for_seal(leader, record)
    accepted(leader, sealed_address(record), tmp_path)

    leader.get_by_role("link", name="Add what followed").click()
    fill_date(leader, "no_handover_filed_on", clock.today())
    leader.get_by_label("Closing note", exact=True).fill(CLOSING)
    fill_date(leader, "closing_note_on", clock.today())
    leader.get_by_role("button", name="Add to this record").click()

    expect(leader.get_by_text(CLOSING)).to_be_visible()
    expect(leader.get_by_role("link", name="Add what followed")).to_have_count(0)


def test_a_handover_of_management_is_signed_by_all_three_and_sealed_in_two_parts(
    pages: Pages, script: bool, tmp_path: Path
) -> None:
    leader, worker, new_leader = (pages.open(java_script_enabled=script) for _ in range(3))
    record = start(leader, other.OUTGOING_LEADER, four.HANDOVER, "Bethan")
    fill_in(leader, record, {**record.answers, **other.handover_answers(clock.today())})
    sign_in(worker, other.MOVING_WORKER)
    fill_in(worker, record, other.handover_answers(clock.today()), own=True)
    submit(leader, record)
    decide(worker, other.MOVING_WORKER, record)
    decide(new_leader, other.NEW_LEADER, record)
    wait_for_seal(leader, record)

    general = accepted(leader, sealed_address(record), tmp_path)
    restricted = accepted(leader, f"/records/{record.reference}/restricted/1.pdf", tmp_path)
    assert other.HR_REFERENCE not in attached_to(general)
    assert other.HR_REFERENCE not in attached_to(restricted)
    assert other.HR_REFERENCE in Reading(restricted).text
    assert other.WORKER_ADVISES_OF in Reading(restricted).text
    expect(leader.get_by_role("link", name="Read or print the restricted part")).to_be_visible()
    worker.goto(f"/records/{record.reference}")
    expect(worker.get_by_role("link", name="Read or print the restricted part")).to_have_count(0)


def an_exception() -> Record:
    """An exception decision, ready to be submitted."""
    return four.exception(four.transfer(), ground="other_reason")


@pytest.mark.parametrize("make", [four.emergency, an_exception, four.handover], ids=lambda make: make.__name__)
def test_every_section_is_saved_as_it_stands_and_leads_to_the_next(
    pages: Pages, script: bool, accessible: Callable[..., None], make: Callable[[], Record]
) -> None:
    record, page = make(), pages.open(java_script_enabled=script)
    before, sections = factories.fresh(record).answers, written_by(record, own=False)
    sign_in(page, record.author.email)
    page.goto(f"/records/{record.reference}/sections/{sections[0].key}")

    for section in sections:
        expect(page).to_have_url(re.compile(f"/sections/{section.key}$"))
        if script:
            accessible(page)
        page.get_by_role("button", name="Save and continue").click()

    expect(page).to_have_url(re.compile(f"/records/{record.reference}$"))
    assert factories.fresh(record).answers == before


def test_a_transfer_whose_meeting_cannot_be_held_goes_on_as_an_emergency(pages: Pages, script: bool) -> None:
    transfer = factories.ready_draft(meeting_state="cannot_be_held", meeting_date=None, joint_visit="none")
    author = pages.open(java_script_enabled=script)
    sign_in(author, story.AUTHOR)
    author.goto(f"/records/{transfer.reference}/sections/meeting")

    author.get_by_role("button", name="Start an emergency record with these answers").click()

    expect(author.get_by_role("heading", level=1)).to_contain_text("Emergency transfer justification")
    author.goto(f"{author.url}/sections/child")
    expect(author.locator("#child_name-known")).to_contain_text("Maya Adeyemi-Clarke")
