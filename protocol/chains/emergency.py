"""The chain of an emergency transfer justification (1.4.2, section 4).

What 3.1.5 says of the child and force of events leaves unmet adds the posts that would decide on an exception from it.
"""

from dataclasses import replace

from protocol.answers import Answers
from protocol.chains.declarations import action_will_do, any_action, emergency, takes_on
from protocol.chains.escalation import (
    HEADS,
    LEADERS,
    LOCALITY,
    MANAGERS,
    managers_above,
    receiving_leader_agrees,
    steps_above,
)
from protocol.chains.step import CONFIRM, DECIDE, StepSpec, chain_of, named, one_holder
from protocol.held import ON_THE_WAY_TO_ADOPTION, held_by
from protocol.people import same_person
from protocol.statements import EMERGENCY

RECEIVING = LEADERS.sides[1]
CONFIRMING = "confirming_manager"
_STEPS = (
    *("reallocating_team_leader", RECEIVING, CONFIRMING),
    *LOCALITY.every_key,
    *MANAGERS.every_key,
    *HEADS.every_key,
)


@chain_of(EMERGENCY, steps=_STEPS)
def emergency_chain(answers: Answers) -> tuple[StepSpec, ...]:
    """The reallocating leader declares, the new leader agrees unless the same person, and a manager confirms.

    Whoever the protocol makes decide on the child comes after them. Where the new leader cannot agree, the managers of
    both teams decide.
    """
    of_both = one_holder(answers, ("reallocating_team_leader", "new_team_leader"))
    held = held_by(answers)
    below = tuple(one for one in held if one != ON_THE_WAY_TO_ADOPTION)
    joining = steps_above(answers, 4, below, MANAGERS) if below else ()
    heads = steps_above(answers, 5, (ON_THE_WAY_TO_ADOPTION,), HEADS) if below != held else ()
    above = joining or _called(answers, of_both)
    pair = MANAGERS if joining else managers_above(answers)
    if above and not heads:
        heads = steps_above(answers, 5, ("315.9.1",), HEADS, called_by=pair.every_key)
    agrees = receiving_leader_agrees(answers, 2, ("142.4.2",), takes_on(answers))
    agrees = replace(agrees, passes_up=bool(joining))
    own = (_declares(answers, of_both), *(() if of_both else (agrees,)), _confirms(answers))
    return (*own, *(replace(step, joins=(CONFIRMING,)) for step in (*above, *heads)))


def _called(answers: Answers, of_both: bool) -> tuple[StepSpec, ...]:
    """The managers above both teams, for when the receiving leader cannot agree."""
    if of_both or same_person(answers.person("current_team"), answers.person("new_team")):
        return ()
    return steps_above(answers, 4, ("315.7.5",), managers_above(answers), called_by=(RECEIVING,))


def _declares(answers: Answers, of_both: bool) -> StepSpec:
    part = "reallocating and receiving {team_leader}" if of_both else "reallocating {team_leader}"
    return StepSpec(
        "reallocating_team_leader",
        1,
        f"Declaration by the {part}",
        CONFIRM,
        ("142.4.1", "142.4.2", "142.4.3"),
        named(answers, "reallocating_team_leader"),
        part,
        f"{emergency(answers)} {takes_on(answers)}" if of_both else emergency(answers),
        question="reallocating_team_leader",
        rank="team_leader",
        side="current",
    )


def _confirms(answers: Answers) -> StepSpec:
    return StepSpec(
        CONFIRMING,
        3,
        f"Confirmation that {'the action will do' if any_action(answers) else 'no action is possible'}",
        DECIDE,
        ("142.4.4", "142.4.5"),
        named(answers, "confirming_manager"),
        "{locality_leader} or {service_delivery_manager}",
        action_will_do(answers),
        question="confirming_manager",
        rank="locality_leader",
        side="current",
    )
