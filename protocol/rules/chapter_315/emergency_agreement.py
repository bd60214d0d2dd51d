"""Sections 7 and 9 in an emergency: both leaders agree, or those above them decide."""

from protocol.answers import Answers
from protocol.chains.escalation import HEADS, LEADERS, MANAGERS, all_approved, disagree
from protocol.chains.step import one_holder
from protocol.outcomes import Case, Outcome, Verdict, does_not_apply, waits
from protocol.parameters import Parameters
from protocol.registry import rule
from protocol.statements import EMERGENCY
from protocol.updating import approved, cannot_agree, every

_REALLOCATING, _RECEIVING = "reallocating_team_leader", LEADERS.sides[1]
_LEADERS = (_REALLOCATING, "new_team_leader")
_DISAGREED = cannot_agree(_REALLOCATING, _RECEIVING)
_NOT_AGREED = Case(_DISAGREED, Outcome.UNMET, "The {team_leaders} could not agree, so the managers above them decide.")
_DECIDED = (
    Case(every(_DISAGREED, all_approved(HEADS)), Outcome.MET, "The {heads_of_service} decided that it goes ahead."),
    Case(every(_DISAGREED, disagree(MANAGERS)), Outcome.UNANSWERED, "The {heads_of_service} have to decide."),
    Case(
        every(_DISAGREED, all_approved(MANAGERS)),
        Outcome.MET,
        "The {service_delivery_managers} decided that it goes ahead.",
    ),
    Case(_DISAGREED, Outcome.UNANSWERED, "The managers above both {team_leaders} have to decide."),
)
_DIVIDED = (
    Case(every(disagree(MANAGERS), all_approved(HEADS)), Outcome.MET, "The {heads_of_service} decided."),
    Case(disagree(MANAGERS), Outcome.UNANSWERED, "The {heads_of_service} have to decide, with reasons."),
)


@rule("315.7.4", records=(EMERGENCY,), reads=(*_LEADERS, "current_team", "new_team"))
def both_leaders_agree_in_an_emergency(a: Answers, p: Parameters) -> Verdict:
    """The {team_leader} who reallocates the child and the receiving one agree."""
    if one_holder(a, _LEADERS):
        alone = Case(approved(_REALLOCATING), Outcome.MET, "One {team_leader} leads both teams and agrees.")
        return waits("The {team_leader} of both teams decides after you submit.", (_NOT_AGREED, alone))
    both = Case(approved(_REALLOCATING, _RECEIVING), Outcome.MET, "Both agree.")
    return waits("Both {team_leaders} decide after you submit.", (_NOT_AGREED, both))


@rule("315.7.5", records=(EMERGENCY,), reads=_LEADERS)
def managers_settle_disagreement_in_an_emergency(a: Answers, p: Parameters) -> Verdict:
    """When the {team_leaders} cannot agree, the managers above both decide."""
    return does_not_apply(cases=_DECIDED)


@rule("315.9.1", records=(EMERGENCY,), reads=_LEADERS)
def heads_settle_what_managers_cannot_in_an_emergency(a: Answers, p: Parameters) -> Verdict:
    """When the {service_delivery_managers} have decided and do not agree, the {heads_of_service} decide."""
    return does_not_apply(cases=_DIVIDED)
