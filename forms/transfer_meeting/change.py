"""The change itself: from whom to whom, when and why, and whether brothers and sisters share the worker."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion
from forms.engine.date import DateQuestion
from forms.engine.text import LongTextQuestion
from forms.shared import TeamsSection
from forms.shared.child import IS_LOOKED_AFTER
from forms.shared.codes import BORN
from forms.shared.reasons import STILL_ALIVE, reason_questions
from forms.shared.siblings import NOT_SHARED, lead_worker_questions, siblings_questions
from forms.shared.workers import ceasing_question, earlier_workers_question
from protocol.choices import HAS_LEFT
from protocol.statements.scope import ANOTHER_WORKER


class ChangeSection(TeamsSection):
    """The workers and teams of a planned transfer, its date and reason, and the brothers and sisters."""

    title = "The change"

    transfer_date = DateQuestion(
        "What date does responsibility pass?",
        thing="the date of transfer",
        hint="For example, 27 3 2026",
        required=True,
        help="From this day the new {social_worker} and {team_leader} are responsible for the child. It is on or "
        "after the transfer meeting, and leaves time for the joint visit and for telling everybody.\n\n"
        "Look first at the child's weeks around it. If a review, a hearing or a move is close, choose another date, "
        "or say why this one is right.",
        cites=("142.3.6", "315.2.1.3"),
        either=True,
    )
    transfer_reason_code, transfer_reason_other, transfer_reason = reason_questions(
        label="Why is the {social_worker} changing, and why can the current one not stay?",
        more="Staying with the same worker comes first. Say what was considered: moving other work, a smaller "
        "caseload, keeping the child when the worker moves team. If the child has had several workers within a year, "
        "say also why this change cannot be avoided.",
        account_cites=("142.3.3", "142.1.2", "142.1.1"),
    )
    current_worker_leaving = ChoiceQuestion(
        "Is the current {social_worker} leaving the service?",
        thing="whether the current {social_worker} is leaving the service",
        choices={"yes": "Yes", "no": "No", HAS_LEFT: "They have left"},
        inline=True,
        when=STILL_ALIVE,
        scope=ANOTHER_WORKER,
        follows="current_worker",
        asked_if_unknown=True,
        help="Leaving the council's children's services, not only this team. Somebody who stays remains "
        "available to the new worker for advice.",
        cites=("142.3.3", "142.3.9"),
    )
    current_worker_last_day = DateQuestion(
        "What is their last working day?",
        thing="the last working day of the current {social_worker}",
        hint="For example, 27 3 2026",
        when=(*STILL_ALIVE, ("current_worker_leaving", ("yes",))),
        scope=ANOTHER_WORKER,
        help="The last day that they can do anything for this child, leave taken into account.",
        cites=("142.3.4", "142.3.9"),
        either=True,
    )
    ceasing_looked_after = ceasing_question(BORN, with_support=True)
    earlier_workers = earlier_workers_question()
    has_siblings, siblings, siblings_all_share = siblings_questions()
    lead_family_worker, joint_working = lead_worker_questions()
    sharing_considered = ChoiceQuestion(
        "Was one worker for all of them considered, even for those who are not looked after?",
        thing="whether sharing a worker was considered",
        choices={
            "considered_shared": "Yes, and they will share one",
            "considered_not_shared": "Yes, and they will not",
            "not_considered": "No, not yet",
        },
        when=(*IS_LOOKED_AFTER, *NOT_SHARED),
        help="They may share a worker when a child becomes looked after. They do not have to.",
        cites=("142.1.5",),
    )
    sharing_considered_note = LongTextQuestion(
        "What was decided about sharing a worker, and why?",
        add="Add what was decided about sharing a worker",
        thing="what was decided about sharing a worker",
        lines=3,
        when=(*IS_LOOKED_AFTER, *NOT_SHARED),
        help="A sentence or two is enough. Leave blank if the answers above say it all.",
        cites=("142.1.5",),
    )
