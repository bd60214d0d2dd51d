"""Who takes part in a journey, and how each of them signs in."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.data import story
from tests.data.load import PASSWORD

AUTHOR, NEW_WORKER = story.AUTHOR, story.RECEIVING_WORKER
TRANSFERRING_LEADER, RECEIVING_LEADER = story.TRANSFERRING_LEADER, story.RECEIVING_LEADER


def sign_in(page: Page, email: str) -> None:
    """Sign in as somebody, on the sign-in page that stands in `page` or else from the front door."""
    if not page.get_by_label("Work email address").count():
        page.goto("/sign-in")
    give_password(page, email)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def give_password(page: Page, email: str) -> None:
    """Fill the sign-in form that stands in `page`, and send it."""
    page.get_by_label("Work email address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def start_the_record(page: Page) -> None:
    """Start an empty record about the chosen child or worker, for whom another test may have left one."""
    page.get_by_role("button", name="Start the record").click()
    another = page.get_by_role("button", name=re.compile("Start (a|another) record about"))
    expect(another.or_(page.get_by_text("Check your answers")).first).to_be_visible()
    if another.is_visible():
        another.click()
    page.wait_for_url("**/records/*-*-*")
