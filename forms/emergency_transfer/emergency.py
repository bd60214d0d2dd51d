"""What happened and why there was no handover, who takes over, and whether the own team was looked at first."""

from __future__ import annotations

from forms.emergency_transfer.action import actions
from forms.engine.choice import ChoiceQuestion, YesNoQuestion
from forms.engine.date import DateQuestion
from forms.engine.question import Question
from forms.engine.text import LongTextQuestion
from forms.shared import TeamsSection
from forms.shared.codes import NOT_IN_CARE
from forms.shared.holders import MANAGER_ABOVE, TEAM_LEADER
from forms.shared.reasons import STILL_ALIVE, STILL_THERE, reason_questions
from forms.shared.siblings import lead_worker_questions, siblings_questions
from forms.shared.workers import ceasing_question, earlier_workers_question, post_question
from protocol.choices import HAS_LEFT
from protocol.statements.scope import EVERY_CHILD, Condition

_SOME = (("steps_possible", ("some",)),)
SOME = (*STILL_ALIVE, *_SOME)
SOME_BY_THEM = (*STILL_THERE, *_SOME)


def step(
    label: str,
    thing: str,
    help: str,  # noqa: A002
    when: tuple[Condition, ...] = SOME,
) -> Question:
    """Whether one step of a planned transfer can still be taken, where any can."""
    return ChoiceQuestion(
        label,
        thing=thing,
        help=help,
        when=when,
        cites=("142.4.1",),
        inline=True,
        choices={"can_be_done": "Yes", "could_not_be_done": "No"},
    )


class EmergencySection(TeamsSection):
    """The workers and teams with the managers who answer for the change, and why it could not be planned."""

    key = "emergency"
    title = "What happened"
    intro = (
        "Use this for a change that cannot wait for any of the usual planning. The people named in this record can "
        "read it, and some will be asked to confirm or decide."
    )

    reallocating_team_leader = post_question(
        "Which {team_leader} reallocates the child?",
        "the reallocating {team_leader}",
        "The {team_leader} of the current team, who decided that the child needs another worker at once. They are "
        "responsible for this record.",
        ("142.4.2", "142.4.3"),
        follows="current_team",
        posts=TEAM_LEADER,
    )
    confirming_manager = post_question(
        "Which manager confirms that what is done is enough?",
        "the confirming manager",
        "The {locality_leader} or {service_delivery_manager} who reads this after you. They look at whether the "
        "work goes on and whether the child keeps people to trust.",
        ("142.4.4", "142.4.5"),
        follows="current_team",
        posts=MANAGER_ABOVE,
    )
    earlier_workers = earlier_workers_question()
    transfer_date = DateQuestion(
        "When does responsibility pass, or when did it pass?",
        thing="the date of transfer",
        hint="For example, 27 3 2026",
        required=True,
        help="From this day the new {social_worker} and {team_leader} are responsible for the child. It may be in "
        "the past.",
        cites=("142.4.1", "142.1.3"),
        either=True,
    )
    ceasing_looked_after = ceasing_question(NOT_IN_CARE)
    transfer_reason_code, transfer_reason_other = reason_questions(cites=("142.4.1",))[:2]
    what_happened = LongTextQuestion(
        "What happened, and why could no handover take place?",
        thing="what happened, and why no handover could take place",
        hint="Who decided on the change, and what stood in the way of a handover",
        required=True,
        help="Say what happened in plain words, such as an illness, a threat or a death. Then say why there could be "
        "no handover: why not the worker, the time or the meeting.\n\n"
        "Write it for the child's file, and so that the child could read it. If the cause is between the council and "
        "the worker, say only that they are not available. The rest does not belong here.",
        cites=("142.4.1", "142.4.3"),
    )
    happened_on = DateQuestion(
        "When did it happen?",
        thing="the date that it happened",
        hint="For example, 27 3 2026",
        past=True,
        required=True,
        help="The day from which the current worker could no longer work with the child.",
        cites=("142.4.1",),
    )
    no_handover_filed_on = DateQuestion(
        "When was that put on the child's file, or by when will it be?",
        thing="the date for putting it on the file",
        hint="This can be filled in later",
        add="Add when this was put on the child's file",
        help="The date of the note in {case_system}. The record can be approved before the note is there; it is then "
        "followed up.",
        cites=("142.4.3",),
        either=True,
    )
    current_worker_leaving = ChoiceQuestion(
        "Is the current {social_worker} still there?",
        thing="whether the current {social_worker} is still there",
        choices={"yes": "Until they leave", "no": "Yes", HAS_LEFT: "They have left"},
        follows="current_worker",
        scope=EVERY_CHILD,
        when=STILL_ALIVE,
        help="Somebody who has left the council's children's services cannot introduce anybody or give advice.",
        cites=("142.4.1",),
    )
    steps_possible = ChoiceQuestion(
        "Can any step of a planned transfer still be taken?",
        thing="whether any step of a planned transfer can still be taken",
        hint="A meeting of both sides, settling what is left to do, a visit together, some weeks of transition, or "
        "advice of the former {social_worker} afterwards",
        choices={"none": "No, none of these", "some": "Yes, at least one"},
        when=STILL_ALIVE,
        help="Do what can still be done, even if the change itself cannot be planned.",
        cites=("142.4.1",),
    )
    step_meeting = step(
        "Can a handover meeting be held?",
        "whether a handover meeting can be held",
        "Both workers and both {team_leaders} meet. If this or the introduction is possible, use a transfer meeting "
        "record: these answers are copied to it.",
    )
    step_outstanding_work = step(
        "Can the current {social_worker} settle what is left to do?",
        "whether outstanding work can be settled",
        "A list of the work, who does it and by when, from the person who knows what was promised.",
        SOME_BY_THEM,
    )
    step_introduction = step(
        "Can the current {social_worker} introduce the new one at home?",
        "whether the new {social_worker} can be introduced",
        "Both visit together. If somebody else whom the family knows can introduce them, say so later in this record.",
        SOME_BY_THEM,
    )
    step_transition = step(
        "Can there be a time of transition with a closing meeting?",
        "whether there can be a time of transition",
        "Some weeks in which the child says goodbye to one worker and gets to know the other.",
    )
    step_former_worker = step(
        "Can the former {social_worker} be asked for advice afterwards?",
        "whether the former {social_worker} can be asked",
        "Even a telephone call now and then helps a new worker to understand a child's story.",
        SOME_BY_THEM,
    )
    step_actions = actions(
        "So that the steps that can still be taken are taken",
        thing="what is done so that the steps that can still be taken are taken",
        noun="step",
        when=SOME,
        required=True,
        help="Each of them with who sees to it and by when, such as a list of outstanding work from the former "
        "{social_worker}.",
        cites=("142.4.1",),
    )
    why_no_meeting_in_time = LongTextQuestion(
        "If there was time before the transfer, why was no meeting held?",
        thing="why no meeting was held before the transfer",
        add="Add why no meeting could be held in time",
        lines=3,
        help="Asked when there were several working days before the transfer. Say who was not available, and what "
        "was tried.",
        cites=("142.4.1",),
    )
    own_team_considered = YesNoQuestion(
        "Was somebody in the child's own team considered first?",
        thing="somebody in the child's own team was considered first",
        required=True,
        help="Who has met the child, who has room, whose work could wait.",
        cites=("142.4.2",),
    )
    own_team_reason = LongTextQuestion(
        "If the new {social_worker} is in another team, or nobody was considered, why?",
        thing="why nobody in the child's own team took the child on",
        lines=3,
        hint="Leave blank if the new {social_worker} is in the same team",
        help="For example that nobody had room, and how that was found out, or that the family fell out with the team.",
        cites=("142.4.2",),
    )
    has_siblings, siblings, siblings_all_share = siblings_questions()
    lead_family_worker, joint_working = lead_worker_questions()
