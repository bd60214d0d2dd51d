"""Which requirement is departed from, for how long, and who decides that."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion
from forms.engine.date import DateQuestion
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion, TextQuestion
from forms.shared import TeamsSection
from forms.shared.holders import HEAD_OF_SERVICE, SERVICE_DELIVERY_MANAGER
from forms.shared.workers import post_question

DEPARTABLE = {
    "315.3.3": "315.3.3: the baby's {social_worker} stays in the {cluster_team}",
    "315.4.1": "315.4.1: no change of worker or team before care proceedings are complete",
    "315.4.2": "315.4.2: the same {social_worker} until the child is adopted",
    "315.4.4": "315.4.4: a worker in the locality while a return home from section 20 is planned",
}


class ExceptionSection(Section):
    """The requirement, and what is proposed in its place."""

    key = "exception"
    title = "What is departed from"
    intro = "An exception is for one child and one requirement, for as long as it stands."

    departs_from = ChoiceQuestion(
        "Which requirement would this transfer not meet?",
        thing="the requirement that the transfer would not meet",
        choices=DEPARTABLE,
        required=True,
        help="Each of these protects children from losing somebody at a bad moment. The requirement also decides "
        "who must agree: for 315.4.2 it is the {heads_of_service} of both services.",
        cites=("315.8.5", "315.4.1", "315.4.2"),
    )
    serves_transfer = TextQuestion(
        "Which transfer meeting record is it for?",
        thing="the reference of the transfer meeting record",
        hint="Its reference, like TMR-7KQ2-M4XD",
        limit=40,
        width="20",
        required=True,
        help="The transfer that cannot meet the requirement. A later transfer of the same child can use it too, while "
        "it stands.",
        cites=("315.8.5",),
    )
    proposed_instead = LongTextQuestion(
        "What is proposed instead?",
        thing="what is proposed instead",
        required=True,
        help="Who would work with the child, from when, and what is done so that the child does not lose what the "
        "requirement protects.",
        cites=("315.8.5",),
    )
    review_on = DateQuestion(
        "Until when does the exception stand?",
        thing="the date until which the exception stands",
        hint="For example, 27 3 2026",
        required=True,
        help="It stands up to and including this day, and then lifts nothing. Choose a day on which somebody will look "
        "at how the child is: a review is often right.",
        cites=("315.8.5",),
    )


class ManagersSection(TeamsSection):
    """The workers and teams, and the managers of both services who may have to decide."""

    current_service_delivery_manager = post_question(
        "Who is the {service_delivery_manager} of the current service?",
        "the {service_delivery_manager} of the current service",
        "They decide where the ground is a reason of its own or the child is to be adopted, and where the "
        "{team_leaders} cannot agree.",
        ("315.8.4", "315.9.1"),
        follows="current_team",
        posts=SERVICE_DELIVERY_MANAGER,
    )
    new_service_delivery_manager = post_question(
        "Who is the {service_delivery_manager} of the new service?",
        "the {service_delivery_manager} of the new service",
        "The same person as above when both teams are in one service.",
        ("315.8.4", "315.9.1"),
        follows="new_team",
        posts=SERVICE_DELIVERY_MANAGER,
    )
    current_head_of_service = post_question(
        "Who is the {head_of_service} of the current service?",
        "the {head_of_service} of the current service",
        "They decide where a child who is to be adopted would lose the worker they know (315.4.2), and where "
        "the {service_delivery_managers} cannot agree.",
        ("315.4.2", "315.9.1"),
        follows="current_team",
        posts=HEAD_OF_SERVICE,
    )
    new_head_of_service = post_question(
        "Who is the {head_of_service} of the new service?",
        "the {head_of_service} of the new service",
        "The same person as above when one answers for both.",
        ("315.4.2", "315.9.1"),
        follows="new_team",
        posts=HEAD_OF_SERVICE,
    )
