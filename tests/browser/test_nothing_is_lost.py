"""What was typed stays: in two tabs, after the session has ended, where a page could not be saved."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from models import Record
from tests import factories
from tests.browser.filling import control
from tests.browser.people import AUTHOR, NEW_WORKER, give_password, sign_in
from tests.support.chromium import Pages

pytestmark = pytest.mark.browser

QUESTION, THEIRS, MINE = "best_interests", "Maya asked for it.", "It is a calm time."
SECTION = "reasons"


def open_tab(pages: Pages, record: Record, *, script: bool = True) -> Page:
    """A tab with the section before any of the tests' changes."""
    page = pages.open(java_script_enabled=script)
    sign_in(page, AUTHOR)
    page.goto(f"/records/{record.reference}/sections/{SECTION}")
    return page


def stored(record: Record) -> object:
    """The answer as the draft holds it."""
    return factories.fresh(record).answers.get(QUESTION)


def save(page: Page, words: str) -> None:
    """Write the answer and save."""
    control(page, QUESTION).fill(words)
    page.get_by_role("button", name="Save and continue").click()


@pytest.fixture
def clash(pages: Pages, script: bool) -> tuple[Page, Record]:
    """Two tabs had the same section open, one saved its answer, and this one then saved another."""
    record = factories.ready_draft()
    first, second = (open_tab(pages, record, script=script) for _ in range(2))
    save(first, THEIRS)
    expect(first.get_by_role("heading", level=1)).to_have_text("Plan, assessment and legal position")
    save(second, MINE)
    return second, record


def test_a_clash_overwrites_nothing_and_shows_both_answers(clash: tuple[Page, Record]) -> None:
    page, record = clash
    expect(page.get_by_role("heading", name="You changed this in another tab too")).to_be_visible()
    both = page.get_by_role("alert")
    expect(both).to_contain_text(THEIRS)
    expect(both).to_contain_text(MINE)
    assert stored(record) == THEIRS


def test_a_clash_is_settled_by_keeping_mine(clash: tuple[Page, Record]) -> None:
    page, record = clash
    page.get_by_role("button", name="Keep what I wrote here").click()
    expect(control(page, QUESTION)).to_have_value(MINE)
    expect(page.get_by_role("heading", name="You changed this in another tab too")).to_have_count(0)
    assert stored(record) == MINE


def test_a_clash_is_settled_by_keeping_theirs(clash: tuple[Page, Record]) -> None:
    page, record = clash
    page.get_by_role("button", name="Keep what I wrote there").click()
    expect(control(page, QUESTION)).to_have_value(THEIRS)
    expect(page.get_by_role("heading", name="You changed this in another tab too")).to_have_count(0)
    assert stored(record) == THEIRS


def test_the_live_check_says_that_there_is_a_clash_and_leaves_what_is_being_written(pages: Pages) -> None:
    record = factories.ready_draft()
    page = open_tab(pages, record)
    factories.save(record, editor="another tab", **{QUESTION: THEIRS})
    control(page, QUESTION).fill(MINE)
    expect(page.get_by_text("In another tab you changed 1 of the answers you changed here")).to_be_visible()
    expect(control(page, QUESTION)).to_have_value(MINE)
    assert stored(record) == THEIRS


def test_what_somebody_else_changed_elsewhere_is_said_and_kept(pages: Pages) -> None:
    record = factories.ready_draft()
    page = open_tab(pages, record)
    factories.save(record, by=NEW_WORKER, editor="another tab", child_views="She would rather wait.")
    control(page, QUESTION).fill(MINE)
    expect(page.get_by_text("changed other answers on this record while you were here")).to_be_visible()
    said = factories.fresh(record).answers
    assert (said[QUESTION], said["child_views"]) == (MINE, "She would rather wait.")


def test_a_page_with_errors_that_is_loaded_again_keeps_what_was_written_since(pages: Pages) -> None:
    record = factories.ready_draft()
    page = open_tab(pages, record)
    control(page, "child_views").fill("x" * 9000)
    save(page, MINE)
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    with page.expect_response("**/sections/reasons"):
        control(page, QUESTION).fill("Written after the errors were shown.")

    page.reload()

    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(control(page, QUESTION)).to_have_value("Written after the errors were shown.")
    assert stored(record) == "Written after the errors were shown."


def test_a_session_that_ends_while_somebody_writes_loses_nothing(pages: Pages, script: bool) -> None:
    pages.forgive("status of 403|Response Status Error Code 403")
    record = factories.ready_draft()
    page = open_tab(pages, record, script=script)
    page.context.clear_cookies()
    control(page, QUESTION).fill(MINE)
    if script:
        expect(page.get_by_text("you have been signed out")).to_have_count(2)  # for the eye and for the ear
    page.get_by_role("button", name="Save and continue").click()

    expect(page.get_by_role("heading", name="Sign in again")).to_be_visible()
    give_password(page, AUTHOR)
    page.get_by_role("button", name="Carry on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan, assessment and legal position")
    assert stored(record) == MINE


def test_what_could_not_be_sent_is_said_and_sent_with_the_next_answer(pages: Pages) -> None:
    pages.forgive("ERR_INTERNET_DISCONNECTED|htmx:sendError|htmx:afterRequest")
    record = factories.ready_draft()
    page = open_tab(pages, record)
    page.context.set_offline(True)
    control(page, QUESTION).fill(MINE)
    expect(page.get_by_text(re.compile("^Not saved: there is no connection"))).to_have_count(2)
    page.context.set_offline(False)
    control(page, "child_views").fill("She would rather wait.")
    expect(page.get_by_text(re.compile("^Saved "))).to_be_visible()
    assert stored(record) == MINE
