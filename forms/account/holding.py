"""The form in which somebody holds records, so that they are not disposed of."""

from __future__ import annotations

from forms.engine.choice import ChoiceQuestion
from forms.engine.date import DateQuestion
from forms.engine.section import Section
from forms.engine.text import LongTextQuestion, TextQuestion

RECORD, CHILD = "record", "child"
LONGEST = 30 * 366  # days ahead


class HoldSection(Section):
    """What is held, why, and until when."""

    key = "hold"
    title = "Hold a record"

    reference = TextQuestion(
        "Which record?", thing="the reference of the record", hint="Its reference, like TMR-7KQ2-M4XD", required=True
    )
    concerns = ChoiceQuestion(
        "What is held?",
        thing="what is held",
        choices={RECORD: "This record, with its later versions", CHILD: "Every record about the same child"},
        required=True,
    )
    why = LongTextQuestion(
        "Why is it held?",
        thing="why it is held",
        hint="For example which claim, inquiry or complaint. No child's name",
        required=True,
        lines=3,
    )
    last_day = DateQuestion(
        "Until which day?", thing="the last day", hint="One of the two days is needed", within=(0, LONGEST)
    )
    review_on = DateQuestion(
        "If that is not known: when is it looked at again?",
        thing="the day on which it is looked at again",
        hint="The other of the two",
        within=(0, LONGEST),
    )


class LiftSection(Section):
    """Why a hold is lifted."""

    key = "lift"
    title = "Lift a hold"

    lifted_why = LongTextQuestion(
        "Why is it lifted?", thing="why it is lifted", hint="No child's name", required=True, lines=2
    )
