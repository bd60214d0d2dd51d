"""Questions that a transfer meeting record asked before: what was answered then goes on being shown."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion, YesNoQuestion
from forms.engine.picker import StaffQuestion
from forms.engine.text import LongTextQuestion
from forms.shared.codes import TEAM_KINDS
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
    baby_born = ChoiceQuestion(
        "Has the baby been born?",
        thing="whether the baby has been born",
        choices={
            "not_yet": "Not yet",
            "born_worker_required": "Yes, and the baby needs a {social_worker}",
            "born_no_worker_required": "Yes, and the baby needs no {social_worker}",
        },
    )
    baby_worker = StaffQuestion("Who is the baby's {social_worker}?", thing="the baby's {social_worker}")
    baby_worker_team_kind = ChoiceQuestion(
        "What kind of team is the baby's worker in?",
        thing="what kind of team the baby's worker is in",
        choices=TEAM_KINDS,
    )
