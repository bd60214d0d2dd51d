"""Which requirement is departed from, what is decided instead, and until when."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion
from forms.engine.date import DateQuestion
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion
from forms.shared.position import permanence_questions, proceedings_question
from protocol import STATEMENTS
from protocol.choices import MOVES_LATER, MOVES_NOW, MOVES_OTHERWISE, STAYS

DEPARTABLE = {one.id: f"{one.chapter}: {one.in_short}" for one in STATEMENTS if one.departable}


class ExceptionSection(Section):
    """The requirement, and what is decided in its place."""

    key = "exception"
    title = "The requirement"
    intro = "An exception is for one child and one requirement, until its last day."

    departs_from = ChoiceQuestion(
        "Which requirement is this an exception to?",
        thing="the requirement that this is an exception to",
        choices=DEPARTABLE,
        long=True,
        required=True,
        help="An exception can be made to what sections 3 to 7 prescribe, but not to the check of the file or the "
        "agreement of those who decide. For a child who is to be adopted the {heads_of_service} of both services "
        "decide.",
        cites=("315.8.5", "315.4.1", "315.4.2"),
    )
    decided_instead = ChoiceQuestion(
        "What is to be decided instead?",
        thing="what is to be decided instead",
        choices={
            STAYS: "The child stays with the present {social_worker} and team",
            MOVES_NOW: "The child moves now",
            MOVES_LATER: "The child moves later",
            MOVES_OTHERWISE: "The child moves in another way than prescribed",
        },
        required=True,
        help="Where the child stays, no transfer meeting record is needed.",
        cites=("315.8.5", "315.8.1"),
    )
    proceedings = proceedings_question((("departs_from", ("315.4.1",)),))
    permanence_plan, return_home_months = permanence_questions(
        ("315.4.2", "315.4.3", "315.4.4"), (("departs_from", ("315.4.2", "315.4.3", "315.4.4")),)
    )
    proposed_instead = LongTextQuestion(
        "How is it done?",
        thing="how it is done",
        lines=4,
        help="If the child moves in another way, say how. Otherwise add only what those who decide need to know, for "
        "example who goes on with the court work.",
        cites=("315.8.5",),
    )
    review_on = DateQuestion(
        "Until when does the exception stand?",
        thing="the date until which the exception stands",
        hint="For example, 27 3 2026",
        required=True,
        help="The exception ends after this day. Choose a day still to come, not before the child moves, when "
        "somebody will look at how the child is. A review is often right.",
        cites=("315.8.5",),
        to_come=True,
    )
