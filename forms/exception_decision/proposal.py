"""What a transfer proposes, in words: how an exception that is asked for from it begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from protocol import formatting
from protocol.days import date_from


def proposal(answers: Mapping[str, Any]) -> dict[str, str]:
    """{"proposed_instead": a sentence} for the author to go on from; {} while the transfer names no new worker."""
    current, new = (_worker(answers, side) for side in ("current", "new"))
    if not (current and new):
        return {}
    child = answers.get("child_name") or "The child"
    return {
        "proposed_instead": f"{child} moves from {current} to {new}{_on(answers.get('transfer_date'))}, as the "
        "transfer meeting record sets out."
    }


def _worker(answers: Mapping[str, Any], side: str) -> str:
    named = (answers.get(f"{side}_{what}") for what in ("worker", "team"))
    return ", ".join(str(one["name"]) for one in named if isinstance(one, dict) and one.get("name"))


def _on(day: Any) -> str:
    when = date_from(day)
    return f" on {formatting.day(when)}" if when else ""
