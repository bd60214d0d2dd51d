"""The decision form. Its texts are here; what the decider has to state comes from the step's `asks`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from forms.engine.choice import ChoiceQuestion
from forms.engine.date import DateQuestion
from forms.engine.question import Question
from forms.engine.section import Section
from forms.engine.text import LONG_TEXT_LIMIT, LongTextQuestion
from forms.engine.tick import TickQuestion
from forms.letters.section import agreeing_questions
from protocol.decisions import statement_accepted
from protocol.formatting import lower_first

APPROVED = (("outcome", ("approved",)),)
REFUSED = (("outcome", ("refused",)),)
RETURNED = (("outcome", ("returned",)),)
DISAGREED = (("outcome", ("cannot_agree",)),)
LONGEST_REASON = LONG_TEXT_LIMIT
NOT_ACCEPTED = "Tick the box to accept that this is not met, or return the record"
NOT_TICKED = "Tick the box to confirm the corrections of the register, or return the record"
STATED: dict[str, type[Question]] = {"date": DateQuestion, "text": LongTextQuestion, "tick": TickQuestion}
STATED_MORE: dict[str, dict[str, Any]] = {
    "date": {"past": True},
    "text": {"limit": LONGEST_REASON},
    "tick": {"problem": NOT_TICKED},
}

OUTCOMES = {
    "accept": {
        "approved": "Accept it: the record goes ahead",
        "returned": "Return the record to its author, with a reason",
    },
    "decide": {"approved": "Approve", "returned": "Return to the author, with a reason"},
    "confirm": {"approved": "Yes, I confirm this", "returned": "No: return it to the author, with a reason"},
}
ESCALATE = {"cannot_agree": "I do not agree: the managers above me read my reason and decide"}
REFUSE = {"refused": "Refuse: it does not go ahead, with my reason"}
DIFFERING = (
    "If another manager of your rank decides too, it is refused only if you both refuse. If you differ, the managers "
    "above you decide."
)
ALONE = "Then it does not go ahead, even if everybody else has agreed."
SEALED = "It is sealed with your name."
BINDS = (
    "It also binds later records about the same child and the same team or worker, until somebody in your post says "
    "that it is settled."
)
ASKED = {
    "accept": "Do you accept what is not met?",
    "decide": "What is your decision?",
    "confirm": "Do you confirm this?",
}
MISSING = {
    "accept": "whether you accept what is not met or return the record",
    "decide": "whether you approve this record or return it",
    "confirm": "whether you confirm this or return it",
}


def deciding_section(
    action: str,
    asks: Sequence[dict[str, Any]],
    *,
    escalates: bool = False,
    may_refuse: bool = False,
    passes_up: bool = False,
    may_return: bool = True,
    binds: bool = True,
    letters: bool = False,
) -> type[Section]:
    """The section class for deciding one step: the outcome, the step's `asks`, and a reason unless approved.

    action: 'decide', 'confirm' or 'accept'. asks: [{"name", "label", "kind": one of STATED, "not_before": the earliest
    day of a date, if any}], asked when approving. escalates: whether 'cannot agree' is offered, which passes the
    decision to the managers above. may_refuse: whether refusing is, to those who decide last. passes_up: whether those
    of one rank who differ pass it up. may_return: whether returning is, as it is until another of the rank has refused.
    binds: whether a refusal binds later records. letters: whether the letters to the family are agreed to with it.
    """
    stated = tuple((ask["name"], ask["label"], ask["kind"], ask.get("not_before", "")) for ask in asks)
    return _section(action, stated, escalates, may_refuse, passes_up, may_return, binds, letters)


Stated = tuple[tuple[str, str, str, str], ...]


@lru_cache(maxsize=32)
def _section(
    action: str,
    asks: Stated,
    escalates: bool,
    may_refuse: bool,
    passes_up: bool,
    may_return: bool,
    binds: bool,
    letters: bool,
) -> type[Section]:
    choices = OUTCOMES[action] | (ESCALATE if escalates else {}) | (REFUSE if may_refuse else {})
    if not may_return:
        choices = {name: label for name, label in choices.items() if name != "returned"}
    questions: dict[str, Any] = {
        "key": "decision",
        "title": ASKED[action],
        "outcome": ChoiceQuestion(ASKED[action], thing=MISSING[action], choices=choices, required=True),
    }
    for name, label, kind, not_before in asks:
        more = STATED_MORE[kind] | ({"problem": NOT_ACCEPTED} if statement_accepted(name) else {})
        more |= {"not_before": not_before} if not_before else {}
        questions[name] = STATED[kind](label, thing=lower_first(label), when=APPROVED, required=True, **more)
    questions |= agreeing_questions(APPROVED) if letters else {}
    questions["reason"] = LongTextQuestion(
        "Why are you returning it?",
        thing="why you are returning this record",
        when=RETURNED,
        required=True,
        hint="Say what has to change. The author and everybody who has already decided read this.",
        limit=LONGEST_REASON,
    )
    questions |= _disagreement() if escalates else {}
    questions |= _refusal(passes_up, binds) if may_refuse else {}
    return type("DecidingSection", (Section,), questions)


def _disagreement() -> dict[str, Any]:
    return {
        "disagreement": LongTextQuestion(
            "Why do you not agree?",
            thing="why you do not agree",
            when=DISAGREED,
            required=True,
            hint="The managers above, the author and everybody who has already decided read this.",
            limit=LONGEST_REASON,
        )
    }


def _refusal(passes_up: bool, binds: bool) -> dict[str, Any]:
    return {
        "refusal": LongTextQuestion(
            "Why does it not go ahead?",
            thing="why it does not go ahead",
            when=REFUSED,
            required=True,
            hint=" ".join([SEALED, DIFFERING if passes_up else ALONE, *([BINDS] if binds else [])]),
            limit=LONGEST_REASON,
        )
    }
