"""What a draft of before says of a child becomes a correction, for as long as the register says something else."""

from typing import Any

import pytest

from migrations.questions_facts import ABOUT_A_CHILD, FACTS, HOW, carried_over
from protocol.corrections import CORRECTABLE


def migrated(kind: str, answers: dict[str, Any], typed: dict[str, Any] | None = None) -> dict[str, Any]:
    typed = typed or {}
    carried_over(kind, answers, typed)
    return answers | typed


@pytest.mark.parametrize("kind", ABOUT_A_CHILD)
def test_what_a_draft_says_of_the_child_becomes_a_correction_that_says_how_it_came(kind: str) -> None:
    said = migrated(kind, {"child_status": "child_in_need", "transfer_date": "2026-03-16"})

    assert said["correction-child_status"] == {"value": "child_in_need", "how": HOW}
    assert said["child_status"] == "child_in_need"
    assert "correction-transfer_date" not in said


def test_what_was_not_understood_is_kept_for_both() -> None:
    raw = {"day": "31", "month": "2", "year": "2015"}

    said = migrated("transfer_meeting", {}, {"child_date_of_birth": raw})

    assert said["child_date_of_birth"] == raw
    assert said["correction-child_date_of_birth"] == {"value": raw, "how": HOW}


def test_a_management_handover_has_no_child() -> None:
    assert migrated("management_handover", {"child_name": "x"}) == {"child_name": "x"}


def test_it_can_run_twice() -> None:
    once = migrated("transfer_meeting", {"placement": "U1"})

    assert migrated("transfer_meeting", dict(once)) == once


def test_the_facts_are_those_that_could_be_corrected_then() -> None:
    asked_since = ["child_status_since", "placement_since"]
    assert [*FACTS] == [question for question in CORRECTABLE if question not in asked_since]
