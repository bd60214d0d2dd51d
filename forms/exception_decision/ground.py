"""The ground for the exception, with what shows it."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion
from forms.engine.date import DateQuestion
from forms.engine.picker import TeamQuestion
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion
from forms.shared.holders import SERVICE_DELIVERY_MANAGER
from forms.shared.workers import post_question
from protocol.choices import MOVES_AT_ONCE, STAYS

RELATIONSHIP = (("ground", ("significant_relationship",)),)
PREVENTS = (("ground", ("relationship_prevents_outcomes",)),)
LEAVING = (("ground", ("worker_leaving",)),)
OTHER = (("ground", ("other_reason",)),)


class GroundSection(Section):
    """One of four grounds. Each asks for its own evidence."""

    key = "ground"
    title = "The ground"
    intro = "Say what shows it. Saying that it is so is not enough."

    ground = ChoiceQuestion(
        "On which ground is the exception asked for?",
        thing="the ground",
        choices={
            "significant_relationship": "A significant relationship with the present worker, and short-term issues",
            "relationship_prevents_outcomes": "The relationship with the worker prevents good outcomes",
            "worker_leaving": "The worker is leaving, and it is best to change teams now",
            "other_reason": "Another reason",
        },
        required=True,
        help="The protocol names the first three. The {service_delivery_managers} of both services must discuss and "
        "decide any other reason.",
        cites=("315.8.1", "315.8.2", "315.8.3", "315.8.4"),
    )
    relationship_evidence = LongTextQuestion(
        "What shows that the relationship with the present {social_worker} is significant to the child?",
        thing="what shows the relationship",
        required=True,
        when=RELATIONSHIP,
        help="How long, what they have been through together, what the child says or does that shows it. Ask the child "
        "and the carers.",
        cites=("315.8.1",),
    )
    short_term_issues = LongTextQuestion(
        "Which short-term issues does the child have besides?",
        thing="the short-term issues",
        required=True,
        when=RELATIONSHIP,
        help="What is hard for the child just now, and until when: an exam, an illness, a move, a death. Both parts "
        "are needed; the relationship alone is no ground.",
        cites=("315.8.1",),
    )
    relationship_kept = LongTextQuestion(
        "How is that relationship kept when the child moves?",
        thing="how the relationship is kept",
        lines=4,
        when=(("decided_instead", MOVES_AT_ONCE), *RELATIONSHIP),
        help="Say what goes on after the move: visits, calls, who comes along at first. Leave blank if the present "
        "{social_worker} stays with the child.",
        cites=("315.8.1",),
    )
    preventing_evidence = LongTextQuestion(
        "What shows that the relationship prevents good outcomes?",
        thing="what shows that the relationship prevents good outcomes",
        required=True,
        when=PREVENTS,
        help="What has not happened because of it, what was tried to mend it, and how the child sees it. It need not "
        "be anybody's fault. Keep to what was seen and said.",
        cites=("315.8.2",),
    )
    leaving_on = DateQuestion(
        "When does the worker leave?",
        thing="the date that the worker leaves",
        hint="For example, 27 3 2026",
        required=True,
        when=LEAVING,
        help="Their last working day with the service. Somebody who left long ago is no ground.",
        cites=("315.8.3",),
        either=True,
    )
    why_expedient = LongTextQuestion(
        "Why is it best to change teams at this time?",
        thing="why it is best to change teams now",
        required=True,
        when=LEAVING,
        help="The child loses the worker in any case. Say why a worker of the other team now is better for the child "
        "than one of this team first and another change later.",
        cites=("315.8.3",),
    )
    other_reason = LongTextQuestion(
        "What is the reason?",
        thing="the other reason",
        required=True,
        when=OTHER,
        help="Why none of the three grounds fits, and what it is about this child.",
        cites=("315.8.4",),
    )
    other_team = TeamQuestion(
        "To which team would the child have moved?",
        thing="the team to which the child would have moved",
        hint="Type part of the team's name",
        required=True,
        when=(("decided_instead", (STAYS,)), *OTHER),
        help="The {service_delivery_manager} of that team discusses the exception too, and decides on it.",
        cites=("315.8.4",),
    )
    other_service_delivery_manager = post_question(
        "Who is the {service_delivery_manager} of that team?",
        "the {service_delivery_manager} of the other team",
        "The register says who has this post. If one person has both posts, give one view.",
        ("315.8.4",),
        follows="other_team",
        when=(("decided_instead", (STAYS,)), *OTHER),
        posts=SERVICE_DELIVERY_MANAGER,
    )
    exception_discussed_on = DateQuestion(
        "When did the {service_delivery_managers} discuss it?",
        thing="the date of the discussion",
        hint="For example, 27 3 2026",
        past=True,
        required=True,
        when=OTHER,
        help="The managers above the {looked_after_team} and the {cluster_team} in the register, together.",
        cites=("315.8.4",),
    )
    current_manager_view = LongTextQuestion(
        "What does the {service_delivery_manager} of the current service think?",
        thing="the view of the current service",
        lines=4,
        required=True,
        when=OTHER,
        help="In their own words, and whether they agree.",
        cites=("315.8.4",),
    )
    new_manager_view = LongTextQuestion(
        "What does the {service_delivery_manager} of the other service think?",
        thing="the view of the other service",
        lines=4,
        when=OTHER,
        help="In their own words, and whether they agree. If they do not, the {heads_of_service} decide. Leave blank "
        "if one person has both posts.",
        cites=("315.8.4", "315.9.1"),
    )
    rationale = LongTextQuestion(
        "Why is this the right decision?",
        thing="the rationale",
        required=True,
        when=OTHER,
        help="Explain how the child's needs lead to this decision, so that somebody can follow it years later.",
        cites=("315.8.4",),
    )
