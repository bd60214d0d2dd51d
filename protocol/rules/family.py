"""Who of the child's family is told, and how each of them stands."""

from datetime import date
from typing import NamedTuple

from protocol.answers import Answers
from protocol.choices import LOOKED_AFTER, STATUSES, UNBORN
from protocol.formatting import day
from protocol.outcomes import Outcome, Part
from protocol.parameters import Parameters
from protocol.rules.timely import SINCE_QUESTIONS, TIMELY, long_ago
from protocol.rules.to_come import not_come_yet

TOLD, WILL_BE_TOLD, NOT_TOLD = "told", "will_be_told", "does_not_apply"
FAMILY, FAMILY_ON, FAMILY_HOW = "family_told", "family_told_on", "family_told_how"
_ONE_BY_ONE = "one_by_one"
_WHOLE = frozenset({TOLD, WILL_BE_TOLD, _ONE_BY_ONE})
ASK_FAMILY = "Say whether the child and family have been told of the change, or when they will be."
_TOLD_CHOICES = frozenset({TOLD, WILL_BE_TOLD, NOT_TOLD})


class Party(NamedTuple):
    """One of those to be told: the name that its questions begin with, and what it is called."""

    name: str
    called: str
    have: str = "have"
    were: str = "were"


CARERS = Party("carers", "the carers")
PARTIES = (Party("child", "the child", "has", "was"), Party("parents", "the parents"), CARERS)


# Placements of a looked after child without carers: P1, with parents (SSDA903 codes).
WITHOUT_CARERS = frozenset({"P1"})
BIRTH_QUESTIONS = ("child_status", "child_date_of_birth", "child_expected_date_of_birth")
TOLD_QUESTIONS = (
    *BIRTH_QUESTIONS,
    "placement",
    FAMILY,
    FAMILY_ON,
    *(f"{party.name}_{ending}" for party in PARTIES for ending in ("told", "told_on", "not_told_why")),
    *SINCE_QUESTIONS,
)


def is_unborn(a: Answers) -> bool:
    """Whether the child is not born yet: as the status says, or because only the expected date of birth is known."""
    born, expected = (a.date(question) for question in BIRTH_QUESTIONS[1:])
    return a.choice("child_status", STATUSES) == UNBORN or (expected is not None and born is None)


def family_said(a: Answers) -> bool:
    """Whether the record says of the family as a whole how it stands, or that it differs."""
    return a.choice(FAMILY, _WHOLE) != ""


def parties_of(a: Answers) -> tuple[Party, ...]:
    """Those to be told: no unborn child, and carers of a looked after child who has some, or whom the record names."""
    status = a.choice("child_status", STATUSES)
    born = PARTIES[1:] if is_unborn(a) else PARTIES
    without_carers = status not in ("", LOOKED_AFTER) or a.choice("placement", WITHOUT_CARERS) != ""
    named = told_choice(a, CARERS) in (TOLD, WILL_BE_TOLD)
    return tuple(party for party in born if party != CARERS or named or not without_carers)


def not_told(party: Party) -> str:
    """What to say when a party is not to be told, and the record does not say why."""
    return f"T{party.called[1:]} will not be told. Say why they need not be."


def told_choice(a: Answers, party: Party) -> str:
    """told, will_be_told, does_not_apply, or '' when blank; what is said of all of them goes for each."""
    whole = a.choice(FAMILY, _WHOLE)
    return a.choice(f"{party.name}_told", _TOLD_CHOICES) if whole == _ONE_BY_ONE else whole


def told_on(a: Answers, party: Party) -> date | None:
    """The day on which the party was told or will be told by: its own, or the one given for all."""
    return a.date(day_of(a, party))


def day_of(a: Answers, party: Party) -> str:
    """The question that holds that day."""
    own = f"{party.name}_told_on"
    return own if a.choice(FAMILY, _WHOLE) == _ONE_BY_ONE and a.date(own) else FAMILY_ON


def not_told_yet(a: Answers, p: Parameters, party: Party) -> Part | None:
    """How a party stands who was told on a day still to come, or long ago, or was to be told by now; else None."""
    choice, when = told_choice(a, party), told_on(a, party)
    early = not_come_yet(a, when, f"{party.called} {party.were} told")
    if choice == TOLD and early:
        return Part(party.called, Outcome.UNMET, early, day_of(a, party))
    question = day_of(a, party)
    if choice == TOLD and (old := long_ago(a, p, question)):
        return Part(party.called, Outcome.UNMET, f"{old} {TIMELY[question].ask}", question)
    if choice == WILL_BE_TOLD and when and when < a.today:
        fact = f"T{party.called[1:]} {party.were} to be told by {day(when)}, which has passed."
        return Part(party.called, Outcome.UNMET, f"{fact} Say what happened.", _state_of(a, party))
    return None


def _state_of(a: Answers, party: Party) -> str:
    """The question that says how a party stands: its own, or the one for all."""
    return f"{party.name}_told" if a.choice(FAMILY, _WHOLE) == _ONE_BY_ONE else FAMILY
