"""The joint visit, on which two statements turn: one asks for the family's home, the other for any place."""

from datetime import date

from protocol.answers import Answers
from protocol.formatting import day
from protocol.outcomes import Verdict, unanswered, unmet
from protocol.rules.to_come import not_come_yet

VISIT_QUESTIONS = ("joint_visit", "joint_visit_date", "joint_visit_both_workers", "transfer_date")
_CHOICES = frozenset({"held", "planned", "none"})
_PROMPT = "Say why there is no joint visit before the transfer, and how the family gets to know the new {social_worker}"


def joint_visit_date(a: Answers) -> date | None:
    """The day of the visit, held or planned; None where there is none or its date is blank."""
    return a.date("joint_visit_date") if a.choice("joint_visit", _CHOICES) != "none" else None


def no_joint_visit(a: Answers) -> Verdict | None:
    """What is missing from a visit of both workers by the transfer date, wherever it takes place."""
    choice, when, transfer = a.choice("joint_visit", _CHOICES), joint_visit_date(a), a.date("transfer_date")
    if not choice:
        return unanswered("Say whether the two {social_workers} visit the family together.", "joint_visit")
    if choice == "none":
        message = "There is no joint visit. Plan one of both {social_workers} to the family, or say why not."
        return unmet(message, "joint_visit", prompt=_PROMPT)
    if a.no("joint_visit_both_workers"):
        message = "One of the {social_workers} does not go on the visit. Plan one together, or say why not."
        return unmet(message, "joint_visit_both_workers", prompt=_PROMPT)
    if when is None:
        return unanswered("Enter the date of the joint visit.", "joint_visit_date")
    if transfer is None:
        return unanswered("Enter the date on which responsibility passes.", "transfer_date")
    if when > transfer:
        message = f"The visit on {day(when)} is after the transfer on {day(transfer)}. Visit earlier, or say why not."
        return unmet(message, "joint_visit_date", prompt=_PROMPT)
    if choice == "held" and (early := not_come_yet(a, when, "the joint visit was made")):
        return unmet(early, "joint_visit_date", prompt=_PROMPT)
    if not a.yes("joint_visit_both_workers"):
        return unanswered("Say whether both {social_workers} go on the visit.", "joint_visit_both_workers")
    return None
