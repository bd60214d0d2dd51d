"""Putting the parts of a statement together: the worst part is what the statement says."""

from collections.abc import Iterable

from protocol.outcomes import Outcome, Part, Verdict, departed, met, unanswered, unmet

_WORST_FIRST = (Outcome.UNMET, Outcome.UNANSWERED, Outcome.DEPARTED)


def together(parts: Iterable[Part], *, kept: str = "", prompt: str = "") -> Verdict:
    """One verdict for several parts; `kept` is the message when every part is met.

    What is departed from gives the reasons of its parts, each with the part's name where there are several.
    """
    parts = tuple(parts)
    for outcome in _WORST_FIRST:
        if worst := [part for part in parts if part.outcome is outcome]:
            return _verdict(outcome, worst, parts, prompt)
    return met(kept, parts)


def _verdict(outcome: Outcome, worst: list[Part], parts: tuple[Part, ...], prompt: str) -> Verdict:
    question = worst[0].question or ""
    if outcome is Outcome.UNMET:
        return unmet(" ".join(part.message for part in worst), question, prompt=prompt, parts=parts)
    if outcome is Outcome.UNANSWERED:
        # One thing to do next is enough to read; the parts hold the others.
        return unanswered(worst[0].message, question, parts=parts)
    several = len(worst) > 1
    reason = " ".join(f"{part.what}: {part.reason}" if several else part.reason for part in worst)
    return departed(" ".join(part.message for part in worst), reason, question, parts)
