"""The chain of a transfer meeting record: both workers, then both team leaders, then escalation.

Inside one team its leader decides, last. The check of the file stays due whatever the managers above decide.
"""

from dataclasses import replace

from protocol.answers import Answers
from protocol.chains.declarations import AGREED, audit, transferring_leader
from protocol.chains.escalation import (
    HEADS,
    LEADERS,
    LOCALITY,
    MANAGERS,
    managers_above,
    receiving_leader_agrees,
    steps_above,
)
from protocol.chains.step import CONFIRM, DECIDE, Ask, StepSpec, chain_of, named, one_holder
from protocol.decisions import FILE_CHECKED_ON
from protocol.gone import how_gone
from protocol.people import same_person
from protocol.readiness import newest_day
from protocol.statements import TRANSFER

CURRENT_WORKER = "current_worker"
NEW_WORKER = "new_worker"
TRANSFERRING, RECEIVING = LEADERS.sides
FILE_AUDIT = "file_audit"
_STEPS = (
    *(CURRENT_WORKER, NEW_WORKER),
    *LEADERS.sides,
    *LOCALITY.every_key,
    *MANAGERS.every_key,
    *HEADS.every_key,
    FILE_AUDIT,
)

_AUDIT = "The date on which you finished checking the file"
_CURRENT_SAYS = "The child's file is as this record says, and I have told the new {social_worker} what I know."
_STAYS = "The child's file is as this record says, and I stay with the child when the team changes."
_NEW_SAYS = "I have read the child's file and this record."


@chain_of(TRANSFER, steps=_STEPS)
def transfer_chain(answers: Answers) -> tuple[StepSpec, ...]:
    """The workers' and leaders' steps, and the managers' that replace undecided ones if the leaders cannot agree."""
    steps = (*_workers(answers), *_leaders(answers))
    if same_person(answers.person("current_team"), answers.person("new_team")):
        return (*steps[:-1], replace(steps[-1], may_refuse=True))
    below, pair = tuple(step.key for step in steps), managers_above(answers)
    return (
        *steps,
        *steps_above(answers, 4, ("315.7.5",), pair, called_by=LEADERS.every_key, voids=below),
        *steps_above(answers, 5, ("315.9.1",), HEADS, called_by=pair.every_key),
        _audit(answers),
    )


def _audit(answers: Answers) -> StepSpec:
    """The check of the file where the managers above decide in place of the leader who has to check it."""
    return StepSpec(
        FILE_AUDIT,
        6,
        "Check of the file",
        DECIDE,
        ("142.2.6", "315.7.3"),
        named(answers, "current_team_leader"),
        "transferring {team_leader}",
        audit(answers),
        question="current_team_leader",
        rank="team_leader",
        side="current",
        asks=(_asks_audit(answers),),
        called_by=(TRANSFERRING,),
        again_after=TRANSFERRING,
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


def _asks_audit(answers: Answers) -> Ask:
    """Nobody has checked what the file says of a day that had not come yet."""
    newest = newest_day(answers)
    return Ask(FILE_CHECKED_ON, _AUDIT, not_before=newest.isoformat() if newest else "")


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
        asks=(_asks_audit(answers),),
    )
    if of_both:
        return (transferring,)
    return transferring, receiving_leader_agrees(answers, 3, ("315.7.4",), AGREED)
