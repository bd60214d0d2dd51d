"""Mail scanners open every address of a mail in a browser, with all its scripts, before the person does."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from email.message import EmailMessage
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Error, Locator, Page, expect

import models
from models import AuditEvent, MailState, OutboxMail, Record, StepState
from tests import factories
from tests.browser.mails import mail_about
from tests.browser.people import NEW_WORKER, give_password, sign_in
from tests.integration.mailing import every_kind
from tests.support.chromium import Pages
from tests.support.processes import PATIENCE_SECONDS
from tests.support.server import LiveServer

pytestmark = pytest.mark.browser

ADDRESS = re.compile(r"https?://[^\s\"<>]+")
# All but what the worker writes by itself: mail that it sends, that it lives, and what it counts.
BY_ITSELF = (models.OutboxMail, models.Heartbeat, models.CountedFact, models.FigureCount, models.FiguresKept)
TABLES = [table for table in models.TABLES if table not in BY_ITSELF]
# Which the worker does not send while the certificate is good.
NOT_SENT = {"certificate"}


def addresses_in(message: EmailMessage) -> Iterator[str]:
    """Every address of a mail, of both its parts."""
    for kind in ("plain", "html"):
        yield from ADDRESS.findall(str(message.get_body((kind,)).get_content()))


def stored() -> list[list[dict[str, object]]]:
    """Everything that a scanner could change."""
    return [list(table.select().order_by(table.id).dicts()) for table in TABLES]


@pytest.fixture
def record(council: LiveServer) -> Record:
    """A record that waits for its new worker, who has been mailed."""
    return factories.submitted()


def load(page: Page, address: str) -> None:
    """Open an address, and run its scripts, once whatever was pressed before has led where it leads."""
    while True:
        try:
            page.goto(address)
        except Error as error:
            if "interrupted by another navigation" not in error.message:
                raise
            page.wait_for_load_state("networkidle")
        else:
            return


def scan(pages: Pages, addresses: Iterable[str], *, everything: bool) -> None:
    """Open each address in a browser of its own, with its scripts, and press every button and link.

    everything: also the links that were pressed on the page of another address.
    """
    pressed: set[str] = set()
    for address in sorted(addresses):
        page = pages.open()
        pressed = set() if everything else pressed
        press_everything(page, address, pressed)
        page.context.close()


def press_everything(page: Page, address: str, pressed: set[str]) -> None:
    """Move over and press every button of a page, and every link that is not among those `pressed`, which grow."""
    load(page, address)
    buttons, links = page.get_by_role("button"), page.get_by_role("link")
    how_many = buttons.count()
    lead_to = [urljoin(page.url, link.get_attribute("href")) for link in links.all()]
    for place in range(how_many):
        press(page, address, buttons.nth(place))
    for place, leads_to in enumerate(lead_to):
        if leads_to not in pressed:
            pressed.add(leads_to)
            press(page, address, links.nth(place))


def press(page: Page, address: str, control: Locator) -> None:
    """Move over a control of a page and click it, and let everything arrive that this asks for."""
    load(page, address)
    control.dispatch_event("mouseover")
    control.dispatch_event("click")
    page.wait_for_load_state("networkidle")


def test_complaint_2_a_scanner_with_a_browser_changes_nothing_and_the_link_works_afterwards(
    pages: Pages, council: LiveServer, record: Record, full: bool
) -> None:
    message = mail_about(council.mail, NEW_WORKER, record.reference, "asks you to confirm")
    addresses = {one for one in addresses_in(message) if one.startswith(council.url)}
    before = stored()

    scan(pages, addresses, everything=full)

    assert stored() == before
    viewed = (AuditEvent.record == record) & (AuditEvent.event == "viewed")
    assert not AuditEvent.select().where(viewed).exists()

    (link,) = [address for address in addresses if "/links/" in address]
    person = pages.open()
    person.goto(link)
    give_password(person, NEW_WORKER)
    person.get_by_role("radio", name="Yes, I confirm this").check()
    person.get_by_role("button", name="Confirm", exact=True).click()
    expect(person.get_by_text("Your decision is recorded.")).to_be_visible()
    assert factories.step_of(record, "new_worker").state == StepState.APPROVED


def test_complaint_2_a_scanner_with_a_browser_changes_nothing_by_a_mail_of_any_kind(
    pages: Pages, council: LiveServer, record: Record, full: bool
) -> None:
    mail_about(council.mail, NEW_WORKER, record.reference, "asks you to confirm")
    every_kind(record)
    waiting = (OutboxMail.state == MailState.QUEUED) & OutboxMail.kind.not_in(NOT_SENT)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while OutboxMail.select().where(waiting).exists():
        assert time.monotonic() < deadline, "the worker sends no mail"
        time.sleep(0.2)
    sent = council.mail.sent_to(NEW_WORKER)
    addresses = {one for message in sent for one in addresses_in(message) if one.startswith(council.url)}
    by_kind = {one.removeprefix(council.url).split("/")[1]: one for one in sorted(addresses)}
    assert by_kind.keys() == {"links", "records", "operations", "password", "keeping", "packs", ""}
    before = stored()

    scan(pages, addresses if full else by_kind.values(), everything=full)

    assert stored() == before


def test_complaint_2_a_preview_that_keeps_a_signed_in_colleagues_session_changes_nothing(
    pages: Pages, council: LiveServer, record: Record
) -> None:
    message = mail_about(council.mail, NEW_WORKER, record.reference, "asks you to confirm")
    (link,) = {address for address in addresses_in(message) if "/links/" in address}
    colleague = pages.open()
    sign_in(colleague, factories.TEAM_MATE)
    before = stored()

    pages.forgive(r"403")
    colleague.goto(link)
    expect(colleague.get_by_role("heading", name="This link is for somebody else")).to_be_visible()
    expect(colleague.get_by_text("only they can use it")).to_be_visible()

    assert stored() == before
