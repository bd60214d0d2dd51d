"""Rows that were removed from a table stay on its page, to be put back at their place."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from forms.engine.removed_rows import MOST_REMOVED
from forms.engine.rows import MOST_ROWS, RowsQuestion
from forms.transfer_meeting.reasons import ReasonsSection
from tests.unit.forms.filled import LOOKED_AFTER

KNOWN = {"best_interests": "She gets a worker who stays.", "key_events_known": "yes", "key_events-rows": "1"}
NOTE = "Contact stops"


def rows(*notes: str) -> dict[str, str]:
    """A posted table with these notes."""
    return {f"key_events-{place}-note": note for place, note in enumerate(notes)}


def removed(number: int, at: Any, **cells: str) -> dict[str, str]:
    """A row that the posted page shows as removed."""
    start = f"key_events-removed-{number}"
    return {start: str(at)} | {f"{start}-{name}": value for name, value in cells.items()}


def after(action: str, *posted: dict[str, str]) -> RowsQuestion:
    """The table after a button."""
    everything = MultiDict(KNOWN)
    for one in posted:
        everything.update(one)
    table = ReasonsSection.from_post(everything, LOOKED_AFTER, action=action)["key_events"]
    assert isinstance(table, RowsQuestion)
    return table


def shown(table: RowsQuestion) -> list[str]:
    """The page from the top: notes of rows, and of those removed in brackets."""
    found, last = [], len(table.shown_rows())
    for index in range(last + 1):
        found += [f"({dict(one.fields).get('note')})" for _, one in table.removed_before(index)]
        found += [row.cells["note"].raw for row in table.rows[index : index + 1]]
    return found


@pytest.mark.parametrize(
    "action, page",
    [
        ("remove:key_events:0", ["(One)", "Two", "(Gone)", "Three"]),
        ("remove:key_events:1", ["One", "(Two)", "(Gone)", "Three"]),
        ("remove:key_events:2", ["One", "Two", "(Gone)", "(Three)"]),
        ("add:key_events", ["One", "Two", "(Gone)", "Three", ""]),
        ("put-back:key_events:0", ["One", "Two", "Gone", "Three"]),
        ("put-back:key_events:1", ["One", "Two", "(Gone)", "Three"]),
        ("put-back:key_events:²", ["One", "Two", "(Gone)", "Three"]),
        ("put-back:key_events", ["One", "Two", "(Gone)", "Three"]),
        ("put-back:siblings:0", ["One", "Two", "(Gone)", "Three"]),
        ("", ["One", "Two", "(Gone)", "Three"]),
    ],
)
def test_each_keeps_its_place_whatever_is_done_beside_it(action: str, page: list[str]) -> None:
    table = after(action, rows("One", "Two", "Three"), removed(0, 2, note="Gone"))
    assert shown(table) == page


def test_all_of_it_is_put_back_as_it_was_typed() -> None:
    cells = {"kind": "birth", "date-day": "thirty", "date-month": "", "date-year": "2026", "note": "a\r\nb"}
    table = after("put-back:key_events:0", removed(0, 0, **cells))
    [row] = table.shown_rows()
    assert row.raw == {"kind": "birth", "date": {"day": "thirty", "month": "", "year": "2026"}, "note": "a\nb"}


def test_of_two_at_one_place_each_is_put_back_on_its_side_of_the_other() -> None:
    both = removed(0, 1, note="First") | removed(1, 1, note="Second")
    assert shown(after("put-back:key_events:1", rows("One", "Two"), both)) == ["One", "(First)", "Second", "Two"]
    assert shown(after("put-back:key_events:0", rows("One", "Two"), both)) == ["One", "First", "(Second)", "Two"]


def test_a_row_in_which_nothing_was_typed_is_gone() -> None:
    assert shown(after("remove:key_events:1", rows("One", " ", "Three"))) == ["One", "Three"]


def test_the_blank_row_of_an_empty_table_makes_room_for_the_one_put_back_and_a_written_one_does_not() -> None:
    gone = removed(0, 0, note="Gone")
    assert shown(after("put-back:key_events:0", rows(""), gone)) == ["Gone"]
    assert shown(after("put-back:key_events:0", rows("New"), gone)) == ["Gone", "New"]


def test_what_is_removed_is_no_answer() -> None:
    table = after("remove:key_events:0", rows("One", "Two"))
    assert table.data == [{"note": "Two"}]


def test_no_more_are_kept_than_a_page_can_show() -> None:
    gone = {name: value for number in range(40) for name, value in removed(number, 0, note=f"Gone {number}").items()}
    table = after("remove:key_events:0", rows("One"), gone)
    assert [one for one in shown(table) if one][-1] == "(One)"
    assert len(table.arranged.removed) == MOST_REMOVED


def test_one_that_is_put_back_into_a_full_table_stands_there_with_an_error_and_is_not_lost() -> None:
    table = after("put-back:key_events:0", rows(*["One"] * MOST_ROWS), removed(0, 3, note="Gone"))
    assert table.rows[3].cells["note"].raw == "Gone"
    assert "must be 60 rows or fewer: remove 1" in table.error


@pytest.mark.parametrize("at", ["", "x", "-1", "²", "99999", "1e3"])
def test_a_place_that_is_none_is_no_removed_row(at: str) -> None:
    assert shown(after("", rows("One"), removed(0, at, note="Gone"))) == ["One"]


def test_controls_that_the_table_does_not_have_are_not_kept() -> None:
    table = after("", rows("One"), removed(0, 0, note="Gone", nothing="x", **{"note-x": "y"}))
    [(_, one)] = table.arranged.removed
    assert dict(one.fields).keys() == {"note", "note-x"}


@pytest.mark.parametrize(
    "typed, said",
    [
        ({"kind": "birth", "note": "A brother  is\nborn"}, "A brother is born"),
        ({"note": "Holiday"}, "Holiday"),
        ({"note": "x y " * 40}, "x y " * 14 + "x y…"),
        ({"date-day": "4", "kind": "school_move"}, ""),
    ],
)
def test_it_is_told_by_the_first_words_that_were_typed(typed: dict[str, str], said: str) -> None:
    table = after("", rows("One"), removed(0, 0, **typed))
    [(_, one)] = table.arranged.removed
    assert one.summary(table.columns) == said
