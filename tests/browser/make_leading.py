"""Takes the pictures of what those who lead look at anew: python -m tests.browser.make_leading

Of the demonstration's council: a child's page, the list of records and the figures, on a screen, on a phone and as they
leave a printer without colours, and the figures' report. Of the tests' council: both letters for Maya. All into
docs/pictures/leading.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser

import models
from app import create_app
from forms.letters import RECIPIENTS
from models import Record, State
from settings import Settings
from tests import factories
from tests.browser.make_pictures import PHONE, PICTURES, WIDTH, person
from tests.browser.people import NEW_WORKER
from tests.support.chromium import connected, running_chromium
from tests.support.databases import SqliteDatabases, fill_with_council
from tests.support.server import LiveServer, running_app

LEADING = PICTURES / "leading"
HEAD, CHILD = "eleanor.stanbridge@ashbournevale.example", "AV104233"
PAGES = {
    "child": f"/children/{CHILD}",
    "records": "/records",
    "figures": "/figures",
    "figures-of-records": "/figures/records",
}
TALL = {WIDTH: 1800, PHONE: 1700}  # of a page, no more is shown than so many pixels
DOTS = 62  # an inch, of what is printed


def main() -> None:
    """Take every picture."""
    LEADING.mkdir(parents=True, exist_ok=True)
    for old in LEADING.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as scratch, running_chromium() as address:
        with demonstration(Path(scratch, "demonstration")) as server:
            take_report(server, Path(scratch))
            with connected(address) as browser:  # not before something is sealed: each wants the loop for itself
                take_pages(browser, server)
        with tests_council(Path(scratch, "council")) as server, connected(address) as browser:
            take_letters(browser, server)


@contextmanager
def demonstration(folder: Path) -> Iterator[LiveServer]:
    """The running app with the demonstration's council, every record sealed that is agreed to."""
    folder.mkdir()
    with SqliteDatabases(folder).empty() as url:
        command(Settings(env="demo", database_url=url, data_folder=folder), "setup", "--demo")
        with looked_into(url, folder) as server:
            while Record.select().where(Record.state.in_((State.APPROVED, State.REFUSED))).exists():
                time.sleep(1)
            yield server


@contextmanager
def tests_council(folder: Path) -> Iterator[LiveServer]:
    """The running app with the tests' council."""
    folder.mkdir()
    with SqliteDatabases(folder).copy(fill_with_council) as url, looked_into(url, folder) as server:
        yield server


@contextmanager
def looked_into(url: str, folder: Path) -> Iterator[LiveServer]:
    """The running app on this database, which this process has open too."""
    with running_app(url, folder) as server:
        models.connect_to(server.settings.database)
        with create_app(server.settings).app_context():
            yield server


def command(settings: Settings, *words: str) -> None:
    """Run a command of the app. Raises AssertionError if it fails."""
    done = create_app(settings).test_cli_runner().invoke(args=words, catch_exceptions=False)
    assert done.exit_code == 0, done.output


def take_pages(browser: Browser, server: LiveServer) -> None:
    """Each page as a head of service sees it, at two widths, and the first two on paper without colours."""
    for width, tall in TALL.items():
        page = person(browser, server, HEAD, width=width)
        for name, path in PAGES.items():
            page.goto(path)
            height = min(tall, page.evaluate("document.documentElement.scrollHeight"))
            clip = {"x": 0, "y": 0, "width": width, "height": height}
            on = "phone" if width == PHONE else "screen"
            page.screenshot(path=LEADING / f"{name}-{on}.png", full_page=True, clip=clip)
            if on == "screen":
                draw(page.pdf(format="A4", prefer_css_page_size=True), f"{name}-print", "-l", "1")


def take_report(server: LiveServer, folder: Path) -> None:
    """The report of the last twelve months, in colour and in grey."""
    file = folder / "report.pdf"
    command(server.settings, "figures", "report", "--format", "pdf", "--to", str(file))
    draw(file.read_bytes(), "report", "-l", "2")


def take_letters(browser: Browser, server: LiveServer) -> None:
    """Both letters as they are drafted from the answers, with a telephone number of the new worker's."""
    record = factories.submitted()
    page = person(browser, server, NEW_WORKER)
    for to in RECIPIENTS:
        address = f"/records/{record.reference}/letters/{to}"
        page.goto(address)
        page.get_by_label(re.compile("phone", re.IGNORECASE)).fill("01632 960 148")
        page.get_by_role("main").get_by_role("button", name="Save the letter").click()
        for size in ("", "?print=large"):
            printed = page.request.get(f"{address}/letter.pdf{size}")
            draw(printed.body(), f"letter-{to}{'-large' if size else ''}", "-l", "1")


def draw(pdf: bytes, name: str, *options: str) -> None:
    """Pages of a PDF as pictures in grey."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        to_pictures = ["pdftoppm", "-png", "-gray", "-r", str(DOTS), *options, file.name, str(LEADING / name)]
        subprocess.run(to_pictures, check=True)


if __name__ == "__main__":
    main()
