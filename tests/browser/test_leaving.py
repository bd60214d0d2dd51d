"""Written, and at once the page is left, the session ends or the server is away: the text is there again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

from models import Record
from tests import factories
from tests.browser.filling import control
from tests.browser.people import AUTHOR, NEW_WORKER, give_password, sign_in
from tests.support.chromium import Pages

pytestmark = pytest.mark.browser

QUESTION, WORDS = "best_interests", "It is a calm time."
NO_CONNECTION = "ERR_INTERNET_DISCONNECTED|htmx:sendError|htmx:afterRequest"
AFTER = "**/sections/reasons"
SAVED = re.compile("^Saved ")


@pytest.fixture
def record() -> Record:
    """A draft that the author has open."""
    return factories.ready_draft()


@pytest.fixture
def writing(pages: Pages, record: Record) -> Page:
    """The author's page of a section, reached from the record's."""
    page = pages.open()
    sign_in(page, AUTHOR)
    page.goto(f"/records/{record.reference}")
    page.goto(f"/records/{record.reference}/sections/reasons")
    return page


def stored(record: Record) -> object:
    """The answer as the draft holds it."""
    return factories.fresh(record).answers.get(QUESTION)


def see_again(page: Page, record: Record) -> None:
    """Open the section anew: the text is there."""
    page.goto(f"/records/{record.reference}/sections/reasons")
    expect(control(page, QUESTION)).to_have_value(WORDS)


# In one breath, so that no pause and no field that is left has sent anything.
WRITE = """([name, words]) => {
  const box = document.getElementById(name);
  box.value = words;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  %s;
}"""
LINK, BACK = "document.querySelector('.govuk-back-link').click()", "history.back()"


@pytest.mark.parametrize("leave", [LINK, BACK], ids=["link", "back"])
def test_what_was_written_as_the_page_was_left_is_there_again(writing: Page, record: Record, leave: str) -> None:
    writing.evaluate(WRITE % leave, [QUESTION, WORDS])
    expect(writing.get_by_role("link", name="Read everything in this record")).to_be_visible()

    see_again(writing, record)


def test_what_was_written_as_the_tab_was_closed_is_there_again(writing: Page, record: Record) -> None:
    control(writing, QUESTION).fill(WORDS)
    writing.close()

    see_again(writing.context.new_page(), record)


def test_what_was_written_as_another_tab_came_before_it_is_there(writing: Page, record: Record) -> None:
    control(writing, QUESTION).fill(WORDS)
    with writing.expect_response(AFTER):
        writing.evaluate(
            "Object.defineProperty(document, 'hidden', { value: true });"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )

    assert stored(record) == WORDS


def test_half_a_date_and_half_a_name_are_there_again_too(pages: Pages) -> None:
    record, page = factories.start_draft(), pages.open()
    sign_in(page, AUTHOR)
    address = f"/records/{record.reference}/sections/workers"
    page.goto(address)
    control(page, "transfer_date-day").fill("31")
    control(page, "new_worker").press_sequentially("Somebody new")
    page.goto(f"/records/{record.reference}")

    page.goto(address)

    expect(control(page, "new_worker")).to_have_value("Somebody new")
    expect(control(page, "transfer_date-day")).to_have_value("31")


def test_more_than_a_last_request_carries_is_warned_of_and_saved_while_one_stays(writing: Page, record: Record) -> None:
    control(writing, QUESTION).click()
    control(writing, QUESTION).fill("x" * 70_000)
    with writing.expect_response(AFTER), writing.expect_event("dialog"):
        writing.once("dialog", stay)
        writing.get_by_role("link", name="All sections").click()

    expect(control(writing, QUESTION)).to_have_value("x" * 70_000)
    assert factories.fresh(record).typed[QUESTION] == "x" * 70_000


# Without a server


def stay(dialog: Dialog) -> None:
    """Answer the browser's question whether to leave with no."""
    assert dialog.type == "beforeunload"
    dialog.dismiss()


def test_without_a_connection_it_is_kept_said_warned_of_and_sent_when_there_is_one(
    pages: Pages, writing: Page, record: Record
) -> None:
    pages.forgive(NO_CONNECTION)
    writing.context.set_offline(True)
    control(writing, QUESTION).click()
    control(writing, QUESTION).fill(WORDS)
    expect(writing.get_by_text(re.compile("^Not saved: there is no connection"))).to_have_count(2)
    with writing.expect_event("dialog") as asked:
        writing.once("dialog", stay)
        writing.get_by_role("link", name="All sections").click()
    assert asked.value.type == "beforeunload"

    writing.context.set_offline(False)

    expect(writing.get_by_text(SAVED)).to_be_visible()
    expect(control(writing, QUESTION)).to_have_value(WORDS)
    assert stored(record) == WORDS


def test_a_button_pressed_without_a_connection_does_not_leave_the_page(
    pages: Pages, writing: Page, record: Record
) -> None:
    pages.forgive(NO_CONNECTION)
    writing.context.set_offline(True)
    control(writing, QUESTION).fill(WORDS)
    writing.get_by_role("button", name="Save and continue").click()
    expect(writing.get_by_text(re.compile("^Not saved: there is no connection"))).to_have_count(2)
    expect(control(writing, QUESTION)).to_have_value(WORDS)

    writing.context.set_offline(False)
    expect(writing.get_by_text(SAVED)).to_be_visible()
    writing.get_by_role("button", name="Save and come back later").click()

    expect(writing.get_by_role("link", name="Read everything in this record")).to_be_visible()
    assert stored(record) == WORDS


def test_a_slow_server_is_said_and_warned_of(writing: Page, record: Record) -> None:
    writing.clock.install()
    writing.route(AFTER, lambda _: None)
    control(writing, QUESTION).click()
    control(writing, QUESTION).fill(WORDS)
    with writing.expect_request(AFTER):
        writing.clock.run_for(1_000)
    writing.clock.run_for(5_000)
    expect(writing.get_by_text(re.compile("^Not saved yet: the service is slow"))).to_have_count(2)
    with writing.expect_event("dialog"):
        writing.once("dialog", stay)
        writing.get_by_role("link", name="All sections").click()

    writing.unroute(AFTER)

    expect(writing.get_by_text(SAVED)).to_be_visible()
    assert stored(record) == WORDS


# Signed out elsewhere


@pytest.fixture
def signed_out(pages: Pages, writing: Page) -> Page:
    """The page with something written, after the session ended in another tab."""
    pages.forgive("status of 403|Response Status Error Code 403")
    writing.context.clear_cookies()
    control(writing, QUESTION).fill(WORDS)
    expect(writing.get_by_text("you have been signed out")).to_have_count(2)
    return writing


def sign_in_beside(page: Page, email: str) -> Page:
    """Sign in in the tab that the page offers."""
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in (opens in a new tab)").click()
    give_password(opened.value, email)
    expect(opened.value.get_by_role("heading", name="You are signed in")).to_be_visible()
    return opened.value


def test_it_is_saved_when_the_same_person_signs_in_in_another_tab(signed_out: Page, record: Record) -> None:
    sign_in_beside(signed_out, AUTHOR)

    expect(signed_out.get_by_text(SAVED)).to_be_visible()
    assert stored(record) == WORDS


def test_it_is_not_saved_for_somebody_else_and_waits_for_who_wrote_it(signed_out: Page, record: Record) -> None:
    before = stored(record)
    beside = sign_in_beside(signed_out, NEW_WORKER)
    expect(signed_out.get_by_text("Not saved: somebody else has signed in")).to_have_count(2)
    assert stored(record) == before

    beside.get_by_role("button", name="Sign out").click()
    sign_in(beside, AUTHOR)

    expect(signed_out.get_by_text(SAVED)).to_be_visible()
    expect(control(signed_out, QUESTION)).to_have_value(WORDS)
    assert stored(record) == WORDS


@pytest.mark.parametrize("status", [403, 409])
def test_what_is_refused_is_said_once_and_kept(pages: Pages, writing: Page, status: int) -> None:
    pages.forgive(f"status of {status}|Response Status Error Code {status}")
    writing.route(AFTER, lambda route: route.fulfill(status=status))
    control(writing, QUESTION).fill(WORDS)

    expect(writing.get_by_text(re.compile("^Not saved: this cannot be saved as it is"))).to_have_count(2)
    expect(control(writing, QUESTION)).to_have_value(WORDS)


def test_on_a_phone_the_bar_in_sight_says_so_too_until_it_is_saved(pages: Pages, writing: Page) -> None:
    pages.forgive("status of 409|Response Status Error Code 409")
    writing.set_viewport_size({"width": 390, "height": 844})
    writing.route(AFTER, lambda route: route.fulfill(status=409))
    control(writing, QUESTION).fill(WORDS)

    expect(writing.get_by_role("link", name="Not saved: see why")).to_be_in_viewport()

    writing.unroute(AFTER)
    control(writing, QUESTION).fill(f"{WORDS} And warm.")
    expect(writing.get_by_role("link", name=re.compile("^Protocol check"))).to_be_in_viewport()


def hold(page: Page, what: str, method: str) -> list[Route]:
    """The next such request, which is on its way until it is continued."""
    on_its_way: list[Route] = []

    def wait(route: Route) -> None:
        if route.request.method == method and not on_its_way:
            on_its_way.append(route)
        else:
            route.fallback()

    page.route(what, wait)
    return on_its_way


def go_on(page: Page) -> None:
    """Write at the end of what stands there."""
    control(page, QUESTION).press("Control+End")
    control(page, QUESTION).press_sequentially(" Quite.")


def write_and_load_again(page: Page) -> None:
    """In one breath; ends as the new page begins to arrive."""
    with page.expect_navigation(wait_until="commit"):
        page.evaluate(WRITE % "location.reload()", [QUESTION, WORDS])


def test_a_page_that_is_loaded_again_at_once_has_what_was_written_and_goes_on_with_it(
    writing: Page, record: Record
) -> None:
    address = writing.url
    on_their_way = hold(writing, AFTER, "POST")
    write_and_load_again(writing)
    expect(control(writing, QUESTION)).to_have_value(WORDS)
    on_their_way[0].continue_()

    go_on(writing)
    expect(writing.locator("#saved-at")).to_have_text(SAVED)
    expect(writing.get_by_text("In another tab")).to_have_count(0)
    writing.wait_for_function("!document.querySelector('#check[data-clashes]')")
    writing.goto(f"/records/{record.reference}")
    writing.goto(address)

    expect(control(writing, QUESTION)).to_have_value(f"{WORDS} Quite.")


def test_what_is_written_before_the_scripts_of_a_page_have_come_stays_and_is_saved(
    writing: Page, record: Record
) -> None:
    with writing.expect_response(AFTER):  # the page said before that it is saved
        control(writing, QUESTION).fill(WORDS)
    on_their_way = hold(writing, "**/saving.js", "GET")
    write_and_load_again(writing)
    go_on(writing)
    with writing.expect_response(AFTER):
        on_their_way[0].continue_()

    expect(control(writing, QUESTION)).to_have_value(f"{WORDS} Quite.")
    assert stored(record) == f"{WORDS} Quite."
