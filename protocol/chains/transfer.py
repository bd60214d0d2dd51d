"""The chain of a transfer meeting record: both workers, then both team leaders, then escalation."""

from protocol.answers import Answers
from protocol.chains.declarations import AGREED, transferring_leader
from protocol.chains.escalation import HEADS, LEADERS, MANAGERS, steps_above
from protocol.chains.step import CONFIRM, DECIDE, Ask, StepSpec, chain_of, named, one_holder
from protocol.decisions import FILE_CHECKED_ON
from protocol.gone import how_gone
from protocol.people import same_person
from protocol.statements import TRANSFER

CURRENT_WORKER = "current_worker"
NEW_WORKER = "new_worker"
TRANSFERRING, RECEIVING = LEADERS.sides

_AUDIT = Ask(FILE_CHECKED_ON, "The date on which you finished checking the file")
_CURRENT_SAYS = "The child's file is as this record says, and I have told the new {social_worker} what I know."
_STAYS = "The child's file is as this record says, and I stay with the child when the team changes."
_NEW_SAYS = "I have read the child's file and this record."


@chain_of(TRANSFER, steps=(CURRENT_WORKER, NEW_WORKER, *LEADERS.sides, *MANAGERS.every_key, *HEADS.every_key))
def transfer_chain(answers: Answers) -> tuple[StepSpec, ...]:
    """The workers' and leaders' steps, and the managers' that replace undecided ones if the leaders cannot agree."""
    steps = (*_workers(answers), *_leaders(answers))
    below = tuple(step.key for step in steps)
    return (
        *steps,
        *steps_above(answers, 4, ("315.7.5",), MANAGERS, called_by=LEADERS.every_key, voids=below),
        *steps_above(answers, 5, ("315.9.1",), HEADS, called_by=MANAGERS.every_key),
    )


def _workers(answers: Answers) -> tuple[StepSpec, ...]:
    if same_person(answers.person(CURRENT_WORKER), answers.person(NEW_WORKER)):
        return (_confirms(answers, CURRENT_WORKER, "current", "current and new {social_worker}", _STAYS),)
    new = _confirms(answers, NEW_WORKER, "new", "new {social_worker}", _NEW_SAYS)
    if how_gone(answers):
        return (new,)
    return (_confirms(answers, CURRENT_WORKER, "current", "current {social_worker}", _CURRENT_SAYS), new)


def _confirms(answers: Answers, name: str, side: str, part: str, declaration: str) -> StepSpec:
    return StepSpec(
        name,
        1,
        f"Confirmation by the {part}",
        CONFIRM,
        ("315.2.4.1",),
        named(answers, name),
        part,
        declaration,
        question=name,
        rank="social_worker",
        side=side,
    )


def _leaders(answers: Answers) -> tuple[StepSpec, ...]:
    of_both, gone = one_holder(answers), bool(how_gone(answers))
    part = "transferring and receiving {team_leader}" if of_both else "transferring {team_leader}"
    transferring = StepSpec(
        TRANSFERRING,
        2,
        "Check of the file and agreement" if of_both else "Check and sign-off of the file",
        DECIDE,
        ("142.2.6", "315.7.3", "315.7.4", *(("315.2.4.1",) if gone else ())),
        named(answers, "current_team_leader"),
        part,
        transferring_leader(answers, of_both=of_both),
        question="current_team_leader",
        rank="team_leader",
        side="current",
        asks=(_AUDIT,),
    )
    if of_both:
        return (transferring,)
    receiving = StepSpec(
        RECEIVING,
        3,
        "Agreement of the receiving {team_leader}",
        DECIDE,
        ("315.7.4",),
        named(answers, "new_team_leader"),
        "receiving {team_leader}",
        AGREED,
        question="new_team_leader",
        rank="team_leader",
        side="new",
    )
    return transferring, receiving
