"""The first line of a management handover: whose management passes, from whom to whom, and when."""

from __future__ import annotations

from typing import Any

import pytest

from forms.management_handover.first_line import first_line
from protocol.terms import term_filler

fill_terms = term_filler(None)
TOLD: dict[str, Any] = {
    "worker": {"id": 1, "name": "Priya Shah"},
    "outgoing_team_leader": {"id": 2, "name": "Tom Ellis"},
    "new_team_leader": {"id": 3, "name": "Dina Roth"},
    "responsibility_date": "2026-03-16",
    "open_cases": 12,
}


def test_it_says_who_from_whom_to_whom_with_how_many_cases_and_when() -> None:
    said = first_line(TOLD, fill_terms)

    assert said == "Management of Priya Shah, with 12 open cases, passes from Tom Ellis to Dina Roth on 16 March 2026."
    assert "Shah passes from" in first_line(TOLD | {"open_cases": 0}, fill_terms)
    assert "with 1 open case," in first_line(TOLD | {"open_cases": 1}, fill_terms)


@pytest.mark.parametrize("name", ["worker", "outgoing_team_leader", "new_team_leader", "responsibility_date"])
@pytest.mark.parametrize("blank", [None, "", {}, {"name": None}, 7])
def test_it_says_nothing_while_anything_is_missing(name: str, blank: Any) -> None:
    assert first_line(TOLD | {name: blank}, fill_terms) == ""
