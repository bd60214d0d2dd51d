"""The chain of a management handover record (1.4.2, section 5)."""

from dataclasses import replace

from protocol.answers import Answers
from protocol.chains.declarations import four_way
from protocol.chains.step import CONFIRM, DECIDE, StepSpec, chain_of, named, one_holder
from protocol.chains.unresolved import something_unresolved
from protocol.statements import MANAGEMENT

WORKER, OUTGOING, NEW = "worker", "outgoing_team_leader", "new_team_leader"
UNREACHABLE = "unreachable"
TEAMS = ("outgoing_team", "new_team")
LOCALITY_LEADERS = ("outgoing_locality_leader", "new_locality_leader")

_WORKER_SAYS = "We talked through each of my cases and my other duties, as this record says."
_OUTGOING_SAYS = "I have told the new {team_leader} all that this record asks of me, and left nothing out."
_NEW_SAYS = (
    "In each case that says so, I know what has been decided and have found it on the child's file and in the "
    "{supervision_notes}. What is not settled is listed as unresolved."
)
_IN_PLACE_OF_OUTGOING = (
    "I take the part of the outgoing {team_leader}, who has left or cannot be reached. I have told the new "
    "{team_leader} what I know of all that this record asks."
)
_IN_PLACE_OF_NEW = (
    "I take the part of the new {team_leader}, who has left or cannot be reached. In each case that says so, I know "
    "what has been decided and have found it on the child's file and in the {supervision_notes}."
)


@chain_of(MANAGEMENT, steps=(WORKER, OUTGOING, NEW, *LOCALITY_LEADERS))
def management_chain(answers: Answers) -> tuple[StepSpec, ...]:
    """The worker and both team leaders sign, then both locality leaders if an issue is unresolved.

    For a leader who is gone or cannot be reached the locality leader signs. Nobody signs for the worker.
    """
    steps = [
        _leader_signs(answers, OUTGOING, 1, "outgoing", (_OUTGOING_SAYS, _IN_PLACE_OF_OUTGOING), "142.5.1"),
        _leader_signs(answers, NEW, 2, "new", (_NEW_SAYS, _IN_PLACE_OF_NEW), "142.5.5"),
    ]
    if not is_gone(answers, WORKER):
        steps.insert(0, _signs(answers, WORKER, 1, "{social_worker}", _WORKER_SAYS, ("142.5.1",), "social_worker"))
    return (*steps, *_above(answers)) if something_unresolved(answers) else tuple(steps)


def is_gone(answers: Answers, part: str) -> bool:
    """Whether the record says that one of the three is gone or cannot be reached. part: WORKER, OUTGOING or NEW."""
    return answers.no("all_attended") and bool(answers.choice(f"{part}_attended", (UNREACHABLE,)))


def signers_above(answers: Answers) -> tuple[str, ...]:
    """The steps at which the locality leaders sign what is unresolved; in the place of a leader, their one step."""
    gone = {
        above: part for part, above in zip((OUTGOING, NEW), LOCALITY_LEADERS, strict=True) if is_gone(answers, part)
    }
    of_both = one_holder(answers, LOCALITY_LEADERS, TEAMS)
    if of_both and gone:
        return (next(iter(gone.values())),)
    return tuple(gone.get(above, above) for above in LOCALITY_LEADERS[: 1 if of_both else 2])


def _leader_signs(answers: Answers, name: str, order: int, word: str, says: tuple[str, str], cites: str) -> StepSpec:
    """A leader's signature, or that of the locality leader in their place. says: what each of them declares."""
    if not is_gone(answers, name):
        part = f"{word} {{team_leader}}"
        return _signs(answers, name, order, part, says[0], (cites,), "team_leader", in_person=name == NEW)
    above = f"{word}_locality_leader"
    declared = f"{says[1]} {four_way(answers)}" if something_unresolved(answers) else says[1]
    step = _signs(
        answers,
        name,
        order,
        f"{{locality_leader}} in place of the {word} {{team_leader}}",
        declared,
        (cites,),
        "locality_leader",
    )
    return replace(step, person=named(answers, above), question=above)


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
        f"Confirmation by the {part}",
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
    of_both, needed = one_holder(answers, LOCALITY_LEADERS, TEAMS), signers_above(answers)
    sides = (("outgoing", "current"), ("new", "new"))
    return tuple(
        StepSpec(
            f"{word}_locality_leader",
            3,
            f"Decision of the {'outgoing and new' if of_both else word} {{locality_leader}}",
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
        if f"{word}_locality_leader" in needed
    )
