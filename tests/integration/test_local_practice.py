"""A council's own local practice, the example: where it is on it is everywhere, where it is off it is nowhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pydantic import ValidationError

from documents import attachment
from documents.content import DecisionDocument
from documents.render import render_html
from models import Departure, Record, State
from protocol import CHAPTERS, LOCAL, SOURCES
from records import clock, council
from records.reporting import history
from records.sealing import sealer
from settings import Settings
from tests import factories
from tests.data import story
from tests.integration.conftest import blank_page, make_app
from tests.support.reader import Page, Reader
from tests.unit.documents.schema import faults

LOCAL_RULE = "local.1.1"
WHY = "Maya is at camp until the weekend before."
ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "answers.schema.json").read_text(encoding="utf-8"))
CASES = ROOT / "tests" / "protocol" / "cases"


@pytest.fixture(params=[True, False], ids=["on", "off"])
def on(request: pytest.FixtureRequest) -> bool:
    """Whether the council has its local practice switched on."""
    return bool(request.param)


@pytest.fixture
def app(on: bool, settings: Settings) -> Iterator[Flask]:
    """The app of this council, which is the present one."""
    made = settings.model_copy(update={"local_practice": on})
    app = make_app(made)
    with council.council_context(council.read_council(made)):
        yield app


@pytest.fixture
def author(app: Flask) -> Reader:
    return Reader(app, factories.person(story.AUTHOR))


def late_visit(**changes: Any) -> Record:
    """A draft in which the child meets the new worker shortly before the transfer, and all else is in order."""
    transfer = date.fromisoformat(story.case_one_answers(clock.today())["transfer_date"])
    visit = (transfer - timedelta(days=2)).isoformat()
    return factories.ready_draft(joint_visit="planned", joint_visit_date=visit, **changes)


def explained() -> Record:
    """Such a draft with the reason for it, which nobody reads where the practice is off."""
    return late_visit(**{f"departure-{LOCAL_RULE}": WHY})


def section(author: Reader, record: Record) -> Page:
    return author.open(f"/records/{record.reference}/sections/introduction")


def test_the_page_of_the_protocol_has_it_as_a_source_of_its_own(author: Reader, on: bool) -> None:
    page = author.open("/protocol")

    titles = [title for title in SOURCES.values() if title in page.words]
    assert titles == list((SOURCES if on else CHAPTERS).values())
    assert ("Local practice, Getting to know the child" in page.words) is on
    assert len([*page.each("section", id=LOCAL_RULE)]) == on
    assert "switched off" not in page.words
    its_own = author.open(f"/protocol/{LOCAL_RULE}", status=200 if on else 404)
    assert ("7 days or more before the transfer" in its_own.words) is on


def test_the_live_check_asks_for_it_beside_its_question(author: Reader, on: bool) -> None:
    page = section(author, late_visit())

    assert (f"/protocol#{LOCAL_RULE}" in page.links) is on
    assert len([*page.each("textarea", name=f"departure-{LOCAL_RULE}")]) == on


def test_it_counts_in_its_section(author: Reader, on: bool) -> None:
    both = late_visit(joint_visit_together="elsewhere")

    assert ("2 things in this section need attention" in section(author, both).words) is on


def test_a_record_that_does_not_keep_it_is_stopped_until_it_says_why(author: Reader, on: bool) -> None:
    record = late_visit()
    check = author.open(f"/records/{record.reference}/check")
    assert ("Submit for decision" in check.words) is not on

    factories.save(record, answers={f"departure-{LOCAL_RULE}": WHY})

    assert "Submit for decision" in author.open(f"/records/{record.reference}/check").words


def test_those_who_decide_read_it_and_it_is_counted(app: Flask, author: Reader, on: bool) -> None:
    record = explained()
    factories.submit(record)

    found = {
        finding["statement"]: finding["outcome"] for finding in history.version_of(factories.fresh(record)).findings
    }
    assert found.get(LOCAL_RULE) == ("departed" if on else None)
    assert Departure.select().where(Departure.statement == LOCAL_RULE).exists() is on
    decider = Reader(app, factories.person(story.RECEIVING_WORKER))
    step = factories.step_of(record, "new_worker")
    assert (f"/protocol#{LOCAL_RULE}" in decider.open(f"/records/{record.reference}/steps/{step.id}").links) is on
    assert history.departures_by_statement().get(LOCAL_RULE, 0) == int(on)


def test_the_sealed_record_prints_it_under_its_own_name_and_attaches_it(
    app: Flask, on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[DecisionDocument] = []

    def draw(document: DecisionDocument) -> bytes:
        drawn.append(document)
        return blank_page()

    monkeypatch.setattr(sealer, "render_in_subprocess", draw)
    record = explained()
    factories.submit(record)
    factories.approve(record, *factories.DECIDERS)
    with app.app_context():
        factories.seal_what_waits()

    assert factories.fresh(record).state == State.SEALED
    document = next(one for one in drawn if one.reference == record.reference)
    html = render_html(document)
    assert ("Local practice, Getting to know the child" in html) is on
    assert "1.4.2, Transfer meeting" in html
    attached = json.loads(attachment.to_bytes(document))
    assert faults(attached, SCHEMA, SCHEMA) == []
    assert (LOCAL in {finding["chapter"] for finding in attached["findings"]}) is on


def test_what_was_submitted_keeps_it_when_it_is_switched_off(settings: Settings) -> None:
    app, practised = make_app(settings), settings.model_copy(update={"local_practice": True})
    with council.council_context(council.read_council(practised)):
        record = explained()
        factories.submit(record)

    page = Reader(app, factories.person(story.AUTHOR)).open(f"/records/{record.reference}/answers")
    with app.app_context():
        state = factories.approve(record, *factories.DECIDERS).state

    assert WHY in page.words
    assert state == State.APPROVED


# The command line


def run(app: Flask, *arguments: str) -> dict[str, Any]:
    """What `flask protocol … --json` prints in this app."""
    done = app.test_cli_runner().invoke(args=["protocol", *arguments, "--json"])
    return dict(json.loads(done.stdout))


def test_a_file_is_checked_by_it(app: Flask, on: bool, tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(late_visit().answers), encoding="utf-8")

    found = {finding["statement"]: finding["outcome"] for finding in run(app, "check", str(file))["findings"]}

    assert found.get(LOCAL_RULE) == ("unmet" if on else None)


def test_coverage_counts_its_cases(app: Flask, on: bool) -> None:
    done = app.test_cli_runner().invoke(args=["protocol", "coverage", "--json", "--cases", str(CASES)])

    assert done.exit_code == 0, done.stderr
    report = json.loads(done.stdout)
    assert (LOCAL_RULE in report) is on
    assert not on or report[LOCAL_RULE]["cases"]["unmet"]


def test_coverage_misses_cases_of_it_only_where_it_is_on(app: Flask, on: bool, tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("case: One thing\nanswers: {}\nexpect: {142.3.1: unanswered}\n")

    done = app.test_cli_runner().invoke(args=["protocol", "coverage", "--cases", str(tmp_path)])

    assert (f"{LOCAL_RULE} has no case" in done.stderr) is on


# The setting


def test_it_is_off_unless_it_is_switched_on(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings(env="test").chapters_in_force == CHAPTERS.keys()

    monkeypatch.setenv("HANDOVER_LOCAL_PRACTICE", "true")

    assert Settings(env="test").chapters_in_force == {*CHAPTERS, LOCAL}


def test_it_is_no_chapter_to_switch_off(settings: Settings) -> None:
    with pytest.raises(ValidationError, match="names no chapter"):
        Settings(env="test", chapters_off=frozenset({LOCAL}))
