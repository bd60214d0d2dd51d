"""Who could not agree, who decided, and what: in words, for pages, mails and sealed records alike."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar

from protocol.chains.acceptance import is_acceptance
from protocol.chains.refusing import refused_by, seniority
from protocol.decisions import APPROVED, CANNOT_AGREE, REFUSED
from protocol.formatting import listed
from protocol.terms import fill_terms

_AGAINST = (CANNOT_AGREE, REFUSED)
EVERYBODY = "Everybody has approved this record."


class Decided(Protocol):
    """A stored step that has not become needless: `state` is its outcome once it is decided."""

    key: Any
    rank: Any
    state: Any
    part: Any
    may_refuse: Any
    again_after: Any
    assignee: Any
    decided_by: Any


Step = TypeVar("Step", bound=Decided)


def how_decided(steps: Iterable[Decided], terms: Mapping[str, str]) -> str:
    """Who decided on a version that is approved or refused, and who did not agree."""
    steps = tuple(steps)
    against, last = not_agreed(steps), refused_at(steps)
    if last:
        earlier = [step for step in against if step not in last]
        before = f"{named(earlier, terms)} could not agree. " if earlier else ""
        return f"{before}{named(last, terms)} did not agree to it, so it does not go ahead."
    if not against:
        return EVERYBODY
    approved = [step for step in steps if step.state == APPROVED and not (step.again_after or is_acceptance(step.key))]
    highest = max((seniority(step.rank) for step in approved), default=-1)
    above = [step for step in approved if seniority(step.rank) == highest]
    return f"{named(against, terms)} could not agree. {named(above, terms)} decided that it goes ahead."


def not_agreed(steps: Iterable[Step]) -> list[Step]:
    """The steps at which somebody could not agree or refused, in order."""
    return [step for step in steps if step.state in _AGAINST]


def refused_at(steps: Iterable[Step]) -> list[Step]:
    """The steps that refused a version for good; [] where it is not refused."""
    steps = tuple(steps)
    keys = refused_by(steps, {step.key: str(step.state) for step in steps})
    return [step for step in steps if step.key in keys]


def named(steps: Iterable[Decided], terms: Mapping[str, str]) -> str:
    """'Rosa Quinn (receiving team leader) and Max Lund (…)': who decided these steps, in which part."""
    return listed(f"{(step.decided_by or step.assignee).name} ({fill_terms(step.part, terms)})" for step in steps)
