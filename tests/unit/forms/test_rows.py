"""Questions answered with rows."""

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from forms.engine.rows import MOST_KEPT, MOST_ROWS, RowsQuestion
from forms.transfer_meeting.reasons import ReasonsSection
from tests.unit.forms.filled import LOOKED_AFTER

KNOWN = {"best_interests": "She gets a worker who stays.", "key_events_known": "yes"}
TWO_ROWS = {
    "key_events-0-kind": "review",
    "key_events-0-note": "First",
    "key_events-1-kind": "birth",
    "key_events-1-date-day": "4 mar 2026",
    "key_events-1-note": "Second",
    "key_events-rows": "2",
}


def after(posted: dict[str, str], action: str = "", **stored: Any) -> ReasonsSection:
    answers = LOOKED_AFTER | stored.pop("answers", {})
    return ReasonsSection.from_post(MultiDict(KNOWN | posted), answers, action=action, **stored)


def events(page: ReasonsSection) -> RowsQuestion:
    question = page["key_events"]
    assert isinstance(question, RowsQuestion)
    return question


def notes(page: ReasonsSection) -> list[str]:
    return [row.cells["note"].raw for row in events(page).shown_rows()]


def test_rows_become_a_list_of_their_answers() -> None:
    assert after(TWO_ROWS).answers()["key_events"] == [
        {"kind": "review", "note": "First"},
        {"kind": "birth", "date": "2026-03-04", "note": "Second"},
    ]


def test_adding_shows_one_more_blank_row_and_stores_none() -> None:
    page = after(TWO_ROWS, "add:key_events")
    assert notes(page) == ["First", "Second", ""]
    assert len(page.answers()["key_events"]) == 2


def test_removing_takes_out_that_row_alone() -> None:
    assert notes(after(TWO_ROWS, "remove:key_events:0")) == ["Second"]
    assert notes(after(TWO_ROWS, "remove:key_events:1")) == ["First"]


@pytest.mark.parametrize(
    "action",
    [
        "remove:key_events:7",
        "remove:key_events:-1",
        "remove:key_events:",
        "remove:key_events:x",
        "remove:key_events:²",
        "add:key",
        "add:",
        "add",
        "remove:siblings:0",
        "add:key_events:1",
        "\x00",
        ":::",
    ],
)
def test_a_made_up_action_changes_nothing(action: str) -> None:
    assert notes(after(TWO_ROWS, action)) == ["First", "Second"]


def test_removing_the_last_row_leaves_a_blank_one_to_write_in() -> None:
    one = {"key_events-0-note": "First", "key_events-rows": "1"}
    page = after(one, "remove:key_events:0", answers={"key_events": [{"note": "First"}]})
    assert notes(page) == [""]
    assert "key_events" not in page.answers()


def test_blank_rows_are_dropped_from_the_answers() -> None:
    page = after({"key_events-0-note": " ", "key_events-0-date-day": "", "key_events-1-note": "Kept"})
    assert page.answers()["key_events"] == [{"note": "Kept"}]


def test_rows_keep_their_order_whatever_their_numbers() -> None:
    page = after({"key_events-10-note": "Ten", "key_events-2-note": "Two"})
    assert notes(page) == ["Two", "Ten"]


def test_no_row_is_added_to_as_many_as_can_be_read() -> None:
    full = {f"key_events-{index}-note": f"Note {index}" for index in range(MOST_ROWS)}
    page = after(full, "add:key_events")
    assert len(notes(page)) == MOST_ROWS
    assert events(page).is_full


def test_more_rows_than_can_be_saved_are_kept_as_typed_with_an_error_that_names_the_limit() -> None:
    many = {f"key_events-{index}-note": f"Note {index}" for index in range(MOST_ROWS + 5)}
    page = after(many)

    again = type(page).from_answers(page.answers(), page.typed())

    assert "key_events" not in page.answers()
    assert notes(again) == list(many.values())
    for one in (page, again):
        assert events(one).error.startswith(f"Key events must be {MOST_ROWS} rows or fewer: remove 5.")
    fewer = {name: value for name, value in many.items() if value in list(many.values())[:MOST_ROWS]}
    assert events(after(fewer)).error == ""
    assert len(after(fewer).answers()["key_events"]) == MOST_ROWS


def test_a_row_with_a_cell_that_cannot_be_read_is_kept_whole_as_typed() -> None:
    page = after(TWO_ROWS | {"key_events-1-date-day": "31/2/2026"})
    assert page.answers()["key_events"] == [{"kind": "review", "note": "First"}, {"kind": "birth", "note": "Second"}]
    again = ReasonsSection.from_answers(LOOKED_AFTER | page.answers(), page.typed())
    assert notes(again) == ["First", "Second"]
    assert events(again).rows[1].cells["date"].raw["day"] == "31/2/2026"
    assert again.errors_now() == page.errors_now()


def test_a_row_with_nothing_but_a_wrong_cell_is_not_an_answer_but_is_not_lost() -> None:
    page = after({"key_events-0-date-day": "soon"})
    assert "key_events" not in page.answers()
    again = ReasonsSection.from_answers(page.answers(), page.typed())
    assert events(again).rows[0].cells["date"].raw["day"] == "soon"


def test_messages_say_which_row_they_are_about() -> None:
    page = after(TWO_ROWS | {"key_events-1-date-day": "31", "key_events-1-date-month": "2"})
    assert page.errors_now() == {"key_events-1-date": "Key event 2: date of the event must include a year"}


def test_on_continue_a_row_is_asked_for_its_blanks_and_a_blank_row_is_not() -> None:
    page = after({"transfer_date-day": "1/5/2026", "key_events-0-note": "Only a note", "key_events-1-note": ""})
    assert page.errors_on_continue() == {
        "key_events-0-kind": "Key event 1: select what kind of event it is",
        "key_events-0-date": "Key event 1: enter the date of the event",
    }


def test_on_continue_at_least_one_row_is_asked_for_where_rows_were_announced() -> None:
    page = after({"transfer_date-day": "1/5/2026"})
    ask = "Add at least one key event: what kind of event it is and the date of the event"
    assert page.errors_on_continue() == {"key_events": ask}
    assert page.error_links({"key_events": ask})[0]["href"] == "#key_events-0-kind"


def test_rows_that_were_not_on_the_page_keep_what_is_stored() -> None:
    stored = {"key_events": [{"note": "Kept"}]}
    assert after({}, answers=stored).answers()["key_events"] == [{"note": "Kept"}]


def test_an_empty_page_of_rows_takes_the_stored_ones_away() -> None:
    assert "key_events" not in after({"key_events-rows": "0"}, answers={"key_events": [{"note": "Gone"}]}).answers()


@pytest.mark.parametrize("rows, said", [(MOST_ROWS - 11, 0), (MOST_ROWS - 10, 10), (MOST_ROWS - 1, 1), (MOST_ROWS, 0)])
def test_how_much_room_is_left_is_said_when_it_is_little(rows: int, said: int) -> None:
    page = after({f"key_events-{index}-note": f"Note {index}" for index in range(rows)})
    assert events(page).room == said
    assert events(page).is_full is (rows == MOST_ROWS)


def test_stored_rows_beyond_the_limit_are_an_error_and_none_is_an_answer() -> None:
    many = [{"kind": "review", "note": f"Note {index}"} for index in range(MOST_ROWS + 1)]
    page = ReasonsSection.from_answers(LOOKED_AFTER | {"key_events_known": "yes", "key_events": many})
    assert events(page).error.startswith(f"Key events must be {MOST_ROWS} rows or fewer: remove 1.")
    assert "key_events" not in page.answers()
    assert len(page.typed()["key_events"]) == MOST_ROWS + 1


def test_more_rows_than_can_be_kept_are_counted_in_the_error() -> None:
    page = after({f"key_events-{index}-note": f"Note {index}" for index in range(MOST_KEPT + 3)})
    assert len(events(page).rows) == MOST_KEPT
    assert "3 more could not be kept" in events(page).error
