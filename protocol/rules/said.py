"""What a rule asks for: each of its questions that is blank, all at once, with what to say about it."""

from typing import NamedTuple

from protocol.answers import Answers, Values
from protocol.outcomes import Outcome, Part, Verdict, met, unanswered
from protocol.rules.together import together

# What stands for the rows of a table that has none: what its first row will be asked is asked for at once.
FIRST_ROW = (Values({}),)


class Ask(NamedTuple):
    """A question, its answer as a rule reads it (None or '' while it is blank), and what to say while it is."""

    question: str
    answer: object
    message: str


def still_blank(*asks: Ask) -> Verdict | None:
    """Unanswered, with a part for each question that is blank; None when none is."""
    blank = [ask for ask in asks if ask.answer in (None, "")]
    parts = (Part(ask.question, Outcome.UNANSWERED, ask.message, ask.question) for ask in blank)
    return together(parts) if blank else None


def as_unmet(blank: Verdict | None, fact: str = "") -> tuple[Part, ...]:
    """The parts of what is blank, as the parts of a statement that is unmet for that, each beginning with the fact."""
    parts = blank.parts if blank else ()
    return tuple(part._replace(outcome=Outcome.UNMET, message=f"{fact} {part.message}".strip()) for part in parts)


def must_say(a: Answers, question: str, ask: str) -> Verdict:
    """Met once the question has text in it; until then the message is `ask`."""
    return met() if a.text(question) else unanswered(ask, question)
