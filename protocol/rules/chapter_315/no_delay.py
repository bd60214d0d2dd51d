"""Section 2.2: no delay."""

from protocol.answers import Answers
from protocol.outcomes import Outcome, Verdict, departed, met, unanswered, unmet
from protocol.parameters import Parameters
from protocol.registry import rule
from protocol.rules.ordinary import ORDINARY, nothing_special
from protocol.rules.said import Ask, as_unmet, still_blank
from protocol.statements import EMERGENCY, EXCEPTION, TRANSFER

_DELAY = ("delay_likely", "delay_kept_down", "delay_accepted_because")


@rule("315.2.2.1", records=(TRANSFER,), reads=(ORDINARY, *_DELAY))
def transfer_delays_nothing(a: Answers, p: Parameters) -> Verdict:
    """Neither the work nor the plan is delayed; or the delay is kept down, and accepted for a reason."""
    if ordinary := nothing_special(a):
        return ordinary if ordinary.outcome is Outcome.UNANSWERED else met()
    return _judge_delay(a)


@rule("315.2.2.1", records=(EXCEPTION, EMERGENCY), reads=_DELAY)
def change_delays_nothing(a: Answers, p: Parameters) -> Verdict:
    """Neither the work nor the plan is delayed; or the delay is kept down, and accepted for a reason."""
    return _judge_delay(a)


def _judge_delay(a: Answers) -> Verdict:
    if a.no("delay_likely"):
        return met()
    if not a.yes("delay_likely"):
        ask = "Say whether this would delay the work with the family or the child's plan."
        return unanswered(ask, "delay_likely")
    kept_down, because = a.text("delay_kept_down"), a.text("delay_accepted_because")
    if kept_down and because:
        reason = f"{because} How the delay is kept down: {kept_down}"
        return departed("A delay is likely; the record says why it is accepted.", reason, "delay_likely")
    lacking = still_blank(
        Ask("delay_kept_down", kept_down, "Say how it is kept as short as possible."),
        Ask("delay_accepted_because", because, "Say why it is accepted."),
    )
    return unmet(
        "A delay is likely. Say how it is kept as short as possible, and why it is accepted.",
        "delay_accepted_because" if kept_down else "delay_kept_down",
        prompt="Say how the delay is kept down, and why it is accepted",
        parts=as_unmet(lacking, "A delay is likely."),
    )
