"""What a decider is asked: the words of the buttons and messages. What they state comes from the chain."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from forms.choices import ChoiceQuestion
from forms.date_question import DateQuestion
from forms.questions import LongTextQuestion
from forms.section import Section
from forms.wording import lower_first

APPROVED = (("outcome", ("approved",)),)
RETURNED = (("outcome", ("returned",)),)
LONGEST_REASON = 5_000

OUTCOMES = {
    "decide": {"approved": "Approve", "returned": "Return to the author, with a reason"},
    "confirm": {"approved": "Yes, I confirm this", "returned": "No: return it to the author, with a reason"},
}
ASKED = {"decide": "What is your decision?", "confirm": "Do you confirm this?"}
MISSING = {"decide": "whether you approve this record or return it", "confirm": "whether you confirm this or return it"}


def deciding_section(action: str, asks: Sequence[dict[str, Any]]) -> type[Section]:
    """The questions for one step: its decision, what its chain asks to be stated, and the reason for a return.

    action: 'decide' or 'confirm'. asks: what the step asks ({"name", "label", "kind": "date"}), when approving.
    """
    return _section(action, tuple((ask["name"], ask["label"]) for ask in asks))


@lru_cache(maxsize=32)
def _section(action: str, asks: tuple[tuple[str, str], ...]) -> type[Section]:
    questions: dict[str, Any] = {
        "key": "decision",
        "title": ASKED[action],
        "outcome": ChoiceQuestion(ASKED[action], thing=MISSING[action], choices=OUTCOMES[action], required=True),
    }
    for name, label in asks:
        questions[name] = DateQuestion(label, thing=lower_first(label), when=APPROVED, required=True, past=True)
    questions["reason"] = LongTextQuestion(
        "Why are you returning it?", thing="why you are returning this record", when=RETURNED, required=True,
        hint="Say what has to change. The author and everybody who has already decided read this.",
        limit=LONGEST_REASON,
    )  # fmt: skip
    return type("DecidingSection", (Section,), questions)
