"""Forms for declaring an absence and for passing a step on to a colleague."""

from __future__ import annotations

from forms.engine.date import DateQuestion
from forms.engine.picker import StaffQuestion
from forms.engine.section import Section


class ColleagueQuestion(StaffQuestion):
    """A colleague of the same rank or above. The view offers only those as matches."""

    nobody = "No one called NAME can act for you here: choose somebody of the same rank or above who is in post"


class TakerQuestion(ColleagueQuestion):
    """A colleague who may take a particular step. The view offers only those as matches."""

    nobody = (
        "NAME cannot take this: choose somebody of the same rank or above, in post and not away, who has no other part "
        "in this record"
    )


class AwaySection(Section):
    """Declare an absence: first and last day, and who stands in."""

    key = "away"
    title = "Say that you will be away"

    stand_in = ColleagueQuestion(
        "Who decides for you while you are away?",
        thing="who stands in for you",
        hint="Somebody of the same rank as you or above. Start typing a name.",
        required=True,
    )
    first_day = DateQuestion("First day away", thing="your first day away", required=True, either=True)
    last_day = DateQuestion(
        "Last day away", thing="your last day away", hint="You are back on the day after.", required=True, either=True
    )


class PassOnSection(Section):
    """Choose who takes a step instead."""

    key = "pass-on"
    title = "Pass this to a colleague"

    to = TakerQuestion(
        "Who should decide instead of you?",
        thing="who should decide instead of you",
        hint="Somebody of the same rank or above who has no other part in this record. Start typing a name.",
        required=True,
    )
