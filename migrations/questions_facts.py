"""Drafts of before facts about the child came from the register (docs/decisions/0021).

What such a draft says of the child stays its author's word: it becomes a correction of the register, as long as the
register says something else. Where the register says the same, or does not know it, the correction goes with the next
look at the draft, without a word.
"""

from __future__ import annotations

from typing import Any

HOW = "Written before facts came from the register"
PREFIX = "correction-"
ABOUT_A_CHILD = ("transfer_meeting", "emergency_transfer", "exception_decision")
FACTS = (
    "child_local_id",
    "child_name",
    "child_date_of_birth",
    "child_expected_date_of_birth",
    "child_status",
    "child_protection_category",
    "legal_status",
    "legal_status_since",
    "placement",
    "ceasing_looked_after",
    "current_worker",
)


def carried_over(kind: str, answers: dict[str, Any], typed: dict[str, Any]) -> None:
    """Put corrections beside what a draft says of the child; what was typed and not understood is kept twice.

    Its own question keeps it where the register does not know the answer, the correction where it does.
    """
    if kind not in ABOUT_A_CHILD:
        return
    for question in FACTS:
        for said in (answers, typed):
            if question in said and PREFIX + question not in said:
                said[PREFIX + question] = {"value": said[question], "how": HOW}
