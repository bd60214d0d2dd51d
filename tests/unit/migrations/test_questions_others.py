"""Drafts of emergency records and management handovers go on with the questions that are asked now."""

from __future__ import annotations

from typing import Any

import pytest

from migrations.questions_others import THREE, carried_over


def after(kind: str, answers: dict[str, Any], typed: dict[str, Any] | None = None) -> dict[str, Any]:
    """The answers as they are carried over."""
    carried_over(kind, answers, typed if typed is not None else {})
    return answers


def handover(**answers: Any) -> dict[str, Any]:
    return after("management_handover", answers)


def test_three_who_attended_are_one_answer() -> None:
    assert handover(**dict.fromkeys(THREE, "attended")) == {"all_attended": "yes"}


def test_an_absence_is_kept_one_by_one() -> None:
    said = dict.fromkeys(THREE, "attended") | {THREE[1]: "absent"}

    assert handover(**said) == said | {"all_attended": "no"}
    assert handover(worker_attended="absent") == {"worker_attended": "absent", "all_attended": "no"}


@pytest.mark.parametrize("said", [{}, {"worker_attended": "attended"}, {"worker_attended": ["attended"]}])
def test_what_is_not_said_of_all_three_is_asked(said: dict[str, Any]) -> None:
    assert handover(**said) == said


def test_what_was_written_of_the_four_way_meeting_is_about_something_unresolved() -> None:
    assert handover(four_way_date="2026-03-02") == {"four_way_date": "2026-03-02", "unresolved": "yes"}
    assert handover(unresolved="none", four_way_date="2026-03-02")["unresolved"] == "none"
    assert after("management_handover", {}, {"four_way_date": {"day": "soon"}}) == {"unresolved": "yes"}
