"""The condition that many rules of chapter 3.1.5 share: that the child is looked after."""

from protocol.answers import Answers
from protocol.choices import LEGAL_STATUSES, LOOKED_AFTER, NO_PERMANENCE, PERMANENCE_PLANS, SHORT_BREAKS, STATUSES
from protocol.outcomes import Verdict, does_not_apply, unanswered


def not_looked_after(a: Answers) -> Verdict | None:
    """What to say when the child is not looked after, or it is not known; None when the child is."""
    status = a.choice("child_status", STATUSES)
    if not status:
        return unanswered("Select the child's status.", "child_status")
    return None if status == LOOKED_AFTER else does_not_apply()


PLAN_READS = ("child_status", "permanence_plan", "legal_status")


def permanence_plan(a: Answers) -> str:
    """The permanence plan, '' when blank; a looked after child has one, unless looked after in short breaks alone."""
    plan = a.choice("permanence_plan", PERMANENCE_PLANS)
    if plan != NO_PERMANENCE or a.choice("child_status", STATUSES) != LOOKED_AFTER:
        return plan
    return plan if a.choice("legal_status", LEGAL_STATUSES) in SHORT_BREAKS else ""


def ask_for_plan(a: Answers, ask: str) -> str:
    """What to say while a looked after child has no permanence plan: where 'none' is said to be it, why it is not."""
    none_said = a.choice("permanence_plan", PERMANENCE_PLANS) == NO_PERMANENCE
    why = "Only a child who is not looked after, or is looked after in short breaks alone, has none."
    return f"{why} {ask}" if none_said else ask
