"""What a record of a transfer decides, in one sentence."""

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
