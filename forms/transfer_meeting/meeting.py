"""The transfer meeting, and the work that it shares out."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion, YesNoQuestion
from forms.engine.date import DateQuestion
from forms.engine.promise import Promise
from forms.engine.question import Question
from forms.engine.rows import RowsQuestion
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion, TextQuestion
from forms.shared.codes import ATTENDED
from forms.shared.reasons import LEFT, STILL_ALIVE, STILL_THERE
from protocol.statements.scope import EVERY_CHILD, Condition

CAN_BE_HELD = (("meeting_state", (None, "held", "planned")),)
NOT_ALL = (*CAN_BE_HELD, ("all_attended", ("no",)))
OWNERS = {"current_worker": "The current {social_worker}", "new_worker": "The new {social_worker}"}


def part(
    name: str, who: str, why: str, when: tuple[Condition, ...] = (), absent: tuple[Condition, ...] = ()
) -> tuple[Question, Question]:
    """Whether one of the four people of the meeting attended, and if not, how their part was covered.

    when, absent: of whom the first, and the second, is asked.
    """
    cites = ("142.3.2", "315.7.6")
    return (
        ChoiceQuestion(
            f"Did the {who} attend?",
            name=f"{name}_attended",
            thing=f"whether the {who} attended",
            choices=ATTENDED,
            inline=True,
            when=(*when, *NOT_ALL),
            cites=cites,
            help=why,
        ),
        LongTextQuestion(
            "Why not, and how was their part covered?",
            name=f"{name}_absence",
            thing=f"why the {who} did not attend",
            lines=3,
            when=(*when, *absent, *NOT_ALL, (f"{name}_attended", ("absent",))),
            cites=cites,
            help="Say who spoke for them or how they were briefed afterwards, and when. The people who decide "
            "read this first.",
        ),
    )


class MeetingSection(Section):
    """When the meeting was, who was there, and the work that it shares out."""

    key = "meeting"
    title = "Meeting and work"
    intro = "Both workers and both {team_leaders} meet."

    meeting_state = ChoiceQuestion(
        "Has the transfer meeting been held?",
        thing="whether the transfer meeting has been held",
        choices={"held": "Yes", "planned": "Not yet, it is planned", "cannot_be_held": "It cannot be held"},
        required=True,
        help="You can submit the record once the meeting has been held. If neither a meeting nor a visit of both "
        "workers is possible, use an emergency record: these answers are copied to it.",
        cites=("142.3.1", "315.7.6"),
    )
    meeting_date = DateQuestion(
        "When was it, or when will it be?",
        thing="the date of the meeting",
        hint="For example, 27 3 2026",
        required=True,
        when=CAN_BE_HELD,
        help="On or before the date that responsibility passes.",
        cites=("142.3.1", "315.7.6"),
        either=True,
    )
    meeting_place = TextQuestion(
        "Where was it?",
        when=CAN_BE_HELD,
        add="Add where it was and who chaired it",
        thing="where the meeting was",
        width="20",
        help="A room, a video call, or both.",
        cites=("142.3.1",),
    )
    meeting_chair = TextQuestion(
        "Who chaired it?",
        when=CAN_BE_HELD,
        add="Add where it was and who chaired it",
        thing="who chaired the meeting",
        width="20",
        help="Often one of the two {team_leaders}. The chair makes sure that outstanding work gets an owner.",
        cites=("142.3.1",),
    )
    all_attended = YesNoQuestion(
        "Did both {social_workers} and their {team_leaders} attend?",
        thing="both {social_workers} and their {team_leaders} attended",
        when=CAN_BE_HELD,
        help="Four people, or three where one {team_leader} leads both teams. If one of them was not there, or has "
        "died, answer ‘No’ and say who was. Say how their part was covered: the people who decide read this first.",
        cites=("142.3.2", "315.7.6"),
    )
    current_worker_attended, current_worker_absence = part(
        "current_worker",
        "current {social_worker}",
        "They know what is not written down. Somebody who has left since may have been there.",
        STILL_ALIVE,
        STILL_THERE,
    )
    current_worker_part_covered = LongTextQuestion(
        "The current {social_worker} has left: how was their part in the meeting covered?",
        thing="how the part of the current {social_worker} was covered",
        lines=3,
        when=(*LEFT, *NOT_ALL, ("current_worker_attended", ("absent",))),
        help="Say who spoke for them and what they knew of the child. The people who decide read this first.",
        cites=("142.3.2", "315.7.6"),
    )
    current_team_leader_attended, current_team_leader_absence = part(
        "current_team_leader",
        "current {team_leader}",
        "They are responsible for the file, and know the reasons for the change.",
    )
    new_worker_attended, new_worker_absence = part(
        "new_worker", "new {social_worker}", "It is their chance to ask what the file does not say."
    )
    new_team_leader_attended, new_team_leader_absence = part(
        "new_team_leader",
        "new {team_leader}",
        "They take responsibility. When the move is inside one team this is the same person as the current one.",
    )
    other_attendees = RowsQuestion(
        "Who else was there?",
        add="Add who else was there",
        thing="the other people at the meeting",
        noun="person",
        when=CAN_BE_HELD,
        scope=EVERY_CHILD,
        columns={
            "name": TextQuestion(
                "Name",
                thing="the name",
                limit=200,
                required=True,
                help="As they are known at work.",
                cites=("315.7.6",),
            ),
            "role": TextQuestion(
                "Role",
                thing="the role",
                optional=True,
                help="For example independent reviewing officer, supervising {social_worker}, school nurse.",
                cites=("315.7.6",),
            ),
        },
        help="Anybody beside the four. Leave blank if it was only them.",
        cites=("315.7.6",),
    )
    outstanding_work_known = ChoiceQuestion(
        "Is there work still to be done?",
        thing="whether there is work still to be done",
        choices={"yes": "Yes", "none": "No, none"},
        inline=True,
        required=True,
        help="Reports, referrals, life story work, contact, payments, replies, and everything promised.",
        cites=("142.3.4", "142.2.5"),
    )
    outstanding_work = RowsQuestion(
        "What is to be done, by whom and by when?",
        thing="the outstanding work",
        noun="piece of work",
        when=(("outstanding_work_known", ("yes",)),),
        required=True,
        columns={
            "task": LongTextQuestion(
                "What is to be done?",
                thing="what is to be done",
                required=True,
                lines=2,
                help="One thing in each row, so that each can be ticked off.",
                cites=("142.3.4",),
            ),
            "owner": ChoiceQuestion(
                "Who does it?",
                thing="who does it",
                choices=OWNERS,
                only={"current_worker": STILL_THERE},
                required=True,
                help="One of the two workers owns each piece, even when others help.",
                cites=("142.3.4",),
            ),
            "due": DateQuestion(
                "By when?",
                thing="the date it is due",
                required=True,
                help="Work that stays with the current worker is due on or before their last day.",
                promises=Promise("Outstanding work", says="task", who=("owner",), when=(("owner", tuple(OWNERS)),)),
                cites=("142.3.4",),
                either=True,
            ),
        },
        retired={
            "in_todo_list": YesNoQuestion("Is it in the to-do list of {case_system}?", thing="it is in the to-do list")
        },
        help="Go through the plan, the last supervision and the last review, and ask the child and family "
        "what they are waiting for.",
        cites=("142.3.4", "142.2.5"),
    )
    dates_ahead = RowsQuestion(
        "Which dates are coming up?",
        add="Add dates ahead",
        thing="the dates ahead",
        noun="date",
        scope=EVERY_CHILD,
        columns={
            "kind": ChoiceQuestion(
                "What is it?",
                thing="what kind of date it is",
                choices={
                    "visit": "Visit",
                    "review": "Review",
                    "conference": "Child protection conference",
                    "core_group": "Core group",
                    "court": "Court",
                    "health": "Health",
                    "education": "Education",
                    "other": "Something else",
                },
                long=True,
                required=True,
                help="Choose the nearest, and say more in the note.",
                cites=("315.7.6",),
            ),
            "date": DateQuestion(
                "When?",
                thing="the date",
                required=True,
                help="Or the last day by which it must happen.",
                cites=("315.7.6",),
                to_come=True,
            ),
            "note": TextQuestion(
                "Note",
                thing="the note",
                optional=True,
                help="Place, time, or what must be ready by then.",
                cites=("315.7.6",),
            ),
        },
        help="Visits and reviews have legal time limits, and they do not start again when the worker changes. "
        "List all that fall in the first three months.",
        cites=("315.7.6", "315.2.2.1"),
    )
    file_note_date = DateQuestion(
        "When was the meeting noted on the child's file?",
        when=CAN_BE_HELD,
        add="Add where the meeting is noted on the file",
        thing="the date of the note on the file",
        hint="This can be filled in later",
        past=True,
        help="A text to copy is on the record's own page once the meeting has been held.",
        cites=("142.3.5",),
    )
    file_note_reference = TextQuestion(
        "Where on the file is the note?",
        when=CAN_BE_HELD,
        add="Add where the meeting is noted on the file",
        thing="where the note is",
        hint="Its title or number in {case_system}. This can be filled in later",
        help="Either the date or the place is enough to find it.",
        cites=("142.3.5",),
    )
