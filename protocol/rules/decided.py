"""Reading the decisions on a record."""

from protocol.answers import Answers
from protocol.decisions import APPROVED, CANNOT_AGREE, Decision
from protocol.people import person_from, same_person


def decision_at(a: Answers, step: str) -> Decision | None:
    """The decision at a step; None before there is one, or when the record was returned from it."""
    found = [one for one in a.decisions if one.step == step and one.outcome in (APPROVED, CANNOT_AGREE)]
    return found[-1] if found else None


def approved_at(a: Answers, step: str) -> bool:
    """Whether a step is approved (or confirmed)."""
    decision = decision_at(a, step)
    return decision is not None and decision.outcome == APPROVED


def by_author(a: Answers, decision: Decision) -> bool:
    """Whether somebody decided on a record of their own."""
    return same_person(person_from(decision.by), a.author)


def decider(decision: Decision) -> str:
    """The name of the person who decided, for a message."""
    person = person_from(decision.by)
    return person.name if person and person.name else "Somebody"
