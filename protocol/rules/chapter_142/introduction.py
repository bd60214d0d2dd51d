"""Section 3, what follows the meeting: introduction at home, a transition that ends, and help afterwards."""

from protocol.answers import Answers
from protocol.formatting import day
from protocol.gone import GONE_QUESTIONS, how_gone
from protocol.outcomes import Verdict, does_not_apply, met, unanswered, unmet
from protocol.parameters import Parameters
from protocol.registry import rule
from protocol.rules.said import Ask, still_blank
from protocol.rules.timely import PREPARATION
from protocol.rules.together import joined
from protocol.rules.visits import (
    ELSEWHERE,
    TOGETHER,
    VISIT_QUESTIONS,
    joint_visit_date,
    no_joint_visit,
    nobody_introduces,
    there_is_none,
)
from protocol.statements import TRANSFER

_NOBODY_TO_ASK = "Say why the former {social_worker} cannot be asked after the transfer, and who can be instead"
_CLOSING_KINDS = frozenset({"tac", "core_group", "child_in_need_meeting", "looked_after_review", "other"})


@rule("142.3.7", records=(TRANSFER,), reads=VISIT_QUESTIONS, uses=(PREPARATION,))
def new_worker_is_introduced_at_home(a: Answers, p: Parameters) -> Verdict:
    """Both {social_workers} visit the family at home by the transfer date; held or planned."""
    at_home = None if there_is_none(a) else _not_at_home(a)
    return nobody_introduces(a) or joined(no_joint_visit(a, p), at_home, met())


def _not_at_home(a: Answers) -> Verdict | None:
    if a.choice("joint_visit_together", TOGETHER) != ELSEWHERE:
        return None
    return unmet(
        "The joint visit is not at the family's home. Plan a visit there, or say why it is elsewhere.",
        "joint_visit_together",
        prompt="Say why the new {social_worker} is not introduced at the family's home",
    )


@rule(
    "142.3.8",
    records=(TRANSFER,),
    reads=("closing_meeting_kind", "closing_meeting_date", "joint_visit", "joint_visit_date", *GONE_QUESTIONS),
)
def transition_ends_with_a_meeting(a: Answers, p: Parameters) -> Verdict:
    """A closing meeting has a kind and a date, which is not before the introduction."""
    when, visit = a.date("closing_meeting_date"), joint_visit_date(a)
    kind = a.choice("closing_meeting_kind", _CLOSING_KINDS)
    blank = still_blank(
        Ask("closing_meeting_kind", kind, "Select the meeting that will end the transition."),
        Ask("closing_meeting_date", when, "Enter the date of the meeting that will end the transition."),
        Ask("joint_visit_date", visit or there_is_none(a) or None, "Enter the date of the introduction to the family."),
    )
    early = None
    if when and visit and when < visit:
        early = unmet(
            f"The closing meeting on {day(when)} is before the introduction on {day(visit)}. Move one of them.",
            "closing_meeting_date",
            prompt="Say why the closing meeting comes before the introduction",
        )
    return joined(early, blank)


@rule(
    "142.3.9",
    records=(TRANSFER,),
    reads=(
        "current_worker_leaving",
        "current_worker_last_day",
        "transfer_date",
        "former_worker_until",
        "former_worker_how",
        "former_worker_instead",
        "transfer_reason_code",
    ),
)
def former_worker_can_be_asked(a: Answers, p: Parameters) -> Verdict:
    """The former {social_worker} can be asked for a time; one who has left by the transfer has a stand-in."""
    last, transfer = a.date("current_worker_last_day"), a.date("transfer_date")
    if gone := how_gone(a):
        return _somebody_instead(a, gone)
    if a.yes("current_worker_leaving"):
        if blank := still_blank(
            Ask("current_worker_last_day", last, "Enter the last day of the current {social_worker}."),
            Ask("transfer_date", transfer, "Enter the date on which responsibility passes."),
        ):
            return blank
        if last and transfer and last <= transfer:
            return _somebody_instead(a, "will have left by the transfer")
    until, how = a.date("former_worker_until"), a.text("former_worker_how")
    ask = "Enter the date until which the former {social_worker} can be asked for advice."
    blank = still_blank(
        Ask("former_worker_until", until, ask),
        Ask("former_worker_how", how, "Say how the former {social_worker} can be reached."),
    )
    return joined(_not_long_enough(a), blank)


def _not_long_enough(a: Answers) -> Verdict | None:
    until, transfer = a.date("former_worker_until"), a.date("transfer_date")
    if until and transfer and until < transfer:
        fact = f"The former {{social_worker}} can be asked until {day(until)}, before the transfer on {day(transfer)}."
        return unmet(f"{fact} Leave time after it, or give a reason.", "former_worker_until", prompt=_NOBODY_TO_ASK)
    return None


def _somebody_instead(a: Answers, gone: str) -> Verdict:
    if a.text("former_worker_instead"):
        return does_not_apply(f"The former {{social_worker}} {gone}; somebody else can be asked.")
    return unanswered(f"The former {{social_worker}} {gone}. Say who can be asked instead.", "former_worker_instead")
