"""Drafts of emergency records and management handovers go on with the questions that are asked now."""

from __future__ import annotations

from typing import Any

import pytest

from migrations.questions_others import LONGEST, STEPS, THREE, carried_over


def after(kind: str, answers: dict[str, Any], typed: dict[str, Any] | None = None) -> dict[str, Any]:
    """The answers as they are carried over."""
    carried_over(kind, answers, typed if typed is not None else {})
    return answers


def handover(**answers: Any) -> dict[str, Any]:
    return after("management_handover", answers)


def test_three_who_attended_are_one_answer() -> None:
    assert handover(**dict.fromkeys(THREE, "attended")) == {"all_attended": "yes"}


def test_an_absence_is_kept_one_by_one() -> None:
    said: dict[str, Any] = dict.fromkeys(THREE, "attended") | {THREE[1]: "absent"}

    assert handover(**said) == said | {"all_attended": "no"}
    assert handover(worker_attended="absent") == {"worker_attended": "absent", "all_attended": "no"}


@pytest.mark.parametrize("said", [{}, {"worker_attended": "attended"}, {"worker_attended": ["attended"]}])
def test_what_is_not_said_of_all_three_is_asked(said: dict[str, Any]) -> None:
    assert handover(**said) == said


def test_what_was_written_of_the_four_way_meeting_is_about_something_unresolved() -> None:
    assert handover(four_way_date="2026-03-02") == {"four_way_date": "2026-03-02", "unresolved": "yes"}
    assert handover(unresolved="none", four_way_date="2026-03-02")["unresolved"] == "none"
    assert after("management_handover", {}, {"four_way_date": {"day": "soon"}}) == {"unresolved": "yes"}


# Emergency records


def emergency(typed: dict[str, Any] | None = None, /, **answers: Any) -> dict[str, Any]:
    return after("emergency_transfer", answers, typed)


def test_three_accounts_become_one_in_the_order_in_which_it_is_asked() -> None:
    told: dict[str, Any] = {
        "transfer_reason": "She is ill.",
        "no_handover_reason": "Nobody can ring her.",
        "what_happened": "A fall.",
    }

    assert emergency(**told) == {"what_happened": "A fall.\n\nShe is ill.\n\nNobody can ring her."}
    assert emergency(transfer_reason="A fall.", what_happened="A fall.") == {"what_happened": "A fall."}
    assert emergency(no_handover_reason="Nobody can ring her.") == {"what_happened": "Nobody can ring her."}
    assert emergency() == {}


@pytest.mark.parametrize("typed", [{"what_happened": "x" * (LONGEST + 1)}, {"no_handover_reason": "y"}])
def test_accounts_of_which_one_could_not_be_read_stay_where_they_are(typed: dict[str, Any]) -> None:
    assert emergency(typed, transfer_reason="She is ill.") == {"transfer_reason": "She is ill."}


def test_accounts_that_are_too_long_for_one_stay_where_they_are() -> None:
    told: dict[str, Any] = {"transfer_reason": "x" * LONGEST, "what_happened": "A fall."}

    assert emergency(**told) == told


def test_five_steps_that_could_not_be_done_are_one_answer() -> None:
    assert emergency(**dict.fromkeys(STEPS, "could_not_be_done")) == {"steps_possible": "none"}


def test_a_step_that_can_be_done_is_kept_with_what_is_said_of_the_others() -> None:
    said: dict[str, Any] = dict.fromkeys(STEPS, "could_not_be_done") | {STEPS[3]: "can_be_done"}

    assert emergency(**said) == said | {"steps_possible": "some"}


def test_steps_of_which_not_all_is_said_are_asked_again_and_kept() -> None:
    assert emergency(step_meeting="could_not_be_done") == {"step_meeting": "could_not_be_done"}


@pytest.mark.parametrize(
    "before, now",
    [
        ({"family_told_what_by": "Jan"}, "Jan"),
        ({"family_told_what_by": "Jan", "family_told_how": "At home"}, "Jan\nAt home"),
        ({"family_told_what_by": "Jan", "family_told_how": "Jan. At home"}, "Jan. At home"),
    ],
)
def test_who_tells_the_family_goes_with_how(before: dict[str, Any], now: str) -> None:
    assert emergency(**before) == {"family_told_how": now}


@pytest.mark.parametrize("kind", ["transfer_meeting", "exception_decision", "duty_cover"])
def test_other_kinds_are_left_as_they_are(kind: str) -> None:
    answers = {"transfer_reason": "She is ill.", "worker_attended": "absent", "four_way_date": "2026-03-02"}

    assert after(kind, dict(answers)) == answers


@pytest.mark.parametrize("odd", [None, 7, [], {}, {"a": 1}])
def test_answers_of_another_shape_raise_nothing(odd: Any) -> None:
    names = ("what_happened", "step_meeting", "family_told_what_by", "family_told_how", "worker_attended", "unresolved")
    for kind in ("emergency_transfer", "management_handover"):
        after(kind, dict.fromkeys(names, odd))
