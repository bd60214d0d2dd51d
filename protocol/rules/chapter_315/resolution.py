"""Section 9: what the service delivery managers cannot agree on."""

from protocol.answers import Answers
from protocol.chains.escalation import HEADS, LOCALITY, MANAGERS, all_approved, disagree, none_agree
from protocol.outcomes import Case, Outcome, Verdict, does_not_apply
from protocol.parameters import Parameters
from protocol.registry import rule
from protocol.statements import EMERGENCY, EXCEPTION, TRANSFER
from protocol.updating import every, some

_DIFFER = some(disagree(MANAGERS), disagree(LOCALITY))
_CASES = (
    Case(every(_DIFFER, all_approved(HEADS)), Outcome.MET, "The {heads_of_service} decided that it goes ahead."),
    Case(every(_DIFFER, none_agree(HEADS)), Outcome.MET, "The {heads_of_service} decided that it does not go ahead."),
    Case(_DIFFER, Outcome.UNANSWERED, "The {heads_of_service} have to decide, with reasons."),
)


@rule("315.9.1", records=(TRANSFER, EXCEPTION, EMERGENCY), reads=("current_team_leader", "new_team_leader"))
def heads_settle_what_managers_cannot(a: Answers, p: Parameters) -> Verdict:
    """When both {service_delivery_managers} have decided and do not agree, the {heads_of_service} decide."""
    return does_not_apply(cases=_CASES)
