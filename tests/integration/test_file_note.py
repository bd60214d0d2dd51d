"""The note for the child's file: a short text on the record's page, to be copied into the case system."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from forms import get_kind
from forms.file_note import file_note
from models import Record, State
from protocol import formatting
from records import clock
from records.register.invented import days_ago
from tests import factories
from tests.data import story
from tests.data.case_one import NEW_LEADER_ABSENT
from tests.integration.conftest import SignIn
from tests.support.reader import Page

pytestmark = pytest.mark.usefixtures("app")


def note_on(page: Page) -> str:
    """The note as the page offers it, '' where it offers none."""
    return "".join("".join(area.itertext()) for area in page.each("textarea", id="file-note"))


def note_of(record: Record, **changes: Any) -> str:
    """The note that the answers make, with some of them changed."""
    return file_note(get_kind(record.kind), record.reference, factories.answers_that_apply(record) | changes)


def said_on(value: str) -> str:
    """A stored date in words."""
    return formatting.day(date.fromisoformat(value))


def test_the_note_says_when_the_meeting_was_who_was_there_what_was_agreed_and_what_comes_next(sign_in: SignIn) -> None:
    record, today = factories.in_state(State.DRAFT), clock.today()

    lines = note_on(sign_in(story.AUTHOR).open(f"/records/{record.reference}")).splitlines()

    held = formatting.day(days_ago(today, 7))
    assert lines[:2] == [
        f"Transfer meeting record {record.reference}",
        f"Held on {held}, Northgate Family Centre, chaired by Priya Raghunathan.",
    ]
    assert lines[lines.index("There:") + 1 : lines.index("Agreed:") - 1] == [
        "- Hannah Whitcombe, current social worker",
        "- Priya Raghunathan, current team leader",
        "- Tomasz Zieliński, new social worker",
        "- Marcus Bellweather, new team leader",
        "- Angela Prowse, Independent reviewing officer",
        "- Nadine Opoku, Supervising social worker for Ruth and Clive",
    ]
    said = {name: factories.answers_that_apply(record)[name] for name in ("outstanding_work", "dates_ahead")}
    due = said_on(next(one["due"] for one in said["outstanding_work"] if "life story book" in one["task"]))
    health = said_on(next(one["date"] for one in said["dates_ahead"] if one["kind"] == "health"))
    assert (
        f"- Finish the life story book with Maya; a copy is hers to keep, the current social worker, by {due}" in lines
    )
    assert f"- {said_on(factories.answers_that_apply(record)['transfer_date'])}: responsibility passes" in lines
    assert f"- {health}: Health, Health assessment and hearing check" in lines


def test_it_can_be_selected_without_script_and_the_button_waits_for_it(sign_in: SignIn) -> None:
    page = sign_in(story.AUTHOR).open(f"/records/{factories.in_state(State.SEALED).reference}")

    (area,), (button,) = page.each("textarea", id="file-note"), page.each("button", data_copies="file-note")
    assert (area.get("readonly"), button.get("hidden"), button.get("type")) == ("", "", "button")
    assert [place.get("role") for place in page.each("p", id="file-note-copied")] == ["status"]


def test_who_was_absent_stands_apart_and_why_stays_in_the_record() -> None:
    record = factories.in_state(State.DRAFT)

    note = note_of(record, **NEW_LEADER_ABSENT, new_team_leader_absence="Was ill")

    assert "Not there:\n- Marcus Bellweather, new team leader" in note
    assert "Was ill" not in note


@pytest.mark.parametrize("changes", [{"meeting_state": "planned"}, {"meeting_date": None}])
def test_until_the_meeting_has_been_held_on_a_day_there_is_no_note(changes: dict[str, Any]) -> None:
    assert note_of(factories.in_state(State.DRAFT), **changes) == ""


def test_a_note_of_few_answers_has_no_empty_parts() -> None:
    record = factories.start_draft()

    note = file_note(get_kind(record.kind), "TMR-1", {"meeting_state": "held", "meeting_date": "2026-03-04"})

    assert note == "Transfer meeting record TMR-1\nHeld on 4 March 2026."


def test_a_record_that_was_withdrawn_offers_no_note(sign_in: SignIn) -> None:
    assert note_on(sign_in(story.AUTHOR).open(f"/records/{factories.in_state(State.WITHDRAWN).reference}")) == ""


def test_nothing_that_some_readers_may_not_see_is_in_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    record = factories.in_state(State.DRAFT)
    monkeypatch.setattr("forms.file_note.restricted_questions", lambda _: frozenset({"outstanding_work"}))

    assert "Agreed:" not in note_of(record)
