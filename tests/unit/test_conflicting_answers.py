"""Both sides of a conflict are shown as they were answered or typed, whatever the type of the question."""

from __future__ import annotations

from typing import Any

import pytest

from forms import get_kind
from views import conflicting

BOXES = {"day": "32", "month": "1", "year": "2026"}
SOMEBODY = {"text": "Priya S", "id": "", "picked": ""}
ROWS = [{"kind": "review", "date": BOXES}, {"kind": "birth"}]


def shown(question: str, value: Any) -> str:
    """The text of one side."""
    return conflicting.value_text(get_kind("transfer_meeting"), question, value, {})


@pytest.mark.parametrize(
    "question, value, text",
    [
        ("transfer_date", None, "Nothing"),
        ("transfer_date", ["answer", "2026-03-04"], "4 March 2026"),
        ("transfer_date", ["typed", BOXES], "32 1 2026"),
        ("new_worker", ["typed", SOMEBODY], "Priya S"),
        ("transfer_reason", ["typed", "Much too long"], "Much too long"),
        ("key_events", ["typed", ROWS], "Review, 32 1 2026; Birth"),
        ("departure-142.1.2", ["answer", "The carers asked."], "The carers asked."),
        (
            "correction-child_date_of_birth",
            ["typed", {"value": BOXES, "how": "By the carers"}],
            "32 1 2026, By the carers",
        ),
        ("correction-child_date_of_birth", ["typed", {"value": None, "how": "By the carers"}], "By the carers"),
        (
            "correction-child_date_of_birth",
            ["answer", {"register": "2012-01-02", "value": "2012-02-01", "how": "By the carers"}],
            "1 February 2012: By the carers",
        ),
    ],
)
def test_a_side_is_shown_as_it_was_answered_or_typed(question: str, value: Any, text: str) -> None:
    assert shown(question, value) == text
