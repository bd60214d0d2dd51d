"""Where agreement fails: first the service delivery managers, then the Heads of Service."""

from collections.abc import Iterable, Mapping
from typing import Any

from protocol.answers import Answers
from protocol.chains.model import DECIDE, StepSpec
from protocol.decisions import APPROVED, CANNOT_AGREE, Decision
from protocol.people import person_from, same_person

MANAGER_STEPS = ("transferring_service_delivery_manager", "receiving_service_delivery_manager")
HEAD_STEPS = ("transferring_head_of_service", "receiving_head_of_service")
# The key of a step that one person takes for both sides.
MANAGER_OF_BOTH = "service_delivery_manager_of_both"
HEAD_OF_BOTH = "head_of_service_of_both"

_SIDES = (("transferring", "current"), ("receiving", "new"))
_MANAGER_SAYS = (
    "I have read the record and the reasons of those who could not agree, and this is my decision in the child's "
    "best interests."
)
_HEAD_SAYS = (
    "I have read the record and the reasons of everybody who decided before me. The decision that I give here, "
    "with its reasons, is final."
)


def could_not_agree(decisions: Iterable[Decision], steps: Iterable[str]) -> bool:
    """Whether somebody at one of these steps could not agree."""
    wanted = frozenset(steps)
    return any(one.step in wanted and one.outcome == CANNOT_AGREE for one in decisions)


def all_approved(decisions: Iterable[Decision], pair: tuple[str, str], of_both: str) -> bool:
    """Whether both steps of a pair are approved, or the one that stands for both."""
    approved = {one.step for one in decisions if one.outcome == APPROVED}
    return of_both in approved or approved.issuperset(pair)


def managers_steps(
    order: int, statements: tuple[str, ...], named: Mapping[str, Any], questions: Mapping[str, str] | None = None
) -> tuple[StepSpec, ...]:
    """The steps of the service delivery managers of both teams; one step when one person is both."""
    return _pair("service_delivery_manager", order, statements, named, questions or {}, _MANAGER_SAYS)


def heads_steps(
    order: int, statements: tuple[str, ...], named: Mapping[str, Any], questions: Mapping[str, str] | None = None
) -> tuple[StepSpec, ...]:
    """The steps of the Heads of Service of both services; one step when one person is both."""
    return _pair("head_of_service", order, statements, named, questions or {}, _HEAD_SAYS)


def _pair(
    rank: str,
    order: int,
    statements: tuple[str, ...],
    named: Mapping[str, Any],
    questions: Mapping[str, str],
    declaration: str,
) -> tuple[StepSpec, ...]:
    def one(key: str, side: str, part: str) -> StepSpec:
        name = f"{side}_{rank}"
        title = f"Decision of the {part}"
        return StepSpec(
            key, order, title, DECIDE, statements, named.get(name), part, declaration,
            question=questions.get(name), rank=rank, side=side,
        )  # fmt: skip

    people = [person_from(named.get(f"{side}_{rank}")) for _, side in _SIDES]
    if same_person(*people):
        return (one(f"{rank}_of_both", "current", f"{{{rank}}} of both teams"),)
    return tuple(one(f"{word}_{rank}", side, f"{word} {{{rank}}}") for word, side in _SIDES)


def named_in(answers: Answers, names: Iterable[str]) -> dict[str, Any]:
    """The people whom the answers name, as {"id", "name"}, by question."""
    people = ((name, answers.person(name)) for name in names)
    return {name: person._asdict() for name, person in people if person is not None}
