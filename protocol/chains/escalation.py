"""Where agreement fails: first the service delivery managers decide, then the Heads of Service."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from protocol.answers import Answers
from protocol.chains.step import DECIDE, Ask, StepSpec, all_named
from protocol.people import person_from
from protocol.settling import Condition, approved, cannot_agree, decided, every, some


class Pair(NamedTuple):
    """The steps of one rank: one for each side, or one alone where a person is both."""

    rank: str
    sides: tuple[str, str]
    of_both: str

    @property
    def every_key(self) -> tuple[str, ...]:
        """Every key that a step of this rank can have."""
        return tuple(dict.fromkeys((*self.sides, self.of_both)))

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


def could_not_agree(pair: Pair) -> Condition:
    """That somebody of this rank could not agree."""
    return cannot_agree(*pair.every_key)


def all_decided(pair: Pair) -> Condition:
    """That both people of this rank have decided, or the one who is both."""
    return _all(pair, decided)


def all_approved(pair: Pair) -> Condition:
    """That both people of this rank have approved, or the one who is both."""
    return _all(pair, approved)


def disagree(pair: Pair) -> Condition:
    """That all of this rank have decided, and at least one of them could not agree."""
    return every(all_decided(pair), could_not_agree(pair))


def _all(pair: Pair, condition: Callable[..., Condition]) -> Condition:
    # The transferring team leader's step stands for both leaders only where one person is both.
    alone = () if pair.of_both in pair.sides else (condition(pair.of_both),)
    return some(*alone, condition(*pair.sides))


def steps_above(
    answers: Answers,
    order: int,
    statements: tuple[str, ...],
    pair: Pair,
    *,
    called_by: tuple[str, ...] = (),
    voids: tuple[str, ...] = (),
) -> tuple[StepSpec, ...]:
    """The steps of the managers of both sides, and the one that stands for both where one person is asked.

    The people are those whom the answers name; the others are looked up when the steps are asked for. `called_by` and
    `voids` are the keys of the steps that call for these, and of those that these make needless.
    """
    people = all_named(answers, pair.questions)
    current, new = (people.get(question) for question in pair.questions)
    transferring, receiving = pair.sides
    steps = (
        _step(pair, transferring, "current", f"transferring {{{pair.rank}}}", order, statements, current),
        _step(pair, receiving, "new", f"receiving {{{pair.rank}}}", order, statements, new),
        replace(
            _step(pair, pair.of_both, "current", f"{{{pair.rank}}} of both teams", order, statements, current),
            stands_for=pair.sides,
        ),
    )
    return tuple(replace(step, called_by=called_by, voids=voids) for step in steps)


def _step(pair: Pair, key: str, side: str, part: str, order: int, statements: tuple[str, ...], person: Any) -> StepSpec:
    return StepSpec(
        key,
        order,
        f"Decision of the {part}",
        DECIDE,
        statements,
        person if person_from(person) else None,
        part,
        _SAYS[pair],
        question=f"{side}_{pair.rank}",
        rank=pair.rank,
        side=side,
        asks=_ASKS[pair],
    )
