"""Section 9: what the service delivery managers cannot agree on."""

from protocol.answers import Answers
from protocol.chains.escalation import HEADS, MANAGERS, all_approved, disagree
from protocol.outcomes import Verdict, does_not_apply, met, waits
from protocol.parameters import Parameters
from protocol.registry import rule
from protocol.statements import EXCEPTION, TRANSFER


@rule("315.9.1", records=(TRANSFER, EXCEPTION), reads=("current_team_leader", "new_team_leader"))
def heads_settle_what_managers_cannot(a: Answers, p: Parameters) -> Verdict:
    """When both {service_delivery_managers} have decided and do not agree, the {heads_of_service} decide."""
    if not disagree(a.decisions, MANAGERS):
        return does_not_apply()
    if all_approved(a.decisions, HEADS):
        return met("The {heads_of_service} decided.")
    return waits("The {heads_of_service} have to decide, with reasons.")
