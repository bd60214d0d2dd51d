"""The chain of a management handover record (1.4.2, section 5)."""

from protocol.answers import Answers
from protocol.chains.declarations import four_way
from protocol.chains.step import CONFIRM, DECIDE, StepSpec, chain_of, named, one_holder
from protocol.chains.unresolved import something_unresolved
from protocol.statements import MANAGEMENT

WORKER, OUTGOING, NEW = "worker", "outgoing_team_leader", "new_team_leader"
TEAMS = ("outgoing_team", "new_team")
LOCALITY_LEADERS = ("outgoing_locality_leader", "new_locality_leader")

_WORKER_SAYS = "We talked through each of my cases and my other duties, as this record says."
_OUTGOING_SAYS = "I have told the new {team_leader} all that this record asks of me, and left nothing out."
_NEW_SAYS = (
    "In each case that is marked so I know what has been decided, and I have found it on the child's file and in the "
    "{supervision_notes}. What is not settled is listed as unresolved."
)


@chain_of(MANAGEMENT, steps=(WORKER, OUTGOING, NEW, *LOCALITY_LEADERS))
def management_chain(answers: Answers) -> tuple[StepSpec, ...]:
    """The worker and both team leaders sign, then both locality leaders if an issue is unresolved."""
    steps = (
        _signs(answers, WORKER, 1, "{social_worker}", _WORKER_SAYS, ("142.5.1",), "social_worker"),
        _signs(answers, OUTGOING, 1, "outgoing {team_leader}", _OUTGOING_SAYS, ("142.5.1",), "team_leader"),
        _signs(answers, NEW, 2, "new {team_leader}", _NEW_SAYS, ("142.5.5",), "team_leader", in_person=True),
    )
    return (*steps, *_above(answers)) if something_unresolved(answers) else steps


def _signs(
    answers: Answers,
    name: str,
    order: int,
    part: str,
    says: str,
    cites: tuple[str, ...],
    rank: str,
    in_person: bool = False,
) -> StepSpec:
    return StepSpec(
        name,
        order,
        f"Signature of the {part}",
        CONFIRM,
        cites,
        named(answers, name),
        part,
        says,
        question=name,
        rank=rank,
        side="new" if name == NEW else "current",
        in_person=in_person,
    )


def _above(answers: Answers) -> tuple[StepSpec, ...]:
    of_both = one_holder(answers, LOCALITY_LEADERS, TEAMS)
    sides = (("outgoing", "current"), ("new", "new"))[: 1 if of_both else 2]
    return tuple(
        StepSpec(
            f"{word}_locality_leader",
            3,
            f"Signature of the {'outgoing and new' if of_both else word} {{locality_leader}}",
            DECIDE,
            ("142.5.9",),
            named(answers, f"{word}_locality_leader"),
            "outgoing and new {locality_leader}" if of_both else f"{word} {{locality_leader}}",
            four_way(answers),
            question=f"{word}_locality_leader",
            rank="locality_leader",
            side=side,
        )
        for word, side in sides
    )
