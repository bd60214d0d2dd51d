"""The pages beside the journey: lists, what may follow, taking back, and links that can no longer be used."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from mail import links
from models import DecisionLink
from records import clock
from records.reporting import keeping_figures
from records.reporting.counting import workers
from tests import factories
from tests import four_records as four
from tests.browser.people import AUTHOR, NEW_WORKER, TRANSFERRING_LEADER, sign_in
from tests.data import other_records as other
from tests.support.chromium import Pages
from tests.unit.documents.reading import Reading

pytestmark = pytest.mark.browser

Look = Callable[..., None]


@pytest.fixture
def page(pages: Pages) -> Page:
    """A page of the running app."""
    return pages.open()


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).click()


def test_the_lists_of_records_children_and_changes_and_the_page_of_a_child(page: Page, accessible: Look) -> None:
    factories.submitted()
    sign_in(page, TRANSFERRING_LEADER)
    keeping_figures.recount()
    lists = ("/records", "/records?due=soon&find=maya", "/follow-up", "/children/coming-up")
    behind = f"/figures/behind?figure=workers&key2=1&month={workers.year_of(clock.today())}-04"
    for address in (
        *lists,
        "/figures",
        "/figures/records",
        behind,
        "/changes?standing=all&since=1+1+2020",
        "/children/AV104233",
    ):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        accessible(page)


def test_a_list_is_narrowed_while_somebody_types_and_back_is_the_list_before(page: Page) -> None:
    record = factories.submitted()
    sign_in(page, AUTHOR)
    page.goto("/records")
    there = page.get_by_role("link", name=record.reference)
    expect(there).to_be_visible()

    page.get_by_label("Reference, child, worker or team").press_sequentially("nobody")
    expect(page.get_by_text("No record that you can see is like that.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/records\?find=nobody$"))
    expect(page.get_by_label("Reference, child, worker or team")).to_be_focused()
    page.go_back()

    expect(there).to_be_visible()
    expect(page.get_by_label("Reference, child, worker or team")).to_have_value("")


def test_the_note_for_the_file_is_copied_by_its_button(page: Page, accessible: Look) -> None:
    record = factories.submitted()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, AUTHOR)
    page.goto(f"/records/{record.reference}")
    note = page.get_by_label("Copy this note into").input_value()
    press(page, "Copy the note")

    expect(page.get_by_role("status").filter(has_text="Copied.")).to_be_visible()
    assert record.reference in note
    assert page.evaluate("navigator.clipboard.readText()") == note
    accessible(page)


def test_a_record_printed_from_the_browser_says_on_each_page_that_it_is_not_sealed(page: Page) -> None:
    record = factories.submitted()
    sign_in(page, AUTHOR)
    page.goto(f"/records/{record.reference}/answers")

    printed = Reading(page.pdf(format="A4")).pages

    assert len(printed) > 3
    assert [text for text in printed if "Not sealed" not in text] == []
    assert "Sign out" not in "".join(printed)


def test_taking_a_record_back(page: Page, accessible: Look) -> None:
    record = factories.submitted()
    sign_in(page, AUTHOR)
    page.goto(f"/records/{record.reference}/take-back")
    accessible(page)
    press(page, "Take it back to change it")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    accessible(page)


def test_what_followed_is_added_on_a_page_of_its_own(page: Page, accessible: Look) -> None:
    record = four.agreed(four.submitted(four.emergency()))
    sign_in(page, other.REALLOCATING_LEADER)
    page.goto(f"/records/{record.reference}/follow-up")
    accessible(page)
    press(page, "Add to this record")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    accessible(page)

    page.goto(f"/records/{record.reference}")
    accessible(page)
    page.get_by_role("link", name="Say what became of it").first.click()
    page.get_by_role("radio", name="It did not happen, and will not").check()
    press(page, "Add to this record")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    accessible(page)
    page.get_by_role("textbox", name="Why?").last.fill("The family had moved away")
    press(page, "Add to this record")
    expect(page.get_by_text("Did not happen: The family had moved away")).to_be_visible()
    accessible(page)


def test_links_that_are_used_or_too_old_or_somebody_elses(pages: Pages, accessible: Look) -> None:
    pages.forgive("status of (403|410)")
    record = factories.submitted()
    step = factories.step_of(record, "new_worker")
    fresh, old = (links.create_decision_link(step=step, now=clock.now(), lifetime=factories.days(7)) for _ in range(2))
    newest = DecisionLink.select().order_by(DecisionLink.id.desc()).first()
    DecisionLink.update(expires_at=clock.now()).where(DecisionLink.id == newest.id).execute()
    colleague, him = pages.open(), pages.open()
    sign_in(colleague, TRANSFERRING_LEADER)
    sign_in(him, NEW_WORKER)

    for page, token, said in ((colleague, fresh, "somebody else"), (him, old, "too old")):
        page.goto(f"/links/{token}")
        expect(page.get_by_text(said).first).to_be_visible()
        accessible(page)
    factories.approve(record, "new_worker")
    him.goto(f"/links/{fresh}")
    expect(him.get_by_text("already been settled").first).to_be_visible()
    accessible(him)
