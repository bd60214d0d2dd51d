"""Pages that ask for a reason, in words, before something is done."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from forms.engine.cleaning import unprintable_problem
from protocol.word_shapes import can_be_read, words_of
from protocol.words import is_reason

LONGEST_REASON = 2_000
LEAST_WORDS, LEAST_LETTERS = 4, 20  # different ones, and of those: 'She moves to us.' is a sentence
TOO_SHORT = f"Say in a sentence why {{thing}}: {LEAST_WORDS} different words at least, or {LEAST_LETTERS} letters"


@dataclass(frozen=True)
class ReasonPage:
    """The texts of a page that asks for a reason before an action. in_a_sentence: two words are none."""

    title: str
    means: str
    question: str
    thing: str
    button: str
    kind: str
    done: str
    in_a_sentence: bool = False

    def error_in(self, reason: str) -> str:
        """The error in a reason, or ''."""
        if len(reason) > LONGEST_REASON:
            return f"Why {self.thing} must be {LONGEST_REASON:,} characters or fewer"
        if unprintable := unprintable_problem(reason):
            return unprintable
        if self.in_a_sentence:
            return "" if is_sentence(reason) else TOO_SHORT.format(thing=self.thing)
        return "" if is_reason(reason) else f"Enter why {self.thing}, in words"


def is_sentence(text: str) -> bool:
    """Whether it is a reason as one person gives it to another: several different words, or a few long ones.

    In a script without small and capital letters a letter says as much as two.
    """
    words = {word for word in words_of(text) if can_be_read(word)}
    without_case = sum(unicodedata.category(sign) == "Lo" for sign in {*unicodedata.normalize("NFKC", text)})
    letters = sum(map(len, words)) + 2 * without_case
    return is_reason(text) and (len(words) >= LEAST_WORDS or letters >= LEAST_LETTERS)


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
        in_a_sentence=True,
    )
