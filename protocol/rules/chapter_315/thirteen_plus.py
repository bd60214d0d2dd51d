"""Section 6: from a 0 to 12 team to a 13 plus team."""

from datetime import date

from protocol.answers import Answers
from protocol.choices import FROM_13, TEAM_KINDS, UP_TO_12
from protocol.days import age_on
from protocol.formatting import day
from protocol.outcomes import Verdict, does_not_apply, met, unanswered, unmet
from protocol.parameters import Parameters
from protocol.registry import rule
from protocol.rules.said import Ask, still_blank
from protocol.rules.timely import TALK, too_long_ago
from protocol.rules.to_come import still_to_come
from protocol.rules.together import joined
from protocol.statements import TRANSFER

_MOVE = ("current_team_kind", "new_team_kind")


def _another_move(a: Answers) -> Verdict | None:
    current, new = a.choice("current_team_kind", TEAM_KINDS), a.choice("new_team_kind", TEAM_KINDS)
    if (current and current != UP_TO_12) or (new and new != FROM_13):
        return does_not_apply()
    return still_blank(
        Ask("current_team_kind", current, "Enter the current team: its kind decides whether this applies."),
        Ask("new_team_kind", new, "Enter the new team: its kind decides whether this applies."),
    )


@rule(
    "315.6.1",
    records=(TRANSFER,),
    reads=(*_MOVE, "why_thirteen_plus_now", "child_date_of_birth", "transfer_date", "under_thirteen_reason"),
    uses=("older_team_age",),
)
def move_to_13_plus_is_timed_by_need(a: Answers, p: Parameters) -> Verdict:
    """The record says why now; a child below the age of the new team needs a further word."""
    if verdict := _another_move(a):
        return verdict
    why, born, transfer = a.text("why_thirteen_plus_now"), a.date("child_date_of_birth"), a.date("transfer_date")
    ask = "Say why the child moves to this team now, beyond being a certain age."
    blank = still_blank(
        Ask("why_thirteen_plus_now", why, ask),
        Ask("child_date_of_birth", born, "Enter the child's date of birth."),
        Ask("transfer_date", transfer, "Enter the date on which responsibility passes."),
    )
    return joined(blank, _old_enough(a, age_on(born, transfer), transfer, p) if born and transfer else None)


def _old_enough(a: Answers, age: int, transfer: date, p: Parameters) -> Verdict:
    limit = p["older_team_age"]
    if age >= limit:
        return met()
    young = f"The child will be {age} on {day(transfer)}, which is under {limit}."
    if a.text("under_thirteen_reason"):
        return met(f"{young} The record says why the move is right now.")
    return unmet(
        f"{young} Say why the move is right before that age.",
        "under_thirteen_reason",
        prompt=f"Say why a child under {limit} moves now",
    )


@rule("315.6.2", records=(TRANSFER,), reads=(*_MOVE, "managers_discussed_on", "transfer_date"), uses=(TALK,))
def managers_have_discussed_the_move(a: Answers, p: Parameters) -> Verdict:
    """The {service_delivery_managers} have discussed such moves, {managers_talk_months} months before or less."""
    if verdict := _another_move(a):
        return verdict
    discussed = a.date("managers_discussed_on")
    if discussed is None:
        ask = "Enter the date on which the {service_delivery_managers} last discussed moves to the 13 plus team."
        return unanswered(ask, "managers_discussed_on")
    fact = "the {service_delivery_managers} discussed moves to the 13 plus team"
    wrong = still_to_come(a, "managers_discussed_on", fact) or too_long_ago(a, p, "managers_discussed_on")
    return wrong or met(f"Discussed on {day(discussed)}.")
