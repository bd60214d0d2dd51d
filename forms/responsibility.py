"""What a record of a transfer decides, in one sentence, and what was asked for where it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from protocol import formatting
from protocol.days import date_from
from protocol.terms import TermFiller


def responsibility_passes(answers: Mapping[str, Any], _fill_terms: TermFiller) -> str:
    """For whom responsibility passes to whom, and when; '' where the answers do not say all three."""
    passing = _passing(answers)
    return f"Responsibility for {passing}." if passing else ""


def passing_of_responsibility(answers: Mapping[str, Any], _fill_terms: TermFiller) -> str:
    """What is asked for, to follow 'did not agree that': 'responsibility for Maya Lee passes to …'."""
    team = answers.get("new_team")
    passing = _passing(answers, f", {team['name']}," if isinstance(team, dict) and team.get("name") else "")
    return f"responsibility for {passing}" if passing else f"{answers.get('child_name') or 'the child'} moves"


def _passing(answers: Mapping[str, Any], in_team: str = "") -> str:
    child, worker = answers.get("child_name"), answers.get("new_worker")
    day = date_from(answers.get("transfer_date"))
    if not (child and isinstance(worker, dict) and worker.get("name") and day):
        return ""
    return f"{child} passes to {worker['name']}{in_team} on {formatting.day(day)}"
