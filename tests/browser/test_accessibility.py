"""Every page of a record's journey, errors included, on a wide screen and a narrow one."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage
from mailbox import Maildir

import pytest
from flask import Flask, abort
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from app import create_app
from forms import get_kind
from records import clock
from tests import factories
from tests import four_records as four
from tests.browser.filling import control
from tests.browser.mails import link_in, mail_about
from tests.browser.people import AUTHOR, NEW_WORKER, RECEIVING_LEADER, TRANSFERRING_LEADER, give_password, sign_in
from tests.support.chromium import Pages
from tests.support.processes import LOOPBACK
from tests.support.server import LiveServer
from views.web import errors
from views.web.guard import open_to_anyone

pytestmark = pytest.mark.browser

Look = Callable[..., None]
SECTIONS = get_kind("transfer_meeting").sections
DEPARTED = "departure-315.2.1.3"


def school_move_soon() -> dict[str, object]:
    """Answers that depart from an expectation."""
    day = (clock.today() + timedelta(days=21)).isoformat()
    return {"key_events": [{"kind": "school_move", "date": day}], DEPARTED: "Both schools know her plan."}


def press(page: Page, name: str) -> None:
    """Press a button."""
    page.get_by_role("button", name=name, exact=True).click()


def test_signing_in_is_accessible(pages: Pages, accessible: Look) -> None:
    pages.forgive("status of 404")
    page = pages.open()
    page.goto("/sign-in")
    accessible(page)
    press(page, "Sign in")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    accessible(page)
    page.goto("/links/not-a-link")
    give_password(page, AUTHOR)
    expect(page.get_by_role("heading", name="We do not know this link")).to_be_visible()
    accessible(page)


def test_choosing_a_password_is_accessible(council: LiveServer, pages: Pages, accessible: Look) -> None:
    pages.forgive("status of 404")
    page = pages.open()
    page.goto("/sign-in")
    page.get_by_role("link", name="I have forgotten my password").click()
    accessible(page)
    press(page, "Email me a link")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    accessible(page)
    page.get_by_label("Work email address").fill(AUTHOR)
    press(page, "Email me a link")
    expect(page.get_by_role("heading", name="Look in your email")).to_be_visible()
    accessible(page)
    page.goto(link_in(mail_about(council.mail, AUTHOR, "", "Choose your password")))
    accessible(page)
    page.get_by_label("New password").fill("password1234")
    press(page, "Keep this password")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    accessible(page)
    page.goto("/password/not-a-link")
    accessible(page)


def test_starting_a_record_is_accessible(page: Page, accessible: Look) -> None:
    sign_in(page, AUTHOR)
    accessible(page)
    page.goto("/records/new/transfer-meeting")
    accessible(page)
    page.goto("/records/new/transfer-meeting?name=ma")
    accessible(page)
    press(page, "Start the record")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    accessible(page)
    page.goto("/records/new/transfer-meeting?name=nobody+at+all")
    accessible(page)
    factories.start_draft()
    page.goto("/records/new/transfer-meeting?name=maya+adeyemi")
    press(page, "Start the record")
    expect(page.get_by_role("heading", name="There is already a record about Maya")).to_be_visible()
    accessible(page)


def test_a_new_records_pages(page: Page, accessible: Look) -> None:
    record = factories.start_draft()
    sign_in(page, AUTHOR)
    for place in ("", "/check", "/answers", "/history", "/withdraw"):
        page.goto(f"/records/{record.reference}{place}")
        accessible(page)
    press(page, "Withdraw this record")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    accessible(page)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
def test_each_section_blank_and_with_its_errors(page: Page, accessible: Look, section: type) -> None:
    record = factories.start_draft()
    sign_in(page, AUTHOR)
    here = f"/records/{record.reference}/sections/{section.key}"
    page.goto(here)
    for help_text in page.get_by_text("Help with this question").locator("visible=true").all()[:1]:
        help_text.click()
    accessible(page)
    press(page, "Save and continue")
    if page.url.endswith(here):
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        accessible(page)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
def test_each_section_filled_in(page: Page, accessible: Look, section: type) -> None:
    record = factories.ready_draft(**school_move_soon())
    sign_in(page, AUTHOR)
    page.goto(f"/records/{record.reference}/sections/{section.key}")
    accessible(page)


def test_a_picker_while_it_suggests_and_where_several_fit(page: Page, accessible: Look) -> None:
    record = four.handover(new_team=None)
    sign_in(page, record.author.email)
    page.goto(f"/records/{record.reference}/sections/people")
    control(page, "new_team").press_sequentially("Looked After")
    expect(page.get_by_role("option", name="Looked After Children 13 Plus Team")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_be_visible()
    accessible(page)
    page.keyboard.press("Tab")
    expect(page.locator("[id='new_team-slot']").get_by_role("radio")).to_have_count(2)
    accessible(page)


def test_two_people_changing_one_answer(pages: Pages, accessible: Look) -> None:
    record = factories.ready_draft()
    page = pages.open()
    sign_in(page, AUTHOR)
    page.goto(f"/records/{record.reference}/sections/reasons")
    factories.save(record, by=NEW_WORKER, editor="another tab", best_interests="Something else.")
    control(page, "best_interests").fill("Something of mine.")
    expect(page.get_by_text("Somebody else changed 1")).to_be_visible()
    accessible(page)
    press(page, "Save and continue")
    expect(page.get_by_role("heading", name="Somebody else changed this too")).to_be_visible()
    accessible(page)


def test_a_session_that_ended(pages: Pages, accessible: Look) -> None:
    pages.forgive("status of 403")
    record = factories.start_draft()
    page = pages.open()
    sign_in(page, AUTHOR)
    page.goto(f"/records/{record.reference}/sections/workers")
    page.context.clear_cookies()
    press(page, "Save and continue")
    expect(page.get_by_role("heading", name="Sign in again")).to_be_visible()
    accessible(page)
    press(page, "Sign in")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    accessible(page)
    give_password(page, AUTHOR)
    expect(page.get_by_role("button", name="Carry on")).to_be_visible()
    accessible(page)


def test_checking_and_submitting_is_accessible(page: Page, accessible: Look) -> None:
    record = factories.ready_draft(**school_move_soon())
    sign_in(page, AUTHOR)
    page.goto(f"/records/{record.reference}")
    accessible(page)
    page.goto(f"/records/{record.reference}/check")
    accessible(page)
    press(page, "Submit for decision")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    accessible(page, again=True)
    page.get_by_role("checkbox", name="I confirm").check()
    press(page, "Submit for decision")
    expect(page.get_by_role("heading", name="Submitted")).to_be_visible()
    accessible(page)
    for place in ("", "/answers", "/history"):
        page.goto(f"/records/{record.reference}{place}")
        accessible(page)


@pytest.mark.parametrize(
    "before, person, button",
    [((), NEW_WORKER, "Confirm"), (("new_worker",), TRANSFERRING_LEADER, "Record my decision")],
    ids=["confirming", "deciding"],
)
def test_deciding_on_a_record_is_accessible(
    page: Page, accessible: Look, before: tuple[str, ...], person: str, button: str
) -> None:
    record = factories.submitted(**school_move_soon())
    factories.approve(record, *before)
    sign_in(page, person)
    page.goto("/")
    accessible(page)
    page.goto(f"/records/{record.reference}/steps/{factories.open_step(record).id}")
    accessible(page)
    press(page, button)
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    accessible(page, again=True)
    page.get_by_role("radio", name=re.compile("return", re.IGNORECASE)).check()
    press(page, button)
    expect(page.get_by_role("alert").get_by_text("why you are returning")).to_be_visible()
    accessible(page, again=True)
    control(page, "reason").fill("The plan for family time is missing.")
    press(page, button)
    expect(page.get_by_text("You have returned this record.")).to_be_visible()
    accessible(page)


def test_the_sealed_record_and_its_check(pages: Pages, council: LiveServer, accessible: Look) -> None:
    pages.forgive("status of 404")
    record = factories.submitted()
    factories.approve(record, "new_worker", "transferring_team_leader")
    page = pages.open()
    sign_in(page, RECEIVING_LEADER)
    page.goto(f"/records/{record.reference}/steps/{factories.open_step(record).id}")
    page.get_by_role("radio", name="Approve").check()
    press(page, "Record my decision")
    expect(page.get_by_text("Your decision is recorded.")).to_be_visible()
    accessible(page)
    mail_about(council.mail, AUTHOR, record.reference, "Approved and sealed")
    page.goto(f"/records/{record.reference}")
    expect(page.get_by_role("heading", name="Sealed document")).to_be_visible()
    accessible(page)
    code = page.get_by_text("Code for checking").get_by_role("strong").inner_text()
    rest = ("/verify?code=nothing", "/verify", "/protocol", "/protocol/142.5.2", "/accessibility", "/none")
    for address in (f"/verify?code={code}", *rest):
        page.goto(address)
        accessible(page)
    page.goto("/verify")
    press(page, "Check this PDF")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    accessible(page)
    file = {"name": "other.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 nothing of ours"}
    page.get_by_label("The PDF to check").set_input_files(file)
    press(page, "Check this PDF")
    expect(page.get_by_role("heading", name="Not sealed", exact=True)).to_be_visible()
    accessible(page)


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of an app that this process serves."""
    server = make_server(LOOPBACK, 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_demos_mailbox_is_accessible(chromium: Browser, council: LiveServer, accessible: Look) -> None:
    settings = council.settings.model_copy(update={"env": "demo"})
    message = EmailMessage()
    message["Subject"], message["To"] = "Hannah asks you to decide", AUTHOR
    message.set_content(f"Read the record and decide:\n{settings.base_url}/links/one")
    Maildir(settings.data_folder / "caught-mail").add(message)
    with served(create_app(settings)) as address:
        page = chromium.new_page(base_url=address)
        page.goto("/demo/mail")
        accessible(page)
        page.get_by_role("main").get_by_role("link").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Hannah asks you to decide")
        accessible(page)
        page.close()


@pytest.mark.parametrize("status", sorted([*errors.TITLES, 500]))
def test_every_error_page_is_accessible(chromium: Browser, council: LiveServer, accessible: Look, status: int) -> None:
    app = create_app(council.settings)

    @app.get("/goes-wrong")
    @open_to_anyone
    def goes_wrong() -> str:
        if status == 500:
            raise RuntimeError("on purpose")
        abort(status)

    with served(app) as address:
        page = chromium.new_page(base_url=address)
        answer = page.goto("/goes-wrong")
        assert answer.status == status
        accessible(page)
        page.close()
