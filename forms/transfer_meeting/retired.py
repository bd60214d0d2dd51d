"""Questions that a transfer meeting record asked before: what was answered then goes on being shown."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion, YesNoQuestion
from forms.engine.text import LongTextQuestion
from forms.shared.retired import ToldBeforeSection


class RetiredSection(ToldBeforeSection):
    """Answers that have no question any more."""

    why_worker_cannot_continue = LongTextQuestion(
        "Why can the current {social_worker} not stay with the child?",
        thing="why the current {social_worker} cannot stay",
    )
    joint_visit_place = ChoiceQuestion(
        "Where was the joint visit?",
        thing="where the joint visit is",
        choices={"home": "At the family's or the child's home", "elsewhere": "Somewhere else"},
    )
    joint_visit_both_workers = YesNoQuestion("Were both workers there?", thing="both workers are there")
