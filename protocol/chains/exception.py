"""The chain of an exception decision: its ground and the statement that it departs from determine the rank."""

from protocol.answers import Answers
from protocol.chains.escalation import HEADS, LEADERS, MANAGERS, steps_above
from protocol.chains.step import DECIDE, StepSpec, chain_of, named, one_holder
from protocol.choices import GROUND_STATEMENTS, OTHER_GROUND
from protocol.statements import EXCEPTION

# 3.1.5 section 4 leaves the decision before an adoption to the Heads of Service of both services.
HEADS_DECIDE = "315.4.2"

_AGREES = "I have read this exception and its ground, and I agree to it, because it is best for the child."


@chain_of(EXCEPTION, steps=(*LEADERS.sides, *MANAGERS.every_key, *HEADS.every_key))
def exception_chain(answers: Answers) -> tuple[StepSpec, ...]:
    """The steps of an exception decision; () until its ground is answered."""
    ground = answers.choice("ground", GROUND_STATEMENTS)
    if not ground:
        return ()
    cites = (GROUND_STATEMENTS[ground],)
    if answers.raw("departs_from") == HEADS_DECIDE:
        return (*steps_above(answers, 1, cites, MANAGERS), *steps_above(answers, 2, (HEADS_DECIDE,), HEADS))
    if ground == OTHER_GROUND:
        return _managers(answers, 1, cites)
    return (*_leaders(answers, cites), *_managers(answers, 2, cites, called_by=LEADERS.every_key))


def _managers(
    answers: Answers, order: int, cites: tuple[str, ...], called_by: tuple[str, ...] = ()
) -> tuple[StepSpec, ...]:
    managers = steps_above(answers, order, cites, MANAGERS, called_by=called_by)
    return (*managers, *steps_above(answers, order + 1, ("315.9.1",), HEADS, called_by=MANAGERS.every_key))


def _leaders(answers: Answers, cites: tuple[str, ...]) -> tuple[StepSpec, ...]:
    of_both = one_holder(answers)
    sides = (("transferring", "current"), ("receiving", "new"))[: 1 if of_both else 2]
    both = "transferring and receiving" if of_both else ""
    return tuple(
        StepSpec(
            f"{word}_team_leader",
            1,
            f"Decision of the {both or word} {{team_leader}}",
            DECIDE,
            cites,
            named(answers, f"{side}_team_leader"),
            f"{both or word} {{team_leader}}",
            _AGREES,
            question=f"{side}_team_leader",
            rank="team_leader",
            side=side,
        )
        for word, side in sides
    )
