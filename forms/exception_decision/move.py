"""The workers and teams, the move where there is one, and the managers of both services who may have to decide."""

from __future__ import annotations

from typing import Any

from forms.engine.date import DateQuestion
from forms.engine.reference import ReferenceQuestion
from forms.shared import TeamsSection
from forms.shared.holders import HEAD_OF_SERVICE, SERVICE_DELIVERY_MANAGER
from forms.shared.position import parent_in_care_question
from forms.shared.workers import post_question
from protocol.choices import MOVES

WHERE_THE_CHILD_MOVES = (("decided_instead", MOVES),)


def _of_a_move(question: Any) -> Any:
    """A question of another section, which WTForms has not bound to a page, asked here only where the child moves."""
    return question.field_class(*question.args, **question.kwargs, when=WHERE_THE_CHILD_MOVES)


class MoveSection(TeamsSection):
    """The workers and teams, the transfer that the exception is for, and the managers above."""

    new_worker = _of_a_move(TeamsSection.new_worker)
    new_team = _of_a_move(TeamsSection.new_team)
    new_team_kind = _of_a_move(TeamsSection.new_team_kind)
    new_team_leader = _of_a_move(TeamsSection.new_team_leader)
    move_on = DateQuestion(
        "On which day does the child move?",
        thing="the day on which the child moves",
        hint="For example, 27 3 2026",
        required=True,
        when=WHERE_THE_CHILD_MOVES,
        help="The day from which the new {social_worker} or team is responsible, while the exception stands.",
        cites=("315.8.5",),
        either=True,
    )
    parent_in_care = parent_in_care_question((("departs_from", ("315.3.3",)),))
    serves_transfer = ReferenceQuestion(
        "Which transfer meeting record is it for?",
        to="transfer_meeting",
        what="transfer meeting record",
        thing="the reference of the transfer meeting record",
        hint="Its reference, like TMR-7KQ2-M4XD",
        limit=40,
        width="20",
        when=WHERE_THE_CHILD_MOVES,
        help="The transfer that cannot meet the requirement. A later transfer of the same child can use the "
        "exception too, while it stands. Leave it blank if there is no such record yet.",
        cites=("315.8.5",),
    )
    current_service_delivery_manager = post_question(
        "Who is the {service_delivery_manager} of the current service?",
        "the {service_delivery_manager} of the current service",
        "They decide if the ground is another reason, if the child is to be adopted, or if the {team_leaders} do not "
        "agree.",
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
        when=WHERE_THE_CHILD_MOVES,
        posts=SERVICE_DELIVERY_MANAGER,
    )
    current_head_of_service = post_question(
        "Who is the {head_of_service} of the current service?",
        "the {head_of_service} of the current service",
        "They decide if a child who is to be adopted would lose the worker they know, or if the "
        "{service_delivery_managers} do not agree.",
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
        when=WHERE_THE_CHILD_MOVES,
        posts=HEAD_OF_SERVICE,
    )
