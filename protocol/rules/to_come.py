"""Days that are said to be past: what is done, held or told on a day still to come has not happened yet."""

from datetime import date

from protocol.answers import Answers
from protocol.formatting import day
from protocol.outcomes import Case, Outcome, Verdict, unmet
from protocol.updating import to_come

_NOT_YET = "The record says that {fact} on {day}, which has not come yet. Correct the date."


def not_come_yet(a: Answers, when: date | None, fact: str) -> str:
    """What to say where `fact` ('the chronology was updated') has a day after today; '' where it has not."""
    if when is None or when <= a.today:
        return ""
    return _NOT_YET.format(fact=fact, day=day(when))


def still_to_come(a: Answers, question: str, fact: str) -> Verdict | None:
    """Unmet where the day in `question`, on which `fact` is said to have happened, is after today."""
    message = not_come_yet(a, a.date(question), fact)
    return unmet(message, question) if message else None


def case_to_come(question: str, fact: str) -> Case:
    """The same as a case, of what may follow approval."""
    return Case(to_come(question), Outcome.UNMET, _NOT_YET.format(fact=fact, day=f"{{answer.{question}}}"))
