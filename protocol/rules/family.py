"""Who of the child's family is told, and how each of them stands."""

from datetime import date
from typing import NamedTuple

from protocol.answers import Answers
from protocol.choices import LOOKED_AFTER, STATUSES, UNBORN
from protocol.outcomes import Outcome, Part
from protocol.rules.to_come import not_come_yet

TOLD, WILL_BE_TOLD, NOT_TOLD = "told", "will_be_told", "does_not_apply"
_TOLD_CHOICES = frozenset({TOLD, WILL_BE_TOLD, NOT_TOLD})


class Party(NamedTuple):
    """One of those to be told: the name that its questions begin with, and what it is called."""

    name: str
    called: str
    have: str = "have"
    were: str = "were"


CARERS = Party("carers", "the carers")
PARTIES = (Party("child", "the child", "has", "was"), Party("parents", "the parents"), CARERS)


def questions_of(*endings: str) -> tuple[str, ...]:
    """The questions of every party with these endings, such as told_on."""
    return tuple(f"{party.name}_{ending}" for party in PARTIES for ending in endings)


def parties_of(a: Answers) -> tuple[Party, ...]:
    """Those to be told: an unborn child is not among them."""
    return PARTIES[1:] if a.choice("child_status", STATUSES) == UNBORN else PARTIES


def owes_no_reason(a: Answers, party: Party) -> bool:
    """Whether it goes without saying that a party is not to be told: carers of a child who is not looked after."""
    return party == CARERS and a.choice("child_status", STATUSES) not in ("", LOOKED_AFTER)


def not_told(party: Party) -> str:
    """What to say when a party is not to be told, and the record does not say why."""
    return f"T{party.called[1:]} will not be told. Say why they need not be."


def told_choice(a: Answers, party: Party) -> str:
    """told, will_be_told, does_not_apply, or '' when blank."""
    return a.choice(f"{party.name}_told", _TOLD_CHOICES)


def told_on(a: Answers, party: Party) -> date | None:
    """The day on which the party was told or will be told by."""
    return a.date(f"{party.name}_told_on")


def not_told_yet(a: Answers, party: Party) -> Part | None:
    """How a party stands who is said to have been told on a day still to come; None for any other."""
    early = not_come_yet(a, told_on(a, party), f"{party.called} {party.were} told")
    if told_choice(a, party) != TOLD or not early:
        return None
    return Part(party.called, Outcome.UNMET, early, f"{party.name}_told_on")
