"""The child's plan, the latest assessment, and where court proceedings stand."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion, YesNoQuestion
from forms.engine.date import DateQuestion
from forms.engine.promise import Promise
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion, TextQuestion
from forms.shared.child import IS_LOOKED_AFTER
from forms.shared.codes import BORN, IN_OR_LEAVING_CARE
from forms.shared.position import IN_COURT, permanence_questions, proceedings_question
from forms.shared.reasons import delay_questions
from protocol.ages import TEN_OR_OVER, THIRTEEN_OR_OVER
from protocol.choices import UNBORN
from protocol.statements.scope import EVERY_CHILD

PLAN_KINDS = {
    "child_in_need_plan": "Child in need plan",
    "child_protection_plan": "Child protection plan",
    "care_plan": "Care plan",
    "pathway_plan": "Pathway plan",
    "pre_birth_plan": "Pre-birth plan",
    "none": "No plan yet",
}
SPECIAL = (("out_of_the_ordinary", ("some",)),)
CHANGED = (*SPECIAL, ("circumstances_changed", ("yes",)))
COMPLEX = (*SPECIAL, ("transition_complex", ("yes",)))
YOUNG_PERSON = (("child_status", IN_OR_LEAVING_CARE), ("child_age", TEN_OR_OVER), *SPECIAL)


class PlanSection(Section):
    """What the plan for the child is, what it rests on, and what is out of the ordinary."""

    key = "plan"
    title = "Plan, assessment and legal position"

    plan_date = DateQuestion(
        "When was the plan that goes with the child's status last agreed or reviewed?",
        thing="the date of the plan",
        hint="For example, 27 3 2026",
        past=True,
        help="The date of the plan that is on file now, not that of the first one.",
        cites=("315.2.5.2", "315.7.2"),
    )
    plan_kind = ChoiceQuestion(
        "If it is a plan of another kind, or there is none yet, which?",
        add="Add that the plan is of another kind, or that there is none",
        thing="what kind of plan the child has",
        hint="Leave blank if it is the plan that goes with the status",
        choices=PLAN_KINDS,
        only={
            "care_plan": (("child_status", (None, *BORN)),),
            "pathway_plan": (("child_status", (None, *BORN)), ("child_age", THIRTEEN_OR_OVER)),
            "pre_birth_plan": (("child_status", (None, UNBORN)),),
        },
        long=True,
        help="Every child has a clear plan that fits their status. That is a child in need plan, a child protection "
        "plan, a care plan if looked after, or a pathway plan when leaving care.",
        cites=("315.2.5.2", "315.7.2"),
    )
    plan_due_on = DateQuestion(
        "By which day is the first plan due?",
        add="Add that the plan is of another kind, or that there is none",
        thing="the day by which the first plan is due",
        hint="For example, 27 3 2026. Leave blank if it is overdue",
        when=(("plan_kind", ("none",)),),
        promises=Promise("The child's first plan", who=("new_worker",), when=(("plan_kind", ("none",)),)),
        help="A plan may not be due yet. One that is overdue is agreed before the child moves.",
        cites=("315.2.5.2", "315.7.2"),
        to_come=True,
    )
    latest_assessment_date = DateQuestion(
        "When was the latest assessment finished?",
        thing="the date of the latest assessment",
        hint="For example, 27 3 2026",
        past=True,
        help="The day that it was signed off.",
        cites=("315.2.5.1", "315.7.2"),
    )
    assessment_evidence = TextQuestion(
        "What evidence does it rest on?",
        thing="the evidence that the latest assessment rests on",
        help="In a few words: who was seen and heard, the child above all, and which reports or observations count "
        "most.",
        cites=("315.2.5.1",),
    )
    permanence_plan, return_home_months = permanence_questions(("315.4.2", "315.4.3", "315.4.4", "315.7.1"))
    permanence_meeting_date = DateQuestion(
        "Which permanence meeting or review considered the transfer?",
        thing="the date of the meeting that considered the transfer",
        hint="The date of the meeting, for example 27 3 2026",
        past=True,
        when=IS_LOOKED_AFTER,
        help="A permanence planning meeting or a looked after review.",
        cites=("315.7.1",),
    )
    proceedings = proceedings_question()
    proceedings_completed_on = DateQuestion(
        "When were they completed?",
        thing="the date that the proceedings were completed",
        past=True,
        scope=EVERY_CHILD,
        when=(*IN_COURT, ("proceedings", ("completed",))),
        help="The date of the final order.",
        cites=("315.4.1",),
    )
    out_of_the_ordinary = ChoiceQuestion(
        "Is anything about this change out of the ordinary?",
        thing="whether anything about this change is out of the ordinary",
        hint="A delay to the work or the plan, circumstances that have changed lately, a need for joint working, or "
        "a young person who is expecting a baby",
        choices={"none": "No, none of these", "some": "Yes"},
        help="Each of these has questions of its own. Think of assessments, court directions, therapy, contact and "
        "visits due in the next weeks. Think of a new placement, a parent who came back, an illness, a child who "
        "finds change very hard.",
        cites=("315.2.2.1", "315.2.1.5", "315.7.8", "315.3.1"),
    )
    delay_likely, delay_kept_down, delay_accepted_because = delay_questions(when=SPECIAL)
    circumstances_changed = YesNoQuestion(
        "Have the child's circumstances changed lately?",
        thing="the child's circumstances have changed",
        when=SPECIAL,
        help="For example a new placement, a plan that changed in court, a parent who came back, an illness.",
        cites=("315.2.1.5",),
    )
    timing_follows_plan = LongTextQuestion(
        "How does the date follow the child's long-term plan?",
        thing="how the date follows the long-term plan",
        lines=4,
        when=CHANGED,
        help="Where the child is to grow up, and why a change now, not earlier or later, serves that.",
        cites=("315.2.1.5",),
    )
    transition_complex = YesNoQuestion(
        "Is a period of joint working needed?",
        thing="a period of joint working is needed",
        when=SPECIAL,
        help="For example a child who finds change very hard, several agencies, or serious risk.",
        cites=("315.7.8",),
    )
    transition_from = DateQuestion(
        "From when?",
        thing="the date on which the joint working begins",
        hint="For example, 27 3 2026",
        when=COMPLEX,
        help="Often the day of the joint visit.",
        cites=("315.7.8",),
        either=True,
    )
    transition_to = DateQuestion(
        "Until when?",
        thing="the date on which the joint working ends",
        hint="For example, 27 3 2026",
        when=COMPLEX,
        help="A clear end, so that the child knows when the goodbye is.",
        cites=("315.7.8",),
        either=True,
    )
    transition_roles = LongTextQuestion(
        "Who does what in that time?",
        thing="who does what in that time",
        lines=4,
        when=COMPLEX,
        help="Who visits, who writes, who decides in an emergency, and what the family has been told about it.",
        cites=("315.7.8",),
    )
    pre_birth_assessment = YesNoQuestion(
        "Is the young person expecting a baby, with a pre-birth assessment needed?",
        thing="a pre-birth assessment is needed",
        when=YOUNG_PERSON,
        help="Another team leads it, and the young person's own worker takes part.",
        cites=("315.3.1",),
    )
