"""The questions that only some transfers ask: a pregnancy, leaving care, disability teams, turning thirteen."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion, YesNoQuestion
from forms.engine.date import DateQuestion
from forms.engine.picker import TeamQuestion
from forms.engine.promise import Promise
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion, TextQuestion
from forms.shared.codes import ATTENDED_OR_WILL, BORN
from forms.shared.holders import CLUSTER_WORKERS
from forms.shared.position import parent_in_care_question
from forms.shared.workers import team_kind_question, worker_question
from forms.transfer_meeting.plan import YOUNG_PERSON
from protocol.ages import THIRTEEN_OR_OVER
from protocol.statements.scope import Condition

PRE_BIRTH = (*YOUNG_PERSON, ("pre_birth_assessment", ("yes",)))
CEASING = (("child_status", BORN), ("ceasing_looked_after", ("yes",)))


def _goes_on(*support: str) -> tuple[Condition, ...]:
    """Where such support goes on, by whichever of the two questions says it."""
    said = ("ceasing_looked_after", ("yes", *support))
    return (("child_status", BORN), said, ("continuing_support", (None, *support)))


CIN_MEETING = _goes_on("social_work", "targeted")
BOTH_MANAGERS = _goes_on("social_work")
# Whoever turns 18 is looked after until that day.
LEAVING_CARE = (*CIN_MEETING, ("child_status", ("care_leaver", "looked_after")), ("child_age", THIRTEEN_OR_OVER))
TO_DISABILITY_TEAM = (("new_team_kind", ("disability",)),)
TO_THIRTEEN_PLUS = (("current_team_kind", ("looked_after_0_12",)), ("new_team_kind", ("looked_after_13_plus",)))


class PathwaySection(Section):
    """What the protocol asks of certain transfers. Only the questions that can apply are shown."""

    key = "pathway"
    title = "Pathways"
    intro = "These questions depend on the child's status and the kinds of team."

    pre_birth_cluster_worker = worker_question(
        "Which worker of the {cluster_team} does the assessment?",
        "the worker of the {cluster_team}",
        "They lead the assessment for the baby, jointly with the young person's own worker.",
        ("315.3.1",),
        when=PRE_BIRTH,
        holders=CLUSTER_WORKERS,
    )
    pre_birth_cluster_worker_team_kind = team_kind_question(
        "What kind of team is that worker in?",
        "what kind of team that worker is in",
        "One of the two workers is in a {cluster_team}.",
        ("315.3.1",),
        when=PRE_BIRTH,
        follows="pre_birth_cluster_worker",
    )
    pre_birth_own_worker = worker_question(
        "Who is the young person's own worker in the assessment?",
        "the young person's own worker",
        "The worker who stands by the young person, and knows what helps them.",
        ("315.3.1",),
        when=PRE_BIRTH,
    )
    pre_birth_lead_team = TeamQuestion(
        "Which team leads the assessment?",
        thing="the team that leads the assessment",
        hint="Type part of the team's name",
        when=PRE_BIRTH,
        help="The {cluster_team} of the area where the young person lives for good, or of the birth family's "
        "address if the placement is out of the area.",
        cites=("315.3.2",),
    )
    pre_birth_lead_team_kind = team_kind_question(
        "What kind of team is it?",
        "what kind of team leads the assessment",
        "A {cluster_team} leads, so that parent and baby are each represented fairly.",
        ("315.3.2",),
        when=PRE_BIRTH,
        follows="pre_birth_lead_team",
    )
    placement_out_of_area = YesNoQuestion(
        "Is the young person placed out of the area?",
        thing="the young person is placed out of the area",
        when=PRE_BIRTH,
        help="Outside the council's boundary.",
        cites=("315.3.2",),
    )
    pre_birth_address = ChoiceQuestion(
        "Which address decided the team?",
        thing="which address decided the team",
        choices={
            "permanent_address": "Where the young person lives for good",
            "birth_family_address": "The birth family's address",
        },
        when=PRE_BIRTH,
        help="The birth family's address counts only when the placement is out of the area.",
        cites=("315.3.2",),
    )
    pre_birth_address_detail = TextQuestion(
        "Which area is that in?",
        thing="the area",
        hint="The part of town, not the house",
        when=PRE_BIRTH,
        help="Enough to show why this team leads. Leave out the street: an address can put somebody at risk.",
        cites=("315.3.2",),
    )
    parent_in_care = parent_in_care_question()
    continuing_support = ChoiceQuestion(
        "What support does the child need afterwards?",
        thing="what support the child needs afterwards",
        choices={
            "social_work": "Support from a {social_worker}",
            "targeted": "Targeted support, such as a family support worker",
            "none": "None",
        },
        when=CEASING,
        help="It begins with a child in need meeting, so that the family knows who does what.",
        cites=("315.5.1", "315.5.2"),
    )
    cin_meeting_date = DateQuestion(
        "When was the child in need meeting, or when will it be?",
        thing="the date of the child in need meeting",
        hint="If one is needed, held or planned, for example 27 3 2026",
        when=CIN_MEETING,
        help="It brings the family and both teams to one table before the {looked_after_team} steps back.",
        promises=Promise("Child in need meeting", who=("new_worker",)),
        cites=("315.5.1", "315.5.2"),
        either=True,
    )
    cin_current_manager = ChoiceQuestion(
        "Does the current {team_leader} attend it?",
        thing="whether the current {team_leader} attends",
        hint="If support from a {social_worker} goes on",
        choices=ATTENDED_OR_WILL,
        when=BOTH_MANAGERS,
        help="Both {team_leaders} attend when {social_worker} support goes on.",
        cites=("315.5.1",),
    )
    cin_new_manager = ChoiceQuestion(
        "Does the new {team_leader} attend it?",
        thing="whether the new {team_leader} attends",
        hint="If support from a {social_worker} goes on",
        choices=ATTENDED_OR_WILL,
        when=BOTH_MANAGERS,
        help="Both {team_leaders} attend when {social_worker} support goes on.",
        cites=("315.5.1",),
    )
    personal_adviser = TextQuestion(
        "Who is the young person's personal adviser?",
        thing="the young person's personal adviser",
        optional=True,
        when=LEAVING_CARE,
        help="Say how the young person can reach them.",
        cites=("315.5.1",),
    )
    disability_criterion = ChoiceQuestion(
        "Which of the criteria of the {disability_team} does the child meet?",
        thing="which criterion the child meets",
        choices={
            "severe_disability": "Severe disabilities",
            "severe_illness": "Severe illness or congenital conditions",
            "developmental_delay": "Global developmental delay, if needs cannot be met within universal provision",
            "combination": "A combination of disabilities that together are regarded as severe",
        },
        when=TO_DISABILITY_TEAM,
        help="If none fits, another team is right for the child, or the plan needs more thought.",
        cites=("315.2.6.1",),
    )
    disability_evidence = LongTextQuestion(
        "What shows that?",
        thing="what shows that the criterion is met",
        lines=4,
        when=TO_DISABILITY_TEAM,
        help="Name the report and its date. Describe what daily life needs, not only the diagnosis.",
        cites=("315.2.6.1",),
    )
    why_thirteen_plus_now = LongTextQuestion(
        "Why is now the right time for the 13 plus team?",
        thing="why now is the right time for the 13 plus team",
        lines=4,
        when=TO_THIRTEEN_PLUS,
        help="What makes the move help now: their wishes, school, placement, relationships.",
        cites=("315.6.1",),
    )
    under_thirteen_reason = LongTextQuestion(
        "If the child will be under 13 at the transfer, why not wait?",
        thing="why not to wait until 13",
        lines=3,
        hint="Leave blank if they will be 13 or over",
        when=TO_THIRTEEN_PLUS,
        help="A younger child can move when that serves them, for example together with an older brother. Say how.",
        cites=("315.6.1",),
    )
    managers_discussed_on = DateQuestion(
        "When did the {service_delivery_managers} last talk about this child's move?",
        thing="the date of the {service_delivery_managers}' discussion",
        hint="For example, 27 3 2026",
        past=True,
        when=TO_THIRTEEN_PLUS,
        help="They meet regularly about the children who are coming up to 13. Ask your {team_leader} for the date.",
        leads_to=("/children/coming-up", "Children coming up to 13, for {team_leaders} and those above them"),
        cites=("315.6.2",),
    )
