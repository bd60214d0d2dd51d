"""The condition that many rules of chapter 3.1.5 share: that the child is looked after."""

from protocol.answers import Answers
from protocol.choices import LOOKED_AFTER, STATUSES
from protocol.outcomes import Verdict, does_not_apply, unanswered


def not_looked_after(a: Answers) -> Verdict | None:
    """What to say when the child is not looked after, or it is not known; None when the child is."""
    status = a.choice("child_status", STATUSES)
    if not status:
        return unanswered("Select the child's status.", "child_status")
    return None if status == LOOKED_AFTER else does_not_apply()
