"""Letters to the family, a record that is disposed of, and the register's files, from page to page as people do it."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from models import Record
from records.keeping import disposing
from tests import factories
from tests.browser.people import NEW_WORKER, RECEIVING_LEADER, sign_in
from tests.integration.disposing import HEAD, OPERATOR, clock_of, died_long_ago, figures
from tests.support.chromium import Pages

pytestmark = pytest.mark.browser

Look = Callable[..., None]
CHILDREN = b"""\
local_id,name,status,date_of_birth
T1,Ada Lovell,child_in_need,2014-03-27
T2,Ben Ofori,child_in_need,27/03/12
"""


def as_person(pages: Pages, email: str) -> Page:
    page = pages.open()
    sign_in(page, email)
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).click()


def write(page: Page, title: str) -> None:
    """Write a letter from the page of both, as it is drafted."""
    page.get_by_role("link", name=f"Write the {title}").click()
    page.get_by_label(re.compile("phone", re.IGNORECASE)).fill("01632 960 148")
    press(page, "Save the letter")
    expect(page.get_by_text("The letter is saved.")).to_be_visible()


def test_a_letter_is_written_agreed_with_the_decision_and_printed_on_one_sheet(pages: Pages, accessible: Look) -> None:
    record, writer = factories.submitted(), as_person(pages, NEW_WORKER)
    writer.goto("/")
    writer.get_by_role("link", name=re.compile(f"Write to .*{record.reference}")).click()
    accessible(writer)
    writer.get_by_role("link", name="Write the letter to the young person").click()
    press(writer, "Save the letter")
    expect(writer.get_by_role("heading", name="There is a problem")).to_be_visible()
    accessible(writer)
    writer.get_by_role("link", name="Back").click()
    write(writer, "letter to the young person")
    write(writer, "letter to the parents")
    factories.approve(record, "new_worker", "transferring_team_leader")

    leader = as_person(pages, RECEIVING_LEADER)
    leader.goto(f"/records/{record.reference}/steps/{factories.open_step(record).id}")
    leader.get_by_role("radio", name="Approve").check()
    leader.locator("[name=letters][value=agreed]").check()
    accessible(leader)
    press(leader, "Record my decision")
    expect(leader.get_by_text("Your decision is recorded.")).to_be_visible()

    writer.goto(f"/records/{record.reference}/letters")
    expect(writer.get_by_text("Agreed", exact=True)).to_have_count(2)
    printed = writer.request.get(writer.get_by_role("link", name="Print it on one sheet").first.get_attribute("href"))
    with pikepdf.open(BytesIO(printed.body())) as pdf:
        assert len(pdf.pages) == 1


def test_two_people_agree_to_a_disposal_and_read_its_certificate(pages: Pages, accessible: Look) -> None:
    record = factories.withdrawn()
    died_long_ago()
    row = clock_of(record)
    for email in (HEAD, OPERATOR):
        page = as_person(pages, email)
        page.goto("/keeping")
        accessible(page)
        page.get_by_role("link", name=record.reference).click()
        expect(page).to_have_url(re.compile(f"/keeping/due/{row.id}$"))
        accessible(page)
        press(page, "I agree that it is disposed of")
        expect(page.get_by_role("row", name=record.reference)).to_contain_text(re.compile(r"By\s(one|two)"))
    assert [one.record_id for one in disposing.agreed()] == [record.id]
    disposing.dispose(disposing.agreed()[0], figures=figures(), done_by="operator")

    page.goto("/keeping")
    page.get_by_role("link", name=re.compile(f"{record.reference}.*its certificate")).click()

    expect(page.get_by_role("main")).to_contain_text("Eleanor Stanbridge")
    accessible(page)
    assert not Record.get_by_id(record.id).answers


def test_an_operator_previews_the_registers_files(pages: Pages, accessible: Look) -> None:
    page = as_person(pages, OPERATOR)
    page.goto("/operations/register")
    accessible(page)
    press(page, "Preview these files")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()

    page.get_by_label("The register’s files").set_input_files(
        {"name": "children.csv", "mimeType": "text/csv", "buffer": CHILDREN}
    )
    press(page, "Preview these files")

    expect(page.get_by_role("heading", name="What a load would do")).to_be_visible()
    expect(page.get_by_text("27/03/12")).to_be_visible()
    page.get_by_text("New (1)").click()
    expect(page.get_by_text("children.csv, line 2: T1")).to_be_visible()
    accessible(page)
