"""What cannot be true together is said at both places of the pages, stops submission, and loses nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from models import Record, State
from records.errors import CannotSubmitError
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.integration.writing import saved, section
from tests.support.reader import Page, Reader, words_of

pytestmark = pytest.mark.usefixtures("app")

WORK = [{"task": "Write to the school", "owner": "new_worker", "due": "2026-04-01"}]


def contradictory(**changes: Any) -> Record:
    """A draft that is ready but for 'no work outstanding' beside a row of work."""
    return factories.ready_draft(**{"outstanding_work_known": "none", "outstanding_work": WORK} | changes)


def part(page: Page, name: str) -> Any:
    return next(one for one in page.html.iter() if one.get("id") == name)


def beside(page: Page, control: str) -> str:
    return words_of(part(page, f"{control}-slot"))


def links_in(page: Page, name: str) -> list[str]:
    return [link.get("href", "") for link in part(page, name).iter("a")]


def check(reader: Reader, record: Record) -> Page:
    return reader.open(f"/records/{record.reference}/check")


def test_none_with_a_row_behind_it_is_said_at_both_places_and_in_the_live_check(sign_in: SignIn) -> None:
    record, reader = contradictory(), sign_in(story.AUTHOR)
    page = reader.open(f"/records/{record.reference}/sections/meeting")

    for control, other in (("outstanding_work", "outstanding_work_known"), ("outstanding_work_known", None)):
        assert "is answered ‘No, none’" in beside(page, control)
        assert links_in(page, f"{control}-slot")[0].startswith(f"#{other or 'outstanding_work'}")
    assert "Cannot both be so" in words_of(part(page, "check"))

    live = reader.send(
        f"/records/{record.reference}/sections/meeting",
        section(reader, record, "meeting").filled({}),
        status=200,
        htmx=True,
    )
    assert "Cannot both be so" in words_of(live.html)
    assert saved(record)["outstanding_work"] == WORK


def test_two_places_in_two_sections_are_linked_to_each_other(sign_in: SignIn) -> None:
    record = factories.ready_draft(transfer_reason_code="SWDIED")
    reader = sign_in(story.AUTHOR)
    meeting = reader.open(f"/records/{record.reference}/sections/meeting")
    workers = reader.open(f"/records/{record.reference}/sections/workers")

    assert "has died" in beside(meeting, "all_attended")
    assert f"/records/{record.reference}/sections/workers#transfer_reason_code" in links_in(
        meeting, "all_attended-slot"
    )
    there = links_in(workers, "transfer_reason_code-slot")
    assert any(one.startswith(f"/records/{record.reference}/sections/meeting#all_attended") for one in there)


def test_check_your_answers_lists_it_with_both_places_and_offers_no_submission(sign_in: SignIn) -> None:
    record, reader = contradictory(), sign_in(story.AUTHOR)
    page = check(reader, record)

    found = [link.rpartition("/sections/")[2] for link in links_in(page, "why-not")]
    assert [one for one in found if "outstanding_work" in one] == [
        "meeting#outstanding_work-0-task",
        "meeting#outstanding_work_known",
    ]
    assert "Submit for decision" not in page.text


def test_a_post_that_submits_it_all_the_same_is_refused_and_nothing_is_lost(sign_in: SignIn) -> None:
    record, reader = contradictory(), sign_in(story.AUTHOR)
    page = check(reader, record)
    reader.send(f"/records/{record.reference}/submit", page.form(id="submit").filled({"declared": "yes"}), status=200)

    assert factories.fresh(record).state == State.DRAFT
    assert saved(record)["outstanding_work"] == WORK
    with pytest.raises(CannotSubmitError):
        factories.submit(factories.fresh(record))


def test_what_is_not_so_is_taken_out_by_its_button_and_by_nothing_else(sign_in: SignIn) -> None:
    record, reader = contradictory(), sign_in(story.AUTHOR)
    form = section(reader, record, "meeting")
    reader.press(form, {"action": "take-out:outstanding_work"}, status=302)

    assert "outstanding_work" not in saved(record)
    assert saved(record)["outstanding_work_known"] == "none"
    factories.submit(factories.fresh(record))


@pytest.mark.parametrize("control", ["", "meeting_date", "outstanding_work-0-task", "nothing", "outstanding_work:x"])
def test_a_post_can_take_out_nothing_but_what_is_named(control: str, sign_in: SignIn) -> None:
    record, reader = contradictory(), sign_in(story.AUTHOR)
    before = saved(record)
    reader.press(section(reader, record, "meeting"), {"action": f"take-out:{control}"}, status=302)

    assert saved(record) == before


def test_what_the_register_says_is_contradicted_like_an_answer(sign_in: SignIn) -> None:
    record = factories.ready_draft(child_status="child_in_need", legal_status="E1", placement="A6")
    page = sign_in(story.AUTHOR).open(f"/records/{record.reference}/sections/child")

    shown = words_of(part(page, "child_status-contradictions"))
    assert "the legal status E1 is looked after" in shown
    assert "#legal_status" in links_in(page, "child_status-contradictions")


def run(app: Flask, file: Path, *more: str) -> Any:
    return app.test_cli_runner().invoke(args=["protocol", "check", str(file), *more])


@pytest.mark.parametrize(
    "answers, name, place",
    [
        ({"outstanding_work_known": "none", "outstanding_work": WORK}, "answer_behind_another", "outstanding_work"),
        ({"child_status": "child_protection", "legal_status": "C1", "proceedings": "open"}, None, "child_status"),
        ({"child_status": "child_in_need", "legal_status": "E1"}, "looked_after_by_legal_status", "legal_status"),
        ({"transfer_reason_code": "SWDIED", "all_attended": "yes"}, "died_and_all_attended", "all_attended"),
        ({"legal_status": "V2", "placement": "P1"}, "cannot_be_of_a_child", "placement"),
        ({"child_date_of_birth": "2014-05-02", "transfer_date": "1999-05-02"}, "long_before_birth", "transfer_date"),
        ({"best_interests": "."}, "wrong_answer", "best_interests"),
        ({"dates_ahead": [{"kind": "visit", "date": "2027-01-05"}] * 61}, "wrong_answer", "dates_ahead"),
    ],
)
def test_a_file_is_refused_by_name(app: Flask, tmp_path: Path, answers: Any, name: str | None, place: str) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps({"today": "2026-03-01", "answers": {"child_status": "looked_after"} | answers}))
    plain, told = run(app, file), run(app, file, "--json")

    assert plain.exit_code == told.exit_code == 1
    refused = json.loads(told.stdout)["refused"]
    assert (name or "looked_after_by_legal_status") in [one["name"] for one in refused]
    assert place in [one for found in refused for one in found["places"]]
    assert place in plain.stdout


def test_an_exception_whose_review_is_past_is_refused_and_lifts_nothing(app: Flask, tmp_path: Path) -> None:
    answers = {"decided_instead": "moves_now", "review_on": "2026-02-28", "move_on": "2026-03-10"}
    file = tmp_path / "exception.json"
    file.write_text(json.dumps({"record": "exception_decision", "today": "2026-03-01", "answers": answers}))

    said = run(app, file)
    assert said.exit_code == 1
    assert "review_on: Date until which the exception stands must be today or still to come" in said.stdout
    assert (
        "reviewed_before_it_starts: review_on, move_on: The review of the exception is on 28 February 2026"
        in said.stdout
    )
