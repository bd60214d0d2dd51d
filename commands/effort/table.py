"""What the situations cost, as a table (Markdown, as docs/effort.md holds it) and as data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from commands.effort.situations import Situation
from commands.effort.walking import Effort

# Measure → heading.
LIMITED = {"pages": "pages", "shown": "shown on opening", "answers": "answers", "rounds": "rounds", "sheets": "sheets"}
UNLIMITED = {"help": "words of help", "first_minutes": "minutes, the first time", "minutes": "minutes, later"}

Measured = Iterable[tuple[Situation, Effort]]


def as_markdown(measured: Measured) -> str:
    """A row for each situation; a measure that has a limit as '13 of 6'."""
    headings = ["situation", *LIMITED.values(), *UNLIMITED.values()]
    rows = [headings, ["---"] * len(headings), *(_row(situation, effort) for situation, effort in measured)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(situation: Situation, effort: Effort) -> list[str]:
    figures = asdict(effort)
    limited = [f"{figures[name]} of {situation.limits[name]}" for name in LIMITED]
    return [situation.title, *limited, *(str(figures[name]) for name in UNLIMITED)]


def as_data(measured: Measured) -> dict[str, dict[str, Any]]:
    """Key of the situation → its measures, with the limits."""
    return {
        situation.key: {"situation": situation.title, **asdict(effort), "limits": dict(situation.limits)}
        for situation, effort in measured
    }
