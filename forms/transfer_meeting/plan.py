"""The child's plan, the latest assessment, and where court proceedings stand."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion
from forms.engine.date import DateQuestion
from forms.engine.section import Section
from forms.engine.text import NumberQuestion
from forms.shared.child import LOOKED_AFTER
from forms.shared.codes import BORN
from protocol.statements.scope import EVERY_CHILD

PLAN_KINDS = {
    "child_in_need_plan": "Child in need plan",
    "child_protection_plan": "Child protection plan",
    "care_plan": "Care plan",
    "pathway_plan": "Pathway plan",
    "pre_birth_plan": "Pre-birth plan",
    "none": "No plan yet",
}
PERMANENCE_PLANS = {
    "return_home": "Return home",
    "long_term_fostering": "Long-term fostering",
    "family_and_friends": "Living with family or friends",
    "special_guardianship": "Special guardianship",
    "adoption": "Adoption",
    "residential": "Residential care",
    "independence": "Moving on to independence",
    "not_decided": "Not decided yet",
    "not_applicable": "Not a looked after child",
}


class PlanSection(Section):
    """What the plan for the child is, and what it rests on."""

    key = "plan"
    title = "Plan, assessment and legal position"
    intro = "The dates here tell the new worker what they can build on."

    plan_kind = ChoiceQuestion(
        "What kind of plan does the child have?",
        thing="what kind of plan the child has",
        choices=PLAN_KINDS,
        required=True,
        help="Every child has a clear plan that fits their status: a child in need plan, a child protection plan, "
        "a care plan for a looked after child, a pathway plan for a young person who is leaving care.",
        cites=("315.2.5.2", "315.7.2"),
    )
    plan_date = DateQuestion(
        "When was the plan last agreed or reviewed?",
        thing="the date of the plan",
        hint="For example, 27 3 2026",
        past=True,
        help="The date on the plan that is on file now, not that of the first one.",
        cites=("315.2.5.2", "315.7.2"),
    )
    latest_assessment_date = DateQuestion(
        "When was the latest assessment finished?",
        thing="the date of the latest assessment",
        hint="For example, 27 3 2026",
        past=True,
        help="The day that it was signed off. If much has happened since, or it will be many months "
        "old at the transfer, it is better refreshed first by the worker who knows the child.",
        cites=("315.2.5.1", "315.7.2"),
    )
    permanence_plan = ChoiceQuestion(
        "What is the plan for permanence?",
        thing="the plan for permanence",
        choices=PERMANENCE_PLANS,
        help="Where and with whom the child is meant to grow up, as the last review or the court decided. It says "
        "which team should work with the child: one who goes home soon stays with the locality, one who "
        "does not moves to a {looked_after_team}, and one who is to be adopted keeps the worker they know.",
        cites=("315.4.2", "315.4.3", "315.4.4", "315.7.1"),
    )
    return_home_months = NumberQuestion(
        "In how many months is the return home planned?",
        thing="the number of months until the return home",
        unit="months",
        high=216,
        when=(("permanence_plan", ("return_home",)),),
        help="Counted from the transfer, rounded to whole months. Write 0 if it is less than one.",
        cites=("315.4.3", "315.4.4"),
    )
    permanence_meeting_date = DateQuestion(
        "Which permanence meeting or review considered the transfer?",
        thing="the date of the meeting that considered the transfer",
        hint="The date of the meeting, for example 27 3 2026",
        past=True,
        when=LOOKED_AFTER,
        help="A change of worker is part of planning for a looked after child, so it is talked about where the plan "
        "is: a permanence planning meeting or a looked after review.",
        cites=("315.7.1",),
    )
    proceedings = ChoiceQuestion(
        "Are there care proceedings?",
        thing="whether there are care proceedings",
        choices={"none": "No, and none lately", "open": "Yes, they are open", "completed": "They are completed"},
        scope=EVERY_CHILD,
        when=(("child_status", BORN),),
        help="Neither worker nor team changes until proceedings are over: a judge, a guardian and a family rely on the "
        "worker who wrote the evidence. An interim care order (C1) means that they are open. An exception needs "
        "a decision of its own.",
        cites=("315.4.1",),
    )
    proceedings_completed_on = DateQuestion(
        "When were they completed?",
        thing="the date that the proceedings were completed",
        past=True,
        scope=EVERY_CHILD,
        when=(("child_status", BORN), ("proceedings", ("completed",))),
        help="The date of the final order.",
        cites=("315.4.1",),
    )
