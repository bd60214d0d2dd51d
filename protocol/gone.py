"""Whether the current {social_worker} is no longer there: has died, or has left the service."""

from protocol.answers import Answers
from protocol.choices import DIED, HAS_LEFT, LEAVING, REASON_CODES

# Question → the step of a planned transfer that only the current {social_worker} can take.
ONLY_THEY_CAN = {
    "step_outstanding_work": "settle what is left to do",
    "step_introduction": "introduce the new one",
    "step_former_worker": "be asked for advice",
}


def has_died(a: Answers) -> bool:
    """Whether the case passes on because the former {social_worker} has died."""
    return a.choice("transfer_reason_code", REASON_CODES) == DIED


def how_gone(a: Answers) -> str:
    """'has died' or 'has left'; '' for whoever is there, even if they will leave."""
    if has_died(a):
        return "has died"
    return "has left" if a.choice("current_worker_leaving", LEAVING) == HAS_LEFT else ""


GONE_QUESTIONS = ("current_worker_leaving", "transfer_reason_code")
