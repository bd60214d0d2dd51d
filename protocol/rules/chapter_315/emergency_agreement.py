"""Section 7 in an emergency: both leaders agree, or those above them decide."""

from protocol.answers import Answers
from protocol.chains.escalation import LEADERS
from protocol.chains.step import one_holder
from protocol.outcomes import Case, Outcome, Verdict, does_not_apply, waits
from protocol.parameters import Parameters
from protocol.registry import rule
from protocol.rules.chapter_315.agreement import settled_above
from protocol.statements import EMERGENCY
from protocol.updating import approved, cannot_agree

_REALLOCATING, _RECEIVING = "reallocating_team_leader", LEADERS.sides[1]
_LEADERS = (_REALLOCATING, "new_team_leader")
_NOT_AGREED = Case(
    cannot_agree(_RECEIVING), Outcome.UNMET, "The {team_leaders} did not agree, so the managers above them decide."
)


@rule("315.7.4", records=(EMERGENCY,), reads=(*_LEADERS, "current_team", "new_team"))
def both_leaders_agree_in_an_emergency(a: Answers, p: Parameters) -> Verdict:
    """The {team_leader} who reallocates the child and the receiving one agree."""
    if one_holder(a, _LEADERS):
        alone = Case(approved(_REALLOCATING), Outcome.MET, "One {team_leader} leads both teams and agrees.")
        return waits("The {team_leader} of both teams has not agreed yet.", (alone,))
    both = Case(approved(_REALLOCATING, _RECEIVING), Outcome.MET, "Both agree.")
    return waits("The {team_leaders} have not both agreed yet.", (_NOT_AGREED, both))


@rule("315.7.5", records=(EMERGENCY,), reads=_LEADERS)
def managers_settle_disagreement_in_an_emergency(a: Answers, p: Parameters) -> Verdict:
    """When the receiving {team_leader} cannot agree, the managers above both decide."""
    return does_not_apply(cases=settled_above(_RECEIVING))
