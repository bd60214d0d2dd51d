"""Why the worker changes, and when."""

from __future__ import annotations

from forms.choices import ChoiceQuestion, YesNoQuestion
from forms.codes import TRANSFER_REASONS
from forms.date_question import DateQuestion
from forms.people import StaffQuestion
from forms.questions import LongTextQuestion, TextQuestion
from forms.rows import RowsQuestion
from forms.section import Section

DELAY = (("delay_likely", ("yes",)),)


class ReasonsSection(Section):
    """Why this child's worker changes, and what the child thinks of it."""

    key = "reasons"
    title = "Why the worker is changing"
    intro = "Somebody who asks one day why their worker changed should find an honest and kind answer here."

    transfer_reason_code = ChoiceQuestion(
        "What is the main reason for the change?",
        thing="the main reason for the change",
        choices=TRANSFER_REASONS,
        required=True,
        help="The council reports one reason for each change of worker to the Department for Education. "
        "If several are true, choose the one without which there would be no change.",
        cites=("142.3.3",),
    )
    transfer_reason_other = TextQuestion(
        "What is the reason?",
        thing="what the other reason is",
        when=(("transfer_reason_code", ("OTHERS",)),),
        required=True,
        help="A few words. Look once more whether one of the reasons above fits, because they can be counted.",
        cites=("142.3.3",),
    )
    transfer_reason = LongTextQuestion(
        "Tell the story behind the reason",
        thing="the story behind the reason",
        required=True,
        help="What happened, who decided it and when, so that a person who was not there understands. "
        "A change needs a case-planning reason or a worker who is leaving.\n\n"
        "Write it so that the young person could read it: what the service had to do, never that it was their fault.",
        cites=("142.3.3",),
    )
    why_worker_cannot_continue = LongTextQuestion(
        "Why can the current {social_worker} not stay with the child?",
        thing="why the current {social_worker} cannot stay",
        lines=4,
        help="Staying with the same worker comes first wherever it can be done. Say what was considered: moving "
        "other work, a smaller caseload, keeping the child when the worker moves team.\n\n"
        "If this is the third worker or more within twelve months, say also why this change cannot be avoided.",
        cites=("142.1.2", "142.1.1"),
    )
    earlier_workers = RowsQuestion(
        "Who has worked with the child?",
        thing="the child's workers",
        noun="worker",
        hint="The current {social_worker} too, but not the new one. The register fills in what it knows",
        columns={
            "worker": StaffQuestion(
                "Name",
                thing="the worker's name",
                anyone=True,
                required=True,
                help="Somebody who has left the council can be written in by name.",
                cites=("142.1.1",),
            ),
            "started_on": DateQuestion(
                "Started on",
                thing="the date they started",
                past=True,
                required=True,
                help="The day that they became the child's {social_worker}.",
                cites=("142.1.1",),
            ),
            "ended_on": DateQuestion(
                "Ended on",
                thing="the date they ended",
                hint="Leave blank for the current worker",
                help="The day that somebody else took over. Leave blank if it has not come.",
                cites=("142.1.1",),
            ),
        },
        help="Every change costs a child trust. The record counts the workers of the last twelve months, each person "
        "once even if they came back, and asks about three or more.",
        cites=("142.1.1",),
    )
    best_interests = LongTextQuestion(
        "Why is this change in the child's best interests?",
        thing="why the change is in the child's best interests",
        required=True,
        help="The needs of the child and family come before those of the service. A good answer says what this "
        "child gains, what the child loses, and what will soften the loss. If the change is made for the service's "
        "reasons, say so, and say why it is still right for this child at this time.",
        cites=("315.2.1.1",),
    )
    child_views = LongTextQuestion(
        "What does the child want, and how do they feel about the change?",
        thing="what the child wants and feels",
        help="Use the child's own words where you can. Include what they would like of a new worker, what worries "
        "them and how they want to say goodbye. For a baby or a child who does not speak, say what "
        "you see: whom they settle with, what upsets them.",
        cites=("315.2.1.2",),
    )
    child_views_how = ChoiceQuestion(
        "How were the child's views found out?",
        thing="how the child's views were found out",
        choices={
            "asked_directly": "We asked the child",
            "advocate": "Through an advocate",
            "direct_work": "In direct work, such as drawing or play",
            "observation": "By watching how the child is",
            "through_others": "Through people who know the child well",
            "not_obtained": "They could not be found out",
        },
        help="Choose what you rest most on. Asking the child comes first; an advocate can help a child who finds "
        "it hard to say.",
        cites=("315.2.1.2",),
    )
    child_views_not_obtained = LongTextQuestion(
        "Why could the child's views not be found out?",
        thing="why the child's views could not be found out",
        lines=3,
        when=(("child_views_how", ("not_obtained",)),),
        required=True,
        help="Say what was tried, and how the child will be listened to before the change or soon after it.",
        cites=("315.2.1.2",),
    )
    delay_likely = YesNoQuestion(
        "Could the change delay work with the family or the child's plan?",
        thing="the change could delay the work or the plan",
        help="Think of assessments, court directions, therapy, contact, reviews and visits due in the next weeks. "
        "Yes if any of them may come later because somebody else takes over.",
        cites=("315.2.2.1",),
    )
    delay_kept_down = LongTextQuestion(
        "How will the delay be kept short?",
        thing="how the delay will be kept short",
        lines=3,
        when=DELAY,
        help="Name the steps that could slip, and for each who makes sure that it does not.",
        cites=("315.2.2.1",),
    )
    delay_accepted_because = LongTextQuestion(
        "Why is the delay acceptable for this child?",
        thing="why the delay is acceptable",
        lines=3,
        when=DELAY,
        help="What the child gains that is worth the wait, or why waiting to transfer would be worse.",
        cites=("315.2.2.1",),
    )


class TimingSection(Section):
    """When responsibility passes, and what else happens in the child's life around then."""

    key = "timing"
    title = "Date and timing"
    intro = "A change of worker is easier when little else changes in the same weeks."

    transfer_date = DateQuestion(
        "What date does responsibility pass?",
        thing="the date of transfer",
        hint="For example, 27 3 2026",
        required=True,
        help="From this day the new {social_worker} and {team_leader} answer for the child. It is on or after the "
        "transfer meeting, and leaves time for the joint visit and for telling everybody.\n\n"
        "Look at the child's weeks around it before you settle it: a review, a hearing or a move within 14 days "
        "is a reason to choose another date, or to say why this one is right.",
        cites=("142.3.6", "315.2.1.3"),
    )
    key_events_known = ChoiceQuestion(
        "Is anything important happening in the child's life around then?",
        thing="whether anything important is happening around then",
        choices={"yes": "Yes", "none": "No, nothing that we know of"},
        inline=True,
        help="Court hearings, a move of home or school, a review, a new baby, contact that starts or stops. Ask "
        "the child and carers: for a child a school trip or a football final can be a key event too. Birthdays at "
        "13, 16 and 18 are counted by themselves.",
        cites=("315.2.1.3", "315.2.1.4"),
    )
    key_events = RowsQuestion(
        "What is happening, and when?",
        thing="the key events",
        noun="key event",
        when=(("key_events_known", ("yes",)),),
        required=True,
        columns={
            "kind": ChoiceQuestion(
                "What is it?",
                thing="what kind of event it is",
                choices={
                    "court_hearing": "Court hearing",
                    "placement_move": "Move of placement",
                    "school_move": "Move of school",
                    "review": "Review",
                    "birth": "Birth",
                    "other": "Something else",
                },
                long=True,
                required=True,
                help="Choose the nearest, and say more in the note.",
                cites=("315.2.1.3",),
            ),
            "date": DateQuestion(
                "When?",
                thing="the date of the event",
                required=True,
                help="If only the month is known, take its first day and say so in the note.",
                cites=("315.2.1.3",),
            ),
            "note": TextQuestion(
                "Note",
                thing="the note",
                help="What the new worker should know about it, in a few words.",
                cites=("315.2.1.3",),
            ),
        },
        help="List what falls within about two months of the transfer date, before and after. One within "
        "14 days of it asks for a reason. A change that comes well before a big step can help the child "
        "to prepare for it.",
        cites=("315.2.1.3", "315.2.1.4"),
    )
    circumstances_changed = YesNoQuestion(
        "Have the child's circumstances changed lately?",
        thing="the child's circumstances have changed",
        help="A new placement, a plan that changed in court, a parent who came back, an illness: anything that makes "
        "the child's situation different from what the current plan was made for.",
        cites=("315.2.1.5",),
    )
    timing_follows_plan = LongTextQuestion(
        "How does the date follow the child's long-term plan?",
        thing="how the date follows the long-term plan",
        lines=4,
        when=(("circumstances_changed", ("yes",)),),
        help="Say where the child is meant to live and grow up, and why moving to another worker now, and not "
        "earlier or later, serves that.",
        cites=("315.2.1.5",),
    )
