"""Who could not agree, who decided, and what: in words, for pages, mails and sealed records alike.

`reader`: the id of who reads it on a page or in a mail, who is then 'you'; None where anybody may, as in print.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from protocol.chains.acceptance import accepted_at, is_acceptance
from protocol.chains.refusing import refused_by, seniority
from protocol.decisions import APPROVED, CANNOT_AGREE, REFUSED
from protocol.formatting import listed, upper_first
from protocol.statements import BY_ID
from protocol.terms import fill_terms

_AGAINST = (CANNOT_AGREE, REFUSED)
EVERYBODY = "Everybody has approved this record."
YOU = "you"


class Decided(Protocol):
    """A stored step that has not become needless: `state` is its outcome once it is decided."""

    key: Any
    rank: Any
    state: Any
    part: Any
    may_refuse: Any
    again_after: Any
    asks: Any
    assignee: Any
    decided_by: Any


Step = TypeVar("Step", bound=Decided)


def how_decided(
    steps: Iterable[Decided], terms: Mapping[str, str], *, reader: int | None = None, stands: str = ""
) -> str:
    """Who decided on a version that is approved or refused, who did not agree, and who accepted what is not met.

    stands: what is left if it was refused, of a later version of what was approved.
    """
    steps = tuple(steps)
    against, last = not_agreed(steps), refused_at(steps)
    if last:
        final = f"{named(last, terms, reader=reader, begins=True)} did not agree to it"
        final = f"{final}. {stands}" if stands else f"{final}, so it does not go ahead."
        return f"{beside_refusal(steps, terms, reader=reader)} {final}".strip()
    accepted = _who_accepted(steps, terms, reader)
    if not against:
        return f"{EVERYBODY} {accepted}".strip()
    approved = [step for step in steps if step.state == APPROVED and not (step.again_after or is_acceptance(step.key))]
    highest = max((seniority(step.rank) for step in approved), default=-1)
    above = [step for step in approved if seniority(step.rank) == highest]
    disagreed, deciding = (named(who, terms, reader=reader, begins=True) for who in (against, above))
    decided = f"{disagreed} did not agree. {deciding} decided that it goes ahead."
    return f"{decided} {accepted}".strip()


def passed_up(steps: Iterable[Decided], terms: Mapping[str, str], *, reader: int | None = None) -> str:
    """Who did not agree, and who decides or decided because of it; '' where everybody agreed or it was refused."""
    steps = tuple(steps)
    against = not_agreed(steps)
    if not against or refused_at(steps):
        return ""
    above = [step for step in steps if is_above(step, against) and not is_acceptance(step.key)]
    if not above:
        return ""
    disagreed, deciding = named(against, terms, reader=reader, begins=True), named(above, terms, reader=reader)
    one_other = len(above) == 1 and called(above[0], reader) != YOU
    verb = "decided" if all(step.state == APPROVED for step in above) else "decides" if one_other else "decide"
    return f"{disagreed} did not agree, so {deciding} {verb}."


def is_above(step: Decided, others: Sequence[Decided]) -> bool:
    """Whether it is a step of the managers above others, to whom what those did not agree on has gone up."""
    ranks = [seniority(other.rank) for other in others]
    return bool(ranks) and not step.again_after and seniority(step.rank) > max(ranks)


def beside_refusal(steps: Iterable[Decided], terms: Mapping[str, str], *, reader: int | None = None) -> str:
    """Who could not agree before those who refused, and who of their rank would have agreed; '' for nobody."""
    steps = tuple(steps)
    last = refused_at(steps)
    earlier = [step for step in not_agreed(steps) if step not in last]
    rank = last[0].rank if last else None
    differ = [step for step in steps if step.state == APPROVED and step.rank == rank and step.may_refuse]
    said = ((earlier, "did not agree"), (differ, "would have agreed to it"))
    return " ".join(f"{named(who, terms, reader=reader, begins=True)} {what}." for who, what in said if who)


def _who_accepted(steps: Iterable[Decided], terms: Mapping[str, str], reader: int | None) -> str:
    """Who accepted that something required is not met, and where it stands; '' where nobody had to."""
    accepting = [step for step in steps if step.state == APPROVED and _accepted(step)]
    places = dict.fromkeys(BY_ID[one].place for step in accepting for one in _accepted(step) if one in BY_ID)
    if not accepting:
        return ""
    where = f" ({fill_terms('; '.join(places), terms)})" if places else ""
    return f"{named(accepting, terms, reader=reader, begins=True)} accepted that something required is not met{where}."


def _accepted(step: Decided) -> tuple[str, ...]:
    return accepted_at(ask["name"] for ask in step.asks)


def not_agreed(steps: Iterable[Step]) -> list[Step]:
    """The steps at which somebody could not agree or refused, in order."""
    return [step for step in steps if step.state in _AGAINST]


def refused_at(steps: Iterable[Step]) -> list[Step]:
    """The steps that refused a version for good; [] where it is not refused."""
    steps = tuple(steps)
    keys = refused_by(steps, {step.key: str(step.state) for step in steps})
    return [step for step in steps if step.key in keys]


def named(
    steps: Iterable[Decided], terms: Mapping[str, str], *, reader: int | None = None, begins: bool = False
) -> str:
    """'Rosa Quinn (receiving team leader) and you (…)': who decided these steps, in which part.

    begins: at the beginning of a sentence.
    """
    who = ((called(step, reader, begins=begins and not place), step) for place, step in enumerate(steps))
    return listed(f"{name} ({fill_terms(step.part, terms)})" for name, step in who)


def called(step: Decided, reader: int | None, *, begins: bool = False) -> str:
    """The name of who decided a step, or has to; 'you' for whoever reads it."""
    person = step.decided_by or step.assignee
    if reader is None or person.id != reader:
        return str(person.name)
    return upper_first(YOU) if begins else YOU
