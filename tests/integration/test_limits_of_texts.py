"""A text has a limit, and so has a record: what is longer is kept as it was typed, and said by how much."""

from __future__ import annotations

import pytest

from models import Record, State
from tests import factories
from tests.data import story
from tests.integration.conftest import SignIn
from tests.support.reader import Form, Reader, words_of
from views import limits

pytestmark = pytest.mark.usefixtures("app")


def section(reader: Reader, record: Record, key: str = "summary") -> Form:
    """The form of a section."""
    return reader.open(f"/records/{record.reference}/sections/{key}").form(id="section-form")


def holding(record: Record, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    """Let a record hold so many characters more than it does."""
    monkeypatch.setattr(limits, "MOST_IN_RECORD", limits.size_of(factories.fresh(record).answers) + room)


def test_the_limit_is_said_above_the_questions(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)

    page = reader.open(f"/records/{record.reference}/sections/summary")

    assert "A text can have up to 5,000 characters" in page.words


@pytest.mark.parametrize("htmx", [True, False])
def test_a_text_near_its_limit_says_how_long_it_is_and_has_no_error_before_it_is_over(
    sign_in: SignIn, *, htmx: bool
) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    address = f"/records/{record.reference}/sections/summary"

    for length, said in (
        (3_000, ""),
        (4_200, "You have used 4,200 of 5,000 characters"),
        (5_001, "take out 1 character"),
    ):
        text = f"Worried: {'ab ' * length}"[: length - 1] + "."
        fields = section(reader, record).filled({"worries": text})
        page = reader.send(address, fields, htmx=htmx)
        shown = page if htmx else reader.open(address)

        (slot,) = shown.each("div", id="worries-slot")
        assert said in words_of(slot) if said else words_of(slot) == ""
        assert ("Error" in words_of(slot)) == (length > 5_000)
        assert section(reader, record).fields["worries"] == text


def test_a_reason_that_is_too_long_is_kept_and_no_reason_yet(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    name = sorted(limits.REASONS)[0]
    form = section(reader, record)

    reader.press(form, {name: "reason " * 1_000, "action": "later"}, status=302)

    kept = factories.fresh(record)
    assert name not in kept.answers
    assert kept.typed[name] == ("reason " * 1_000).strip()

    reader.press(section(reader, record), {name: "The court decides on Friday.", "action": "later"}, status=302)
    kept = factories.fresh(record)
    assert (kept.answers[name], kept.typed.get(name)) == ("The court decides on Friday.", None)


def test_a_full_record_takes_no_more_and_says_by_how_much(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    form = section(reader, record)
    holding(record, monkeypatch, 500)
    text = form.fields["worries"] + " More words." * 60

    page = reader.press(form, {"worries": text, "action": "continue"}, status=200)

    kept = factories.fresh(record)
    (said,) = [error for error in page.errors if "This record is full" in error]
    assert "Take out 220 here or in another section" in said
    assert "worries" not in kept.answers
    assert kept.typed["worries"] == text
    assert page.form(id="section-form").fields["worries"] == text


def test_a_new_line_fills_a_record_as_much_as_a_full_line_on_paper(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    form = section(reader, record)
    holding(record, monkeypatch, 500)
    text = form.fields["worries"] + "\r\nx" * 7

    page = reader.press(form, {"worries": text, "action": "continue"}, status=200)

    (said,) = [error for error in page.errors if "This record is full" in error]
    assert "of which a new line counts as 100. Take out 214 here" in said
    assert factories.fresh(record).typed["worries"] == text.replace("\r\n", "\n")


def test_what_is_shorter_is_taken_by_a_full_record(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    form = section(reader, record)
    holding(record, monkeypatch, -1_000)

    reader.press(form, {"worries": "Shorter.", "action": "later"}, status=302)

    assert factories.fresh(record).answers["worries"] == "Shorter."


def test_rows_of_a_table_fill_a_record_too(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    form = section(reader, record, "meeting")
    holding(record, monkeypatch, 500)
    rows = {f"outstanding_work-{number}-task": "A long task. " * 30 for number in range(10, 40)}

    page = reader.press(form, rows | {"action": "continue"}, status=200)

    assert any("this record is full" in error for error in page.errors)
    kept = factories.fresh(record)
    assert limits.size_of(kept.answers) <= limits.MOST_IN_RECORD
    assert len(kept.typed["outstanding_work"]) >= len(rows)


def test_what_was_saved_under_an_earlier_limit_stays_an_answer_until_it_is_changed(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    record = factories.fresh(record)
    record.answers["worries"] = "long " * 2_000 + "end"
    record.save()
    form = section(reader, record)

    reader.press(form, {"life_now": "She likes to swim.", "action": "later"}, status=302)
    assert factories.fresh(record).answers["worries"] == "long " * 2_000 + "end"

    page = reader.press(section(reader, record), {"worries": "longer " * 2_000, "action": "continue"}, status=200)
    assert any("must be 5,000 characters or fewer: take out 8,999 characters" in error for error in page.errors)


@pytest.mark.parametrize("button", ["continue", "later"])
def test_what_no_draft_has_room_for_is_given_back_and_not_saved(sign_in: SignIn, button: str) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    text = "more words " * 63_000 + "end"
    before = factories.fresh(record).answers["worries"]

    page = reader.press(
        section(reader, record), {"worries": text, "life_now": "She swims.", "action": button}, status=200
    )

    kept = factories.fresh(record)
    assert any("This draft is full, so this is not saved" in error for error in page.errors)
    assert page.form(id="section-form").fields["worries"] == text
    assert "Not all saved: see below." in page.words
    assert (kept.answers["worries"], kept.answers["life_now"]) == (before, "She swims.")
    assert limits.size_of(kept.typed) == 0


def test_the_live_check_says_that_it_did_not_save_what_there_is_no_room_for(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)

    page = reader.press(section(reader, record), {"worries": "more words " * 63_000}, status=200, htmx=True)

    assert "Not all saved: see below." in page.words
    assert "This draft is full, so this is not saved" in page.words


def test_reasons_that_no_draft_has_room_for_are_refused(sign_in: SignIn) -> None:
    record, reader = factories.in_state(State.DRAFT), sign_in(story.AUTHOR)
    before = factories.fresh(record).typed

    reader.press(section(reader, record), {sorted(limits.REASONS)[0]: "reason " * 60_000}, status=413)

    assert factories.fresh(record).typed == before
