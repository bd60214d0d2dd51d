"""Putting together what one statement asks: the worst part is its outcome, and every open part is kept."""

from collections.abc import Iterable

from protocol.outcomes import Outcome, Part, Verdict, departed, met, question_of, unanswered, unmet

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


def joined(*verdicts: Verdict | None) -> Verdict:
    """One verdict for several about the same statement, each of them met or open; None is passed over.

    Its parts are all of theirs, so that what is blank is asked for beside what is unmet. The message when all are met
    is that of the first that has one.
    """
    given = [verdict for verdict in verdicts if verdict is not None]
    prompt = next((verdict.reason_prompt for verdict in given if verdict.reason_prompt), "")
    kept = next((verdict.message for verdict in given if verdict.outcome is Outcome.MET and verdict.message), "")
    return together((part for verdict in given for part in _parts(verdict)), kept=kept, prompt=prompt)


def _parts(verdict: Verdict) -> tuple[Part, ...]:
    return verdict.parts or (Part("", verdict.outcome, verdict.message, verdict.question),)


def _verdict(outcome: Outcome, worst: list[Part], parts: tuple[Part, ...], prompt: str) -> Verdict:
    question, several = question_of(worst[0].question or ""), len(worst) > 1
    reasons = [f"{part.what}: {part.reason}" if several else part.reason for part in worst if part.reason]
    if outcome is Outcome.UNMET:
        reason = " ".join(reasons) if len(reasons) == len(worst) else ""
        return unmet(" ".join(part.message for part in worst), question, prompt=prompt, reason=reason, parts=parts)
    if outcome is Outcome.UNANSWERED:
        # One thing to do next is enough to read; the parts hold the others.
        return unanswered(worst[0].message, question, parts=parts)
    return departed(" ".join(part.message for part in worst), " ".join(reasons), question, parts)
