"""Pages that ask for a reason, in words, before something is done."""

from __future__ import annotations

from dataclasses import dataclass

from forms.engine.cleaning import unprintable_problem
from protocol.words import is_reason

LONGEST_REASON = 2_000


@dataclass(frozen=True)
class ReasonPage:
    """The texts of a page that asks for a reason before an action."""

    title: str
    means: str
    question: str
    thing: str
    button: str
    kind: str
    done: str

    def error_in(self, reason: str) -> str:
        """The error in a reason, or ''."""
        if len(reason) > LONGEST_REASON:
            return f"Why {self.thing} must be {LONGEST_REASON:,} characters or fewer"
        return unprintable_problem(reason) or ("" if is_reason(reason) else f"Enter why {self.thing}, in words")


def why_needed(about: str) -> ReasonPage:
    """The page before a record about a child or worker (`about`) of another team."""
    known = "their date of birth, status and workers" if about == "child" else "their open cases"
    return ReasonPage(
        title=f"Why do you need this {about}'s record?",
        means=f"This {about} is not with your teams. A record shows {known}. What you write is kept, and whoever leads "
        "their team is told and reads it.",
        question="What is it about?",
        thing=f"you need this {about}'s record",
        button="Continue",
        kind="",
        done="",
    )
