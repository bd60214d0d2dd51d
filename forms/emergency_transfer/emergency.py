"""What happened, whether the own team was looked at first, and why there was no handover."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion, YesNoQuestion
from forms.engine.date import DateQuestion
from forms.engine.question import Question
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion
from forms.shared.reasons import reason_questions


def step(label: str, thing: str, help: str) -> Question:  # noqa: A002
    """Whether one step of a planned transfer could still be taken."""
    return ChoiceQuestion(
        label,
        thing=thing,
        help=help,
        cites=("142.4.1",),
        inline=True,
        choices={"can_be_done": "Yes", "could_not_be_done": "No"},
    )


class EmergencySection(Section):
    """What happened, and which steps of a planned transfer it made impossible."""

    key = "emergency"
    title = "What happened"
    intro = "The emergency route is for a change that cannot wait for any of the usual planning."

    transfer_reason_code, transfer_reason_other, transfer_reason = reason_questions(cites=("142.4.1",))
    what_happened = LongTextQuestion(
        "What happened, so that there was no time?",
        thing="what happened",
        required=True,
        help="The event itself, in plain words: a worker who fell ill or could not come back, a threat, a death. "
        "Say what the child and family went through that day. If the cause is a matter between the council and "
        "the worker, say only that they are not available: the rest does not belong on a child's file.",
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
    step_meeting = step(
        "Could a handover meeting be held?",
        "whether a handover meeting could be held",
        "Both workers and both {team_leaders} at one table. If all five steps on this page can be taken, the transfer "
        "meeting record is the right one, and takes these answers over.",
    )
    step_outstanding_work = step(
        "Could the current {social_worker} settle what is left to do?",
        "whether outstanding work could be settled",
        "Each piece of work with an owner and a date, from the person who knows what was promised.",
    )
    step_introduction = step(
        "Could the current {social_worker} introduce the new one at home?",
        "whether the new {social_worker} could be introduced",
        "A visit of both together. If somebody else whom the family knows can do it, say so later in this record.",
    )
    step_transition = step(
        "Could there be a time of transition with a closing meeting?",
        "whether there could be a time of transition",
        "Some weeks in which the child says goodbye to one worker and gets to know the other.",
    )
    step_former_worker = step(
        "Could the former {social_worker} be asked for advice afterwards?",
        "whether the former {social_worker} could be asked",
        "Even a telephone call now and then helps a new worker to understand a child's story.",
    )


class OwnTeamSection(Section):
    """Whether somebody of the same team could take the child on."""

    key = "own-team"
    title = "Your own team first"
    intro = "Somebody of the same team may know the child already, and the carers, the school and the plan."

    own_team_considered = YesNoQuestion(
        "Was the own team looked at first?",
        thing="the own team was looked at first",
        required=True,
        help="Before a child moves to another team, the {team_leader} thinks of everybody in their own: who has met "
        "the child, who has room, whose work could wait.",
        cites=("142.4.2",),
    )
    own_team_reason = LongTextQuestion(
        "If the new {social_worker} is in another team, or nobody was considered, why?",
        thing="why nobody of the own team took the child on",
        hint="Leave blank if the new {social_worker} is in the same team",
        help="For example that nobody had room, and how that was found out, or that the family fell out with the team.",
        cites=("142.4.2",),
    )


class FileSection(Section):
    """The clear recording on the child's file."""

    key = "file"
    title = "Why no handover was possible"
    intro = "Somebody who opens the child's file one day should see at once why nobody said goodbye."

    no_handover_reason = LongTextQuestion(
        "Why could no handover take place?",
        thing="why no handover could take place",
        required=True,
        help="Go through what a handover needs, and say of each thing why it could not be had: the worker, the time, "
        "the meeting. Write it for the file, and so that the child could read it.",
        cites=("142.4.3",),
    )
    no_handover_filed_on = DateQuestion(
        "When was that put on the child's file?",
        thing="the date that it was put on the file",
        hint="This can be filled in later",
        past=True,
        help="The date of the note in {case_system}. The record can be approved before the note is there, and stays "
        "open until then.",
        cites=("142.4.3",),
    )
