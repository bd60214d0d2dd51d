"""Takes the pictures of pages and mails anew: python -m tests.browser.make_pictures

The form with its check, the page on which a team leader decides about a record with a departure (also on a phone), the
sealed document's first page, each into docs/pictures; the mails as a phone shows them into docs/pictures/mails.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from datetime import date, timedelta
from email.message import EmailMessage
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

import models
from app import create_app
from forms import KINDS
from mail import messages
from models import OutboxMail, PromisedDay, Record, Step, StepState
from protocol.terms import fill_terms
from records import clock
from tests import factories
from tests.browser.filling import fill_date
from tests.browser.mails import mail_about
from tests.browser.people import AUTHOR, RECEIVING_LEADER, TRANSFERRING_LEADER, sign_in
from tests.data.story import case_one_answers
from tests.support.chromium import connected, running_chromium
from tests.support.databases import SqliteDatabases, fill_with_council
from tests.support.server import ROOT, LiveServer, running_app

PICTURES = ROOT / "docs" / "pictures"
WIDTH, HEIGHT = 1200, 900
PHONE = 390
DEPARTURE = (
    "Maya chose the day. Her new school begins the week after, and she wants Tomasz beside her on the first morning, "
    "and not to tell a new worker about it later."
)


def main() -> None:
    """Run the app with the tests' council, and take every picture."""
    (PICTURES / "mails").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        databases = SqliteDatabases(Path(folder))
        with (
            databases.copy(fill_with_council) as url,
            running_app(url, Path(folder)) as server,
            running_chromium() as address,
            connected(address) as browser,
        ):
            models.connect_to(server.settings.database)
            with create_app(server.settings).app_context():
                take_all(browser, server)


def take_all(browser: Browser, server: LiveServer) -> None:
    """Every picture, of the council of this app."""
    take_mails(browser, server)
    take_form(browser, server)
    record = factories.submitted(**departure(reason=True))
    take_phone(browser, server, record)
    take_decision(browser, server, record)
    take_document(browser, server, record)


def departure(*, reason: bool) -> dict[str, object]:
    """Answers that bring a move of school close to the transfer, with or without the reason for it."""
    passes = date.fromisoformat(case_one_answers(clock.today())["transfer_date"])
    close = (passes + timedelta(days=7)).isoformat()
    move = {"key_events": [{"kind": "school_move", "date": close, "note": "First day at Weirside Academy"}]}
    return move | ({"departure-315.2.1.3": DEPARTURE} if reason else {})


def person(browser: Browser, server: LiveServer, email: str, *, width: int = WIDTH) -> Page:
    """A page of the running app, this many CSS pixels wide, with this person signed in."""
    page = browser.new_context(
        base_url=server.url, locale="en-GB", viewport={"width": width, "height": HEIGHT}
    ).new_page()
    sign_in(page, email)
    return page


def take_form(browser: Browser, server: LiveServer) -> None:
    """A section with what the protocol says of it, and the box for a reason."""
    record = factories.ready_draft(**departure(reason=False))
    page = person(browser, server, AUTHOR)
    page.goto(f"/records/{record.reference}/sections/workers")
    expect(page.get_by_role("textbox", name=re.compile("^Say why"))).to_be_visible()
    page.screenshot(path=PICTURES / "section.png")


def take_phone(browser: Browser, server: LiveServer, record: Record) -> None:
    """The same page as whoever follows the link of a mail sees it on a phone."""
    factories.approve(record, "new_worker")
    page = person(browser, server, TRANSFERRING_LEADER, width=PHONE)
    page.goto(f"/records/{record.reference}/steps/{factories.open_step(record).id}")
    page.get_by_role("heading", level=1).evaluate("heading => heading.scrollIntoView()")
    page.screenshot(path=PICTURES / "phone.png")


def take_decision(browser: Browser, server: LiveServer, record: Record) -> None:
    """The page on which the transferring team leader decides: the departure first."""
    page = person(browser, server, TRANSFERRING_LEADER)
    page.goto(f"/records/{record.reference}/steps/{factories.open_step(record).id}")
    page.screenshot(path=PICTURES / "decision.png")
    page.get_by_role("radio", name="Approve").check()
    fill_date(page, "file_checked_on", clock.today())
    page.get_by_role("button", name="Record my decision").click()


def take_mails(browser: Browser, server: LiveServer) -> None:
    """One mail of every kind, at the width of a phone, with its subject over it."""
    app = create_app(server.settings)
    record = factories.submitted()
    step = factories.open_step(record)
    with app.test_request_context():
        titles = {kind: fill_terms(form.title, server.settings.displayed_terms) for kind, form in KINDS.items()}
        maker = messages.Composer(server.settings, titles, clock.now, lambda: RUNS_OUT)
        for kind, action in messages.MAIL_TEXTS:
            if action in ("", step.action):
                take_mail(browser, maker.compose(_mail(kind, record, step if action else None)), kind)


RUNS_OUT = "The sealing certificate runs out on 14 January 2027, in 53 days. Install a new one: flask seal install."


def _mail(kind: str, record: Record, step: Step | None) -> OutboxMail:
    now = clock.now()
    waiting = [found.id for found in Step.select().where(Step.state == StepState.OPEN)]
    due = PromisedDay.create(record=record, statement="142.3.5", due_on=clock.today())
    about = {
        "digest": {"steps": waiting},
        "promised": {"promises": [due.id]},
        "certificate": {},
        "fault": {"statement": "142.3.1"},
    }
    if kind in about:
        return OutboxMail(message_id="a", to=record.author, kind=kind, about=about[kind], queued_at=now)
    to = step.assignee if step else record.author
    return OutboxMail(message_id="a", to=to, kind=kind, record=record, step=step, about={}, queued_at=now)


def take_mail(browser: Browser, message: EmailMessage | None, kind: str) -> None:
    """A mail as a phone shows it."""
    assert message is not None
    body = message.get_body(("html",))
    assert body is not None
    head = "".join(f"<p><b>{name}</b> {escape(message[name])}</p>" for name in ("Subject", "From", "Reply-To"))
    shown = body.get_content().replace("<body ", "<body style='margin:0' ", 1)
    page = browser.new_page(viewport={"width": PHONE, "height": 200})
    page.set_content(shown)
    page.evaluate(
        "head => document.body.insertAdjacentHTML('afterbegin', head)",
        f"<div style='font:14px sans-serif;background:#eee;padding:1px 16px'>{head}</div>",
    )
    page.screenshot(path=PICTURES / "mails" / f"{kind}.png", full_page=True)
    page.close()


def take_document(browser: Browser, server: LiveServer, record: Record) -> None:
    """The upper part of the sealed document's first page."""
    page = person(browser, server, RECEIVING_LEADER)
    page.goto(f"/records/{record.reference}/steps/{factories.open_step(record).id}")
    page.get_by_role("radio", name="Approve").check()
    page.get_by_role("button", name="Record my decision").click()
    mail_about(server.mail, AUTHOR, record.reference, "Approved and sealed")
    page.goto(f"/records/{record.reference}")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the PDF").click()
    to_picture = ["pdftoppm", "-png", "-singlefile", "-f", "1", "-scale-to-x", str(WIDTH), "-scale-to-y", "-1"]
    crop = ["-x", "0", "-y", "0", "-W", str(WIDTH), "-H", str(HEIGHT)]
    subprocess.run([*to_picture, *crop, download.value.path(), PICTURES / "sealed"], check=True)


if __name__ == "__main__":
    main()
