"""What an exception decision decides, in one sentence: what is allowed or refused, for whom, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from protocol import BY_ID, formatting
from protocol.choices import MOVES_LATER, MOVES_NOW, MOVES_OTHERWISE, STAYS
from protocol.days import date_from
from protocol.terms import TermFiller

_WHAT: Mapping[str, str] = {
    STAYS: "{child} may stay with {current}",
    MOVES_NOW: "{child} may move to {new}{on}",
    MOVES_LATER: "{child} may move to {new} later than prescribed{on}",
    MOVES_OTHERWISE: "{child} may move to {new} in another way than prescribed{on}",
}
_UNSAID = "there may be an exception for {child}"  # what was submitted before it was asked what is decided instead


def first_line(answers: Mapping[str, Any], fill_terms: TermFiller) -> str:
    """The sentence; '' while it is not known from what is departed. fill_terms: fills in the council's words."""
    what = _what(answers, fill_terms)
    until = _day(" The exception stands until {}.", answers.get("review_on"))
    return f"{formatting.upper_first(what)}.{until}" if what else ""


def refused_line(answers: Mapping[str, Any], fill_terms: TermFiller) -> str:
    """What is refused, to follow 'did not agree that'."""
    until = _day(", until {}", answers.get("review_on"))
    return _what(answers, fill_terms, until) or f"there is an exception for {answers.get('child_name') or 'the child'}"


def _what(answers: Mapping[str, Any], fill_terms: TermFiller, until: str = "") -> str:
    """What is asked for, with `until` in its place; '' while it is not known from what is departed."""
    statement = BY_ID.get(str(answers.get("departs_from")))
    if statement is None or not statement.departable:
        return ""
    parts = {
        "child": str(answers.get("child_name") or "the child"),
        "current": _with(answers, "current"),
        "new": _with(answers, "new"),
        "on": _day(", from {}", answers.get("move_on")),
    }
    what = _WHAT.get(str(answers.get("decided_instead")), _UNSAID).format_map(parts)
    prescribed = fill_terms(f"the protocol prescribes otherwise: {statement.in_short}")
    return f"{what}{until}, though {prescribed}"


def _with(answers: Mapping[str, Any], side: str) -> str:
    """Whom the child is with: the worker, and the team."""
    named = (answers.get(f"{side}_{part}") for part in ("worker", "team"))
    told = [str(one["name"]) for one in named if isinstance(one, dict) and one.get("name")]
    return ", ".join(told) or "another worker or team"


def _day(words: str, value: Any) -> str:
    when = date_from(value)
    return words.format(formatting.day(when)) if when else ""
