"""What a management handover decides, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from protocol import formatting
from protocol.days import date_from
from protocol.terms import TermFiller


def first_line(answers: Mapping[str, Any], _fill_terms: TermFiller) -> str:
    """Whose management passes from whom to whom, with how many cases, and when; '' where the answers lack any of it."""
    worker, old, new = (_name(answers, name) for name in ("worker", "outgoing_team_leader", "new_team_leader"))
    day = date_from(answers.get("responsibility_date"))
    if not (worker and old and new and day):
        return ""
    cases = answers.get("open_cases")
    with_cases = f", with {formatting.count(cases, 'open case')}," if isinstance(cases, int) and cases else ""
    return f"Management of {worker}{with_cases} passes from {old} to {new} on {formatting.day(day)}."


def _name(answers: Mapping[str, Any], question: str) -> str:
    person = answers.get(question)
    return str(person.get("name") or "") if isinstance(person, dict) else ""
