"""What a record of a transfer decides, in one sentence, and what was asked for where it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from protocol import formatting
from protocol.days import date_from
from protocol.terms import TermFiller


def responsibility_passes(answers: Mapping[str, Any], _fill_terms: TermFiller) -> str:
    """For whom responsibility passes to whom, and when; '' where the answers do not say all three."""
    child, worker = answers.get("child_name"), answers.get("new_worker")
    day = date_from(answers.get("transfer_date"))
    if not (child and isinstance(worker, dict) and worker.get("name") and day):
        return ""
    return f"Responsibility for {child} passes to {worker['name']} on {formatting.day(day)}."


def passing_of_responsibility(answers: Mapping[str, Any], fill_terms: TermFiller) -> str:
    """What is asked for, to follow 'did not agree that': 'responsibility for Maya Lee passes to …'."""
    line = responsibility_passes(answers, fill_terms).rstrip(".")
    if line:
        return f"{formatting.lower_first(line)}{_in_team(answers)}"
    return f"{answers.get('child_name') or 'the child'} moves as this record says"


def _in_team(answers: Mapping[str, Any]) -> str:
    team = answers.get("new_team")
    return f", in {team['name']}" if isinstance(team, dict) and team.get("name") else ""
