"""Days that are said to be past: what is done, held or told on a day still to come has not happened yet."""

from datetime import date

from protocol.answers import Answers
from protocol.outcomes import Verdict, unmet
from protocol.say import day


def not_come_yet(a: Answers, when: date | None, fact: str) -> str:
    """What to say where `fact` ('the chronology was updated') has a day after today; '' where it has not."""
    if when is None or when <= a.today:
        return ""
    return f"The record says that {fact} on {day(when)}, which has not come yet. Correct the date."


def still_to_come(a: Answers, question: str, fact: str, *, may_follow: bool = False) -> Verdict | None:
    """Unmet where the day in `question`, on which `fact` is said to have happened, is after today."""
    message = not_come_yet(a, a.date(question), fact)
    return unmet(message, question, may_follow=may_follow) if message else None
