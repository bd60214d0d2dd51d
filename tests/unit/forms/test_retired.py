"""What was asked before goes on being shown."""

from typing import Any

import pytest

from forms import get_kind
from forms.engine.display import display
from forms.transfer_meeting.retired import RetiredSection

TRANSFER = get_kind("transfer_meeting")


@pytest.mark.parametrize(
    "table,row,told",
    [
        ("outstanding_work", {"task": "Finish the book", "in_todo_list": "no"}, "Is it in the to-do list of Mosaic?"),
        ("professionals_told", {"role": "gp", "contact_given": "yes"}, "Do they have the new social worker's"),
    ],
)
def test_a_cell_asked_before_is_shown_where_it_was_answered(table: str, row: dict[str, Any], told: str) -> None:
    question, terms = TRANSFER.questions[table], {"case_system": "Mosaic"}

    shown = display(question, [row], terms)

    assert isinstance(shown, tuple)
    assert shown[0][-1].startswith(told)
    assert shown[1][-1] in ("Yes", "No")
    assert not display(question, [{"task": "x", "role": "gp"}], terms)[0][-1].startswith(told)


def test_no_question_that_was_asked_before_is_asked_now() -> None:
    assert RetiredSection.questions().keys().isdisjoint(TRANSFER.questions)
    assert {"why_worker_cannot_continue", "joint_visit_place", "child_told_by"} <= RetiredSection.questions().keys()
