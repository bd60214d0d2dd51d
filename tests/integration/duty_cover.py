"""A duty cover record from the home page to its seal: run by test_fifth_kind.py where that kind is added to the app."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from flask import Flask
from werkzeug.datastructures import FileStorage

from app import create_app
from models import Record, SealedDocument
from records import clock
from settings import Settings
from tests import factories
from tests.data import story
from tests.data.load import load_council
from tests.support.reader import ORIGIN, Page, Reader

KIND = "Duty cover record"
TODAY = clock.today()
BACK = TODAY + timedelta(days=14)


def in_boxes(name: str, day: object) -> dict[str, str]:
    """A date as its three boxes are posted."""
    return {f"{name}-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def installed(folder: Path) -> Flask:
    """The app, set up as for an installation, with the tests' council."""
    app = create_app(Settings(env="test", data_folder=folder, base_url=ORIGIN))
    app.testing = True
    command(app, "setup")
    load_council(TODAY)
    return app


def command(app: Flask, *words: str) -> str:
    """What a command of the app says. Raises AssertionError where its exit code is not 0."""
    done = app.test_cli_runner().invoke(args=words)
    assert done.exit_code == 0, done.output
    return done.output


def press_on(reader: Reader, path: str, form_id: str, changes: Mapping[str, str]) -> Page:
    """Open a page, fill in its form, send it and open where that leads."""
    reader.press(reader.open(path).form(id=form_id), changes, status=302)
    return reader.follow()


def start(author: Reader) -> str:
    """Start the record from the home page. Returns its address."""
    assert KIND.lower() in author.open("/").words
    form = author.open(f"/records/new/duty-cover?name={story.CASE_ONE_CHILD}").form("/records/new/", method="post")
    page = author.press(form, {"chosen": str(factories.child().id)}, status=302)
    assert "Who covers" in author.follow().words
    return page.location


def submit(author: Reader, record: str) -> None:
    """Fill in both sections as they are asked, see what the protocol says, and submit."""
    covers = factories.person(story.RECEIVING_WORKER)
    page = author.open(f"{record}/sections/people")
    assert "Enter the new social worker" in page.words
    who = {"new_worker": covers.name, "new_worker-id": str(covers.id), "action": "continue"}
    press_on(author, f"{record}/sections/people", "section-form", who)
    what = {"cover_what": "A visit every Tuesday.", "action": "continue"} | in_boxes("cover_until", BACK)
    press_on(author, f"{record}/sections/cover", "section-form", what)
    assert press_on(author, f"{record}/check", "submit", {}).heading == "Submitted"


def decide(app: Flask, record: Record) -> None:
    """Whoever covers and then the team leader approve, each on the page of their step."""
    for key, email in {"covering_worker": story.RECEIVING_WORKER, "team_leader": story.TRANSFERRING_LEADER}.items():
        step = factories.step_of(record, key)
        assert step.assignee.email == email
        reader = Reader(app, step.assignee)
        press_on(reader, f"/records/{record.reference}/steps/{step.id}", "decision", {"outcome": "approved"})


def check_seal(app: Flask, record: Record) -> None:
    """The sealed document is read, and found genuine."""
    reader, sealed = Reader(app), SealedDocument.get(SealedDocument.record == record)
    form = reader.open("/verify").form("/verify", method="post")
    document = FileStorage(BytesIO(bytes(sealed.data)), "record.pdf")
    page = reader.send("/verify", {**form.fields, "document": document}, status=200)
    assert page.heading.startswith("Genuine"), page.heading


def check_pages(author: Reader, record: str) -> None:
    """Its day for calendars, its page, and its statements among the protocol's."""
    assert KIND in author.open(record).words
    assert f"{record}/calendar/cover-ends" in author.page.links
    assert f"DTSTART;VALUE=DATE:{BACK:%Y%m%d}" in author.open(f"{record}/calendar/cover-ends").text
    found = {section.get("id") for section in author.open("/protocol").each("section", class_="handover-statement")}
    assert {"142.6.1", "142.6.2"} <= found


def hand_back(author: Reader, record: str) -> None:
    """Say after approval that the work was handed back."""
    still = "The work is not handed back yet."
    assert still in author.open(record).words
    form = author.open(f"{record}/follow-up").form(f"{record}/follow-up")
    author.press(form, in_boxes("handed_back_on", TODAY), status=302)
    assert still not in author.follow().words


def check_commands(app: Flask) -> None:
    """The command line weighs a case of it, and lists its questions, its rules and its cases."""
    case = "tests/protocol/cases/duty_cover/cover_in_good_order.yaml"
    assert "This record can be submitted." in command(app, "protocol", "check", case)
    assert "duty_cover cover cover_until: date" in command(app, "protocol", "fields")
    (rule,) = [line for line in command(app, "protocol", "coverage").splitlines() if line.startswith("142.6.1 ")]
    assert "somebody_else_covers" in rule
    assert "1 unmet" in rule


def main() -> None:
    """The whole story."""
    with tempfile.TemporaryDirectory() as folder:
        app = installed(Path(folder))
        author = Reader(app, factories.person(story.AUTHOR))
        address = start(author)
        submit(author, address)
        record = Record.get(Record.reference == address.rpartition("/")[2])
        decide(app, record)
        with app.app_context():
            assert factories.seal_what_waits() == 1
        check_seal(app, record)
        check_pages(author, address)
        hand_back(author, address)
        check_commands(app)
        print(f"sealed, genuine and handed back, by the app in {app.root_path}")  # noqa: T201


if __name__ == "__main__":
    main()
