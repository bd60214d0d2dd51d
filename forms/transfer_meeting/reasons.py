"""Why the worker changes, and when."""

from __future__ import annotations

from forms.common.reasons import (
    best_interests_question,
    child_views_questions,
    delay_questions,
    reason_questions,
)
from forms.common.workers import earlier_workers_question
from forms.engine.choice import ChoiceQuestion, YesNoQuestion
from forms.engine.date import DateQuestion
from forms.engine.rows import RowsQuestion
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion


class ReasonsSection(Section):
    """Why this child's worker changes, and what the child thinks of it."""

    key = "reasons"
    title = "Why the worker is changing"
    intro = "Somebody who asks one day why their worker changed should find an honest and kind answer here."

    transfer_reason_code, transfer_reason_other, transfer_reason = reason_questions()
    why_worker_cannot_continue = LongTextQuestion(
        "Why can the current {social_worker} not stay with the child?",
        thing="why the current {social_worker} cannot stay",
        lines=4,
        help="A change needs a reason in planning for the child, or a worker who is leaving. Staying with the same "
        "worker comes first wherever it can be done. Say what was considered: moving "
        "other work, a smaller caseload, keeping the child when the worker moves team.\n\n"
        "If the child has had several workers within a year, say also why this change cannot be avoided.",
        cites=("142.1.2", "142.1.1"),
    )
    earlier_workers = earlier_workers_question()
    best_interests = best_interests_question()
    child_views, child_views_how, child_views_not_obtained = child_views_questions()
    delay_likely, delay_kept_down, delay_accepted_because = delay_questions()


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
        "Look at the child's weeks around it before you settle it: a review, a hearing or a move close to it "
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
            "note": LongTextQuestion(
                "Note",
                thing="the note",
                lines=2,
                help="What the new worker should know about it, in a few words.",
                cites=("315.2.1.3",),
            ),
        },
        help="List what falls within about two months of the transfer date, before and after. One too "
        "close to it asks for a reason. A change that comes well before a big step can help the child "
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
