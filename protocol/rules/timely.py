"""Days that are too long ago to be about this change: each with what it is, the figure that limits it, and what to do.

What prepares a change is not older than the time of the current worker with the child, where that is known.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from protocol.answers import Answers
from protocol.days import months_from
from protocol.formatting import count, day
from protocol.outcomes import Verdict, unmet
from protocol.parameters import Parameters
from protocol.rules.workers import took_the_case_on

PREPARATION, PLAN, TALK, PDR = "preparation_months", "plan_months", "managers_talk_months", "pdr_months"


class Timely(NamedTuple):
    """What a day is the day of. figure: the months that it may lie before `until`; 0: however many.

    until, then: the question of the day from which they are counted, or today where it is blank, and its name. of_case:
    whether it is about the present {social_worker}'s time with the child. ask: what the author does. prompt: the label
    of the reason's box.
    """

    called: str
    figure: str
    ask: str
    until: str = "transfer_date"
    then: str = "the transfer"
    of_case: bool = True
    prompt: str = ""


_AGAIN = "Say what was done for this change, or correct the date."
_TELL = "Tell them of this change, or correct the date."
_NO_VISIT = (
    "Say why there is no joint visit before the transfer, and how the family gets to know the new {social_worker}"
)
TIMELY: Mapping[str, Timely] = MappingProxyType(
    {
        "meeting_date": Timely("The transfer meeting", PREPARATION, "Hold one for this change, or correct the date."),
        "joint_visit_date": Timely("The joint visit", PREPARATION, _AGAIN, prompt=_NO_VISIT),
        "family_told_on": Timely("The day on which the child and family were told", PREPARATION, _TELL),
        "child_told_on": Timely("The day on which the child was told", PREPARATION, _TELL),
        "parents_told_on": Timely("The day on which the parents were told", PREPARATION, _TELL),
        "carers_told_on": Timely("The day on which the carers were told", PREPARATION, _TELL),
        "professionals_told_on": Timely("The day on which the other professionals were told", PREPARATION, _TELL),
        "permanence_meeting_date": Timely("The permanence planning meeting", PREPARATION, _AGAIN),
        "transfer_summary_dated": Timely(
            "The transfer summary", PREPARATION, "Bring it up to date, or correct the day."
        ),
        "cin_meeting_date": Timely("The Child in Need meeting", PREPARATION, "Hold one, or correct the date."),
        "exception_discussed_on": Timely(
            "The discussion", PREPARATION, "Discuss this exception, or correct the date.", until="", of_case=False
        ),
        "managers_discussed_on": Timely("The discussion of such moves", TALK, _AGAIN, of_case=False),
        "plan_date": Timely("The plan", PLAN, "Bring it up to date, or correct the date.", of_case=False),
        "pdr_date": Timely(
            "The PDR",
            PDR,
            "Make a newer one available, or say why there is none.",
            until="responsibility_date",
            then="management responsibility passes",
            of_case=False,
            prompt="Say why there is no newer PDR, and when there will be one",
        ),
    }
)
# What a rule reads of the days of TIMELY, beside the day itself.
SINCE_QUESTIONS = ("transfer_date", "current_worker", "earlier_workers")


def too_long_ago(a: Answers, p: Parameters, question: str) -> Verdict | None:
    """Unmet where the day in `question` is too long ago; None where it is not, or is blank."""
    fact = long_ago(a, p, question)
    one = TIMELY[question]
    return unmet(f"{fact} {one.ask}", question, prompt=one.prompt) if fact else None


def long_ago(a: Answers, p: Parameters, question: str, own: date | None = None) -> str:
    """The fact that the day in `question` is too long ago, as a sentence; '' where it is not, or is blank.

    own: the day of a row, which counts in its place.
    """
    when, one = own or a.date(question), TIMELY[question]
    since = _since(a, p, when, one) if when else ""
    return f"{one.called}, {day(when)}, is {since}." if when and since else ""


def _since(a: Answers, p: Parameters, when: date, one: Timely) -> str:
    took = took_the_case_on(a) if one.of_case else None
    if took and when < took:
        return f"before the current {{social_worker}} took the case on {day(took)}"
    until, most = a.date(one.until) if one.until else None, p[one.figure]
    if not most or when >= months_from(until or a.today, -most):
        return ""
    months = f"more than {count(most, 'month')}"
    return f"{months} before {one.then} on {day(until)}" if until else f"{months} ago"
