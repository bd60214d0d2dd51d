"""Drafts of exception decisions from before it was asked what is decided instead."""

from typing import Any

import pytest

from migrations.questions_exception import carried_over

PRIYA, GRACE = {"id": 11, "name": "Priya Shah"}, {"id": 12, "name": "Grace Obi"}
NORTH, OLDER = {"id": 1, "name": "North cluster 2"}, {"id": 7, "name": "Looked after 13 plus"}
STAYS: dict[str, Any] = {"current_worker": PRIYA, "new_worker": PRIYA, "current_team": NORTH, "new_team": NORTH}


def carried(answers: dict[str, Any], kind: str = "exception_decision") -> dict[str, Any]:
    """The answers of a draft afterwards."""
    carried_over(kind, answers, {})
    return answers


def test_a_draft_in_which_worker_and_team_stay_says_that_the_child_stays() -> None:
    assert carried(dict(STAYS)) == STAYS | {"decided_instead": "stays"}


@pytest.mark.parametrize(
    "changed",
    [
        {"new_worker": GRACE},
        {"new_team": OLDER},
        {"new_worker": None, "current_worker": None},
        {"new_team": {"name": "North cluster 2"}, "current_team": {"name": "North cluster 2"}},
        {"new_worker": "Priya Shah"},
        {"new_worker": GRACE, "serves_transfer": "TMR-7KQ2-M4XD", "proposed_instead": "Kai moves to Grace now."},
    ],
)
def test_a_draft_that_says_anything_else_keeps_what_it_has_and_is_asked(changed: dict[str, Any]) -> None:
    assert carried(STAYS | changed) == STAYS | changed


def test_what_is_answered_stays() -> None:
    answered = STAYS | {"decided_instead": "moves_later"}

    assert carried(dict(answered)) == answered


def test_what_is_typed_and_not_valid_stays_to_be_put_right() -> None:
    answers = dict(STAYS)

    carried_over("exception_decision", answers, {"decided_instead": "stay"})

    assert answers == STAYS


def test_other_records_stay_as_they_are() -> None:
    assert carried(dict(STAYS), "transfer_meeting") == STAYS
