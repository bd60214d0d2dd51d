"""Rules that ask for one thing to be said."""

from protocol.answers import Answers
from protocol.outcomes import Verdict, met, unanswered


def must_say(a: Answers, question: str, ask: str) -> Verdict:
    """Met once the question has text in it; until then the message is `ask`."""
    return met() if a.text(question) else unanswered(ask, question)
