"""The README's tour of five minutes, done step by step as it is written, in what bin/run starts."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from records import clock
from tests.browser.filling import fill_date
from tests.support.chromium import Pages
from tests.support.processes import LOOPBACK, PATIENCE_SECONDS, end, free_port
from tests.support.server import ROOT

pytestmark = pytest.mark.browser

HANNAH, TOMASZ, PRIYA, MARCUS, LIAM, DENISE, PAULINE, WINIFRED = (
    f"{name}@ashbournevale.example"
    for name in (
        "hannah.whitcombe",
        "tomasz.zielinski",
        "priya.raghunathan",
        "marcus.bellweather",
        "liam.brannigan",
        "denise.holroyd",
        "pauline.merriweather",
        "winifred.osgood",
    )
)
PASSWORD = "four-kettles-by-the-weir"
FAULT = "Traceback|ERROR|CRITICAL"
# What stands in bold in each step of the tour. A word that changes here or there changes in the other place too.
BOLD = [
    [HANNAH, PASSWORD, "Your drafts", "Maya Adeyemi-Clarke", "The change"],
    ["Protocol check", "Give a reason", "Everything the protocol asks of this section is here."],
    ["Save and continue", "All sections", "Check your answers and submit", "Submit for decision", "Sign out"],
    [
        "Read the demo's mail",
        TOMASZ,
        "Yes, I confirm this",
        "Confirm",
        "Sign out",
        PRIYA,
        MARCUS,
        "Approve",
        "Record my decision",
    ],
    ["Sealed", "Download the PDF", "Check a document", "Check this PDF", "Genuine", "Not sealed"],
    [
        "Your work",
        "Overdue",
        LIAM,
        "Refused",
        "This has been refused before",
        DENISE,
        "Accept what is not met",
        PAULINE,
        WINIFRED,
        "Operations",
    ],
]


def steps_of_the_tour() -> list[str]:
    """The numbered steps, each with its line breaks taken out."""
    _, _, tour = (ROOT / "README.md").read_text().partition("## A tour of five minutes\n")
    steps = re.split(r"^\d\. ", tour.partition("\n| ")[0], flags=re.MULTILINE)[1:]
    return [" ".join(step.split()) for step in steps]


@pytest.fixture(autouse=True)
def council() -> None:
    """No other app runs beside this one."""


@dataclass(frozen=True)
class Demo:
    """What bin/run started: where it answers, and the file of all that it says."""

    url: str
    said: Path


@contextmanager
def bin_run(folder: Path, *arguments: str) -> Iterator[Demo]:
    """Run bin/run until it has welcomed, and end it as Ctrl-C does."""
    port, said = free_port(), folder.parent / "said.log"
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("HANDOVER_")}
    given = inherited | {"HANDOVER_DATA_FOLDER": str(folder), "PORT": str(port)}
    with said.open("w") as log:
        process = subprocess.Popen(["bin/run", *arguments], cwd=ROOT, env=given, stdout=log, stderr=log, text=True)
    try:
        wait_for_welcome(process, said)
        yield Demo(f"http://{LOOPBACK}:{port}", said)
    finally:
        end(process)
    assert process.returncode == 0
    before, _, after = said.read_text().partition("SIGTERM received")
    assert after.endswith("Handover has stopped.\n")
    assert not re.search(f"{FAULT}|WARNING", before), before
    # All end at once: the worker may say that the mail server has gone.
    assert not re.search(FAULT, after), after


def wait_for_welcome(process: subprocess.Popen[str], said: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while "Ctrl-C ends it." not in said.read_text():
        assert process.poll() is None, said.read_text()
        assert time.monotonic() < deadline, said.read_text()
        time.sleep(0.1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bin-run") / "instance"


def test_the_tour_is_done_as_the_readme_says(chromium: Browser, folder: Path, tmp_path: Path) -> None:
    assert [re.findall(r"\*\*(.+?)\*\*", step) for step in steps_of_the_tour()] == BOLD
    with bin_run(folder) as demo:
        pages = Pages(chromium, demo.url)
        page = pages.open()
        page.goto("/")
        open_the_draft(page)
        give_the_date(page)
        record = submit(page)
        for person in (TOMASZ, PRIYA, MARCUS):
            decide(page, person, record)
        check_what_was_sealed(page, record, tmp_path)
        look_around(page)
        pages.close()
        assert f"Password for all of them: {PASSWORD}" in demo.said.read_text()


def test_fresh_begins_anew_and_without_it_all_is_kept(folder: Path) -> None:
    if not (folder / "handover.db").exists():  # the tour has left its own
        with bin_run(folder):
            pass
    before = references(folder)
    with bin_run(folder):
        assert references(folder) == before
    with bin_run(folder, "--fresh"):
        assert len(references(folder)) == len(before)
        assert not references(folder) & before


def references(folder: Path) -> set[str]:
    """Those of all records, as the database has them."""
    with closing(sqlite3.connect(folder / "handover.db")) as database:
        return {row[0] for row in database.execute("SELECT reference FROM record")}


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("Work email address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()


def open_the_draft(page: Page) -> None:
    sign_in(page, HANNAH)
    drafts = page.get_by_role("table", name="Your drafts")
    drafts.get_by_role("row").filter(has_text="Maya Adeyemi-Clarke").get_by_role("link").first.click()
    page.get_by_role("link", name="The change").click()


def give_the_date(page: Page) -> None:
    check, box = page.get_by_role("complementary", name="Protocol check"), page.locator("textarea[name^=departure-]")
    fill_date(page, "transfer_date", clock.today() + timedelta(weeks=10))
    expect(check.get_by_text("Give a reason").first).to_be_visible()  # two, where the child's review is before it
    expect(box.first).to_be_visible()
    fill_date(page, "transfer_date", clock.today() + timedelta(days=12))
    expect(check.get_by_text("Everything the protocol asks of this section is here.")).to_be_visible()
    expect(box).to_have_count(0)


def submit(page: Page) -> str:
    """Returns the address of the record."""
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("link", name="All sections").click()
    record = page.url
    page.get_by_role("button", name="Check your answers and submit").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Submit for decision").click()
    sign_out(page)
    return record


def decide(page: Page, person: str, record: str) -> None:
    open_newest_mail(page, person, record)
    page.get_by_role("main").get_by_role("link").first.click()
    sign_in(page, person)
    if person == TOMASZ:
        page.get_by_role("radio", name="Yes, I confirm this").check()
        page.get_by_role("button", name="Confirm").click()
    else:
        page.get_by_role("radio", name="Approve").check()
        if person == PRIYA:
            fill_date(page, "file_checked_on", clock.today())
        page.get_by_role("button", name="Record my decision").click()
    expect(page.get_by_text("Your decision is recorded.")).to_be_visible()
    if person != MARCUS:
        sign_out(page)


def open_newest_mail(page: Page, person: str, record: str) -> None:
    """It comes within seconds: the list is opened again until the newest mail to this person is about the record."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    newest = page.get_by_role("row").filter(has_text=person).first
    while True:
        page.get_by_role("link", name="Read the demo's mail").click()
        if record.rpartition("/")[2] in newest.inner_text():
            newest.get_by_role("link").click()
            return
        assert time.monotonic() < deadline, f"no mail came to {person}"


def check_what_was_sealed(page: Page, record: str, folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not page.get_by_text("Sealed", exact=True).count():
        assert time.monotonic() < deadline, "the record was not sealed"
        page.goto(record)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the PDF").click()
    another = folder / "another.pdf"
    another.write_bytes(page.pdf())
    for file, verdict in ((download.value.path(), "Genuine"), (another, "Not sealed")):
        page.get_by_role("link", name="Check a document", exact=True).click()
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="Check this PDF").click()
        expect(page.get_by_role("heading", name=verdict, exact=True)).to_be_visible()
    sign_out(page)


def look_around(page: Page) -> None:
    sign_in(page, PRIYA)
    expect(page.get_by_role("heading", name="Your work")).to_be_visible()
    expect(page.get_by_role("heading", name="Overdue")).to_be_visible()
    sign_out(page)
    sign_in(page, LIAM)
    page.get_by_role("link", name="Records", exact=True).click()
    expect(page.get_by_role("table").get_by_text("Refused", exact=True).first).to_be_visible()
    page.get_by_role("link", name="Your work").first.click()
    drafts = page.get_by_role("table", name="Your drafts")
    drafts.get_by_role("row").filter(has_text="Imogen Sadler-Whyte").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="This has been refused before")).to_be_visible()
    sign_out(page)
    sign_in(page, DENISE)
    page.get_by_role("link", name="Accept what is not met").click()
    expect(page.get_by_text("Required and not met: to be accepted")).to_be_visible()
    sign_out(page)
    sign_in(page, PAULINE)
    page.get_by_role("row").filter(has_text="Maya Adeyemi-Clarke").get_by_role("link").first.click()
    expect(page.get_by_role("link", name="Read or print the PDF")).to_be_visible()
    sign_out(page)
    sign_in(page, WINIFRED)
    page.get_by_role("link", name="Operations").click()
    expect(page.get_by_text("All is well")).to_be_visible()
