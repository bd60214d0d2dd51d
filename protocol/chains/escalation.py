"""Escalation: if team leaders cannot agree, service delivery managers decide, and if they cannot, Heads of Service.

For a child whom chapter 3.1.5 is not about, the locality leaders decide in place of the service delivery managers: that
is local practice, as chapter 1.4.2 names nobody.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from protocol.answers import Answers
from protocol.chains.step import DECIDE, Ask, StepSpec, all_named, named
from protocol.choices import STATUSES
from protocol.people import person_from, same_person
from protocol.statements.scope import IN_CARE
from protocol.updating import Condition, approved, cannot_agree, decided, every, refused, some


class Pair(NamedTuple):
    """The step keys of one rank: one for each side, or `of_both` where one person holds both posts."""

    rank: str
    sides: tuple[str, str]
    of_both: str

    @property
    def every_key(self) -> tuple[str, ...]:
        """All possible step keys of this rank."""
        return tuple(dict.fromkeys((*self.sides, self.of_both)))

    @property
    def questions(self) -> tuple[str, str]:
        """The names under which the people are looked up: (current side, new side)."""
        return f"current_{self.rank}", f"new_{self.rank}"


def _pair(rank: str, of_both: str) -> Pair:
    return Pair(rank, (f"transferring_{rank}", f"receiving_{rank}"), of_both)


LEADERS = _pair("team_leader", "transferring_team_leader")
LOCALITY = _pair("locality_leader", "locality_leader_of_both")
MANAGERS = _pair("service_delivery_manager", "service_delivery_manager_of_both")
HEADS = _pair("head_of_service", "head_of_service_of_both")

_DECIDES = (
    "I have read the record and the reasons of everybody who decided before me. What I decide here is, in my view, "
    "best for the child."
)
_SAYS = {
    LOCALITY: _DECIDES,
    MANAGERS: _DECIDES,
    HEADS: "I have read the record and the reasons of everybody who decided before me. What I decide here is, in my "
    "view, best for the child, and it is final.",
}
_ASKS = {LOCALITY: (), MANAGERS: (), HEADS: (Ask("reasons", "The reasons for this decision", "text"),)}


def receiving_leader_agrees(answers: Answers, order: int, statements: tuple[str, ...], declaration: str) -> StepSpec:
    """The step of the leader of the team that takes the child on."""
    part, question = "receiving {team_leader}", LEADERS.questions[1]
    return StepSpec(
        LEADERS.sides[1],
        order,
        f"Agreement of the {part}",
        DECIDE,
        statements,
        named(answers, question),
        part,
        declaration,
        question=question,
        rank=LEADERS.rank,
        side="new",
    )


def managers_above(answers: Answers) -> Pair:
    """Those who decide where the team leaders cannot agree on this child."""
    status = answers.choice("child_status", STATUSES)
    return MANAGERS if not status or IN_CARE.holds(answers.raw) else LOCALITY


def could_not_agree(pair: Pair) -> Condition:
    """Condition: somebody of this rank could not agree, or refused."""
    return some(cannot_agree(*pair.every_key), *map(refused, pair.every_key))


def all_decided(pair: Pair) -> Condition:
    """Condition: everybody of this rank has decided, whatever the outcome."""
    return _all(pair, decided)


def all_approved(pair: Pair) -> Condition:
    """Condition: everybody of this rank has approved."""
    return _all(pair, approved)


def disagree(pair: Pair) -> Condition:
    """Condition: everybody of this rank has decided, and somebody could not agree or only one of two refused."""
    differ = (every(refused(one), approved(other)) for one, other in (pair.sides, tuple(reversed(pair.sides))))
    return every(all_decided(pair), some(cannot_agree(*pair.every_key), *differ))


def all_refused(pair: Pair) -> Condition:
    """Condition: everybody of this rank has refused."""
    return _all(pair, refused)


def none_agree(pair: Pair) -> Condition:
    """Condition: the highest rank, all of whom have decided, and not all of them for it."""
    return every(all_decided(pair), some(*map(refused, pair.every_key)))


def does_not_go_ahead() -> Condition:
    """Condition: those who decide last have refused a transfer."""
    return some(refused(LEADERS.of_both), all_refused(LOCALITY), all_refused(MANAGERS), none_agree(HEADS))


def _all(pair: Pair, condition: Callable[..., Condition]) -> Condition:
    # For team leaders `of_both` is the transferring leader's own key, so that key alone proves nothing.
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
    """The steps of a rank: one for each side, and the one that replaces both where one person holds both posts.

    Inside one team there is that one alone.

    People come from the answers where a question names them; `assign_people` fills in the others. `called_by`: keys of
    the steps whose 'cannot agree' activates these. `voids`: keys of the steps that these replace.
    """
    people = all_named(answers, pair.questions)
    current, new = (people.get(question) for question in pair.questions)
    transferring, receiving = pair.sides
    both = f"transferring and receiving {{{pair.rank}}}"
    steps: tuple[StepSpec, ...] = (
        _step(pair, transferring, "current", f"transferring {{{pair.rank}}}", order, statements, current),
        _step(pair, receiving, "new", f"receiving {{{pair.rank}}}", order, statements, new),
        replace(_step(pair, pair.of_both, "current", both, order, statements, current), stands_for=pair.sides),
    )
    if same_person(answers.person("current_team"), answers.person("new_team")):
        steps = (replace(steps[-1], stands_for=()),)  # one team has one manager above it, whoever it is
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
        may_refuse=True,
    )
