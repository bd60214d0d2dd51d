"""What chapter 3.1.5 asks about the child before a transfer: interests, views, and what else happens around then."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion
from forms.engine.date import DateQuestion
from forms.engine.rows import RowsQuestion
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion
from forms.shared.reasons import best_interests_question, child_views_questions


class ReasonsSection(Section):
    """Why the change is right for this child, what the child thinks of it, and which key events are near."""

    key = "reasons"
    title = "The child's interests and views"

    best_interests = best_interests_question()
    child_views, child_views_how, child_views_not_obtained = child_views_questions()
    key_events_known = ChoiceQuestion(
        "Is anything important happening in the child's life around then?",
        thing="whether anything important is happening around then",
        choices={"yes": "Yes", "none": "No, nothing that we know of"},
        inline=True,
        help="Court hearings, a move of home or school, a review, a new baby, contact that starts or stops. Ask the "
        "child and carers: a school trip or a football final can be a key event too. So are birthdays at 13, 16 and "
        "18. Count what this record says elsewhere as well: a day in court, the end of proceedings, a new status, "
        "legal status or placement, a birth that is expected.",
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
                either=True,
            ),
            "note": LongTextQuestion(
                "Note",
                thing="the note",
                optional=True,
                lines=2,
                help="What the new worker should know about it, in a few words.",
                cites=("315.2.1.3",),
            ),
        },
        help="List what falls within about two months of the transfer date, before and after. If one is too close, "
        "give a reason. A change that comes well before a big step can help the child to prepare for it.",
        cites=("315.2.1.3", "315.2.1.4"),
    )
