"""Drafts of exception decisions from before it was asked what is decided instead."""

from typing import Any

KIND = "exception_decision"
SIDES = (("current_worker", "new_worker"), ("current_team", "new_team"))


def carried_over(kind: str, answers: dict[str, Any], typed: dict[str, Any]) -> None:
    """Answer in place what a draft's stored answers say of what is decided instead.

    Where worker and team are the same before and after, the child stays. Of a child who moves, a draft does not say
    whether that is now, later or in another way: that stays blank, and what was written stays under its own name.
    """
    if kind != KIND or "decided_instead" in answers or "decided_instead" in typed:
        return
    if all(_is_same(answers.get(current), answers.get(new)) for current, new in SIDES):
        answers["decided_instead"] = "stays"


def _is_same(one: Any, other: Any) -> bool:
    named = [value.get("id") for value in (one, other) if isinstance(value, dict)]
    return len(named) == 2 and named[0] is not None and named[0] == named[1]
