"""The chain of a management handover record (1.4.2, section 5)."""

from dataclasses import replace

from protocol.answers import Answers
from protocol.chains.step import CONFIRM, DECIDE, StepSpec, chain_of, named, one_holder
from protocol.chains.unresolved import something_unresolved
from protocol.people import person_from, same_person
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
_IN_PLACE_SAYS = (
    "The {team_leader} in whose place I sign is gone or cannot be reached. What this record asks of them I have done, "
    "as far as anybody but them can."
)
_ABOVE_SAYS = "I was told of what could not be settled, took part in the four-way meeting, and agree to its outcome."


@chain_of(MANAGEMENT, steps=(WORKER, OUTGOING, NEW, *LOCALITY_LEADERS), refusable=False)
def management_chain(answers: Answers) -> tuple[StepSpec, ...]:
    """The worker and both team leaders sign, then both locality leaders if an issue is unresolved.

    The {locality_leader} takes the parts of a {team_leader} who is gone or cannot be reached; nobody signs for a
    worker.
    """
    steps = (
        _signs(answers, WORKER, 1, "{social_worker}", _WORKER_SAYS, ("142.5.1",), "social_worker"),
        _signs(answers, OUTGOING, 1, "outgoing {team_leader}", _OUTGOING_SAYS, ("142.5.1",), "team_leader"),
        _signs(answers, NEW, 2, "new {team_leader}", _NEW_SAYS, ("142.5.5",), "team_leader", in_person=True),
    )
    above = _above(answers) if something_unresolved(answers) else ()
    signing = (_in_place(step, answers) if _is_gone(answers, step.key) else step for step in steps)
    return _one_step_each(tuple(step for step in signing if step), above)


def _is_gone(answers: Answers, part: str) -> bool:
    return answers.no("all_attended") and answers.raw(f"{part}_attended") == "unreachable"


def _in_place(step: StepSpec, answers: Answers) -> StepSpec | None:
    """The signature of the {locality_leader} in place of a {team_leader}'s; None for a worker's."""
    if step.key == WORKER:
        return None
    question = f"{step.key.removesuffix('_team_leader')}_locality_leader"
    part = f"{{locality_leader}} in place of the {step.part}"
    return replace(
        step,
        title=f"Signature of the {part}",
        part=part,
        declaration=_IN_PLACE_SAYS,
        person=named(answers, question),
        question=question,
        rank="locality_leader",
        in_person=False,
    )


def _one_step_each(signing: tuple[StepSpec, ...], above: tuple[StepSpec, ...]) -> tuple[StepSpec, ...]:
    """The steps, where whoever signs in another's place and is above as well has one that names both parts."""
    for step in signing:
        theirs = [one for one in above if same_person(person_from(one.person), person_from(step.person))]
        if step.rank == "locality_leader" and theirs:
            part = f"{step.part} and {theirs[0].part}"
            both = replace(
                theirs[0],
                title=f"Signature of the {part}",
                part=part,
                statements=(*step.statements, *theirs[0].statements),
                declaration=f"{step.declaration} {theirs[0].declaration}",
            )
            signing = tuple(one for one in signing if one is not step)
            above = tuple(both if one is theirs[0] else one for one in above)
    return (*signing, *above)


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
            _ABOVE_SAYS,
            question=f"{word}_locality_leader",
            rank="locality_leader",
            side=side,
        )
        for word, side in sides
    )
