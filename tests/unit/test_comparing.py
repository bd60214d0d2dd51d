"""What changed between two versions, as each reader may see it."""

from __future__ import annotations

from typing import Any

from forms import get_kind
from forms.restricted import restricted_questions
from models import RecordVersion
from views.comparing import Change, compare

FORM = get_kind("management_handover")
BEFORE: dict[str, Any] = {"hr_reference": "HR-1", "hr_advised": "advised", "pdr_date": "2026-03-04"}


def changes(now: dict[str, Any], hidden: frozenset[str] = frozenset()) -> list[Change]:
    version = RecordVersion(number=1, answers=BEFORE, void_reason="")
    return compare(FORM, version, BEFORE | now, terms={}, hidden=hidden).changes


def test_what_did_not_change_is_not_listed() -> None:
    assert changes({}) == []


def test_an_answer_is_shown_in_words_before_and_now() -> None:
    (change,) = changes({"pdr_date": "2026-03-05"})

    assert (change.before, change.now) == (("4 March 2026",), ("5 March 2026",))


def test_a_restricted_answer_and_the_reason_beside_it_are_hidden_from_those_who_may_not_read_them() -> None:
    now = {"hr_reference": "HR-2", "departure-142.5.8": "The hearing is next week.", "pdr_date": "2026-03-05"}

    for_readers = changes(now)
    for_others = changes(now, restricted_questions(FORM))

    assert len(for_readers) == 3
    assert [change.now for change in for_others] == [("5 March 2026",)]


def test_rows_in_another_order_or_written_twice_are_shown_whole() -> None:
    rows = [{"name": "Ann Lee", "role": "HR adviser"}, {"name": "Ben Okoro", "role": "Union representative"}]
    before = RecordVersion(number=1, answers={"other_attendees": rows}, void_reason="")

    for changed in (rows[::-1], [*rows, rows[0]]):
        (change,) = compare(FORM, before, {"other_attendees": changed}, terms={}).changes
        assert len(change.before) == 2
        assert len(change.now) == len(changed)


def test_somebody_exchanged_for_a_namesake_is_a_change() -> None:
    before = RecordVersion(number=1, answers={"new_team_leader": {"id": 1, "name": "Ann Lee"}}, void_reason="")

    (change,) = compare(FORM, before, {"new_team_leader": {"id": 2, "name": "Ann Lee"}}, terms={}).changes

    assert change.now == ("Ann Lee (somebody else of the same name)",)
