"""What the author is told where the register has no answer: nobody of a person, nothing of anything else."""

from __future__ import annotations

from typing import Any

import pytest

from forms import get_kind
from records.drafting.from_register import Replaced
from views import replacing

TEAM, PERSON = {"id": 1, "name": "Northgate East"}, {"id": 1, "name": "Priya"}


@pytest.mark.parametrize(
    "question, before, says",
    [
        ("current_team", TEAM, "nothing"),
        ("current_team_kind", "cluster", "nothing"),
        ("current_team_leader", PERSON, "nobody"),
        ("current_worker", PERSON, "nobody"),
    ],
)
def test_the_register_says_nobody_of_a_person_and_nothing_of_a_team_or_kind(
    question: str, before: Any, says: str
) -> None:
    asked = get_kind("transfer_meeting").questions[question]

    (line,) = replacing.describe(asked, Replaced(question, before, None), {})

    assert f"The register says {says}." in line


def test_a_fact_of_a_row_that_the_register_no_longer_says_is_nothing() -> None:
    asked = get_kind("transfer_meeting").questions["siblings"]
    row = {"name": "Ada", "from_register": ["name", "status"]}

    (line,) = replacing.describe(asked, Replaced("siblings", [row | {"status": "child_in_need"}], [row]), {})

    assert "the register says nothing, not" in line
