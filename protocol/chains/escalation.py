"""Where agreement fails: first the service delivery managers decide, then the Heads of Service."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from protocol.answers import Answers
from protocol.chains.model import DECIDE, Ask, StepSpec, all_named
from protocol.decisions import APPROVED, CANNOT_AGREE, Decision
from protocol.people import person_from, same_person


class Pair(NamedTuple):
    """The steps of one rank: one for each side, or one alone where a person is both."""

    rank: str
    sides: tuple[str, str]
    of_both: str

    @property
    def keys(self) -> frozenset[str]:
        """Every key that a step of this rank can have."""
        return frozenset({*self.sides, self.of_both})

    @property
    def questions(self) -> tuple[str, str]:
        """The names under which the people are looked up, the current side's first."""
        return f"current_{self.rank}", f"new_{self.rank}"


def _pair(rank: str, of_both: str) -> Pair:
    return Pair(rank, (f"transferring_{rank}", f"receiving_{rank}"), of_both)


LEADERS = _pair("team_leader", "transferring_team_leader")
MANAGERS = _pair("service_delivery_manager", "service_delivery_manager_of_both")
HEADS = _pair("head_of_service", "head_of_service_of_both")

_SAYS = {
    MANAGERS: "I have read the record and the reasons of everybody who decided before me. What I decide here is, in "
    "my view, best for the child.",
    HEADS: "I have read the record and the reasons of everybody who decided before me. What I decide here is, in my "
    "view, best for the child, and it is final.",
}
_ASKS = {MANAGERS: (), HEADS: (Ask("reasons", "The reasons for this decision", "text"),)}


def could_not_agree(decisions: Iterable[Decision], pair: Pair) -> bool:
    """Whether somebody of this rank could not agree."""
    return any(one.step in pair.keys and one.outcome == CANNOT_AGREE for one in decisions)


def all_decided(decisions: Iterable[Decision], pair: Pair, outcomes: Iterable[str] = (APPROVED, CANNOT_AGREE)) -> bool:
    """Whether both people of this rank have decided so, or the one who is both."""
    wanted = frozenset(outcomes)
    decided = {one.step for one in decisions if one.outcome in wanted}
    # The transferring team leader's step stands for both leaders only where one person is both.
    alone = pair.of_both not in pair.sides and pair.of_both in decided
    return alone or decided.issuperset(pair.sides)


def all_approved(decisions: Iterable[Decision], pair: Pair) -> bool:
    """Whether both people of this rank have approved, or the one who is both."""
    return all_decided(decisions, pair, (APPROVED,))


def disagree(decisions: tuple[Decision, ...], pair: Pair) -> bool:
    """Whether all of this rank have decided, and at least one of them could not agree."""
    return all_decided(decisions, pair) and could_not_agree(decisions, pair)


def steps_above(
    answers: Answers, managers: Mapping[str, Any], order: int, statements: tuple[str, ...], pair: Pair
) -> tuple[StepSpec, ...]:
    """The steps of the managers of both sides; one step where one person is both.

    The people are those whom the answers name, or else `managers`.
    """
    people = {**managers, **all_named(answers, pair.questions)}
    current, new = (people.get(question) for question in pair.questions)
    if same_person(person_from(current), person_from(new)):
        return (_step(pair, pair.of_both, "current", f"{{{pair.rank}}} of both teams", order, statements, current),)
    return (
        _step(pair, pair.sides[0], "current", f"transferring {{{pair.rank}}}", order, statements, current),
        _step(pair, pair.sides[1], "new", f"receiving {{{pair.rank}}}", order, statements, new),
    )


def _step(pair: Pair, key: str, side: str, part: str, order: int, statements: tuple[str, ...], person: Any) -> StepSpec:
    return StepSpec(
        key, order, f"Decision of the {part}", DECIDE, statements, person if person_from(person) else None, part,
        _SAYS[pair], question=f"{side}_{pair.rank}", rank=pair.rank, side=side,
        asks=_ASKS[pair],
    )  # fmt: skip
