"""The chain of an emergency transfer justification (1.4.2, section 4)."""

from protocol.answers import Answers
from protocol.chains.step import CONFIRM, DECIDE, StepSpec, chain_of, named, one_holder
from protocol.statements import EMERGENCY

_DECLARES = (
    "What this record says of the emergency is true. I looked inside my own team before any other, the child's file "
    "shows why no handover was possible, and I see to it that the action set out here is taken."
)
_AGREES = "I agree that my team takes this case on, with the action that this record sets out for us."
_CONFIRMS = (
    "I have read why no handover was possible. The action that is planned or in place is enough for the service to "
    "the child and for the relationships that matter to the child."
)


@chain_of(EMERGENCY, steps=("reallocating_team_leader", "receiving_team_leader", "confirming_manager"))
def emergency_chain(answers: Answers) -> tuple[StepSpec, ...]:
    """The reallocating leader declares, the new leader agrees unless the same person, and a manager confirms."""
    of_both = one_holder(answers, ("reallocating_team_leader", "new_team_leader"))
    part = "reallocating and receiving {team_leader}" if of_both else "reallocating {team_leader}"
    declares = StepSpec(
        "reallocating_team_leader",
        1,
        f"Declaration by the {part}",
        CONFIRM,
        ("142.4.1", "142.4.2", "142.4.3"),
        named(answers, "reallocating_team_leader"),
        part,
        f"{_DECLARES} {_AGREES}" if of_both else _DECLARES,
        question="reallocating_team_leader",
        rank="team_leader",
        side="current",
    )
    agrees = StepSpec(
        "receiving_team_leader",
        2,
        "Agreement of the receiving {team_leader}",
        DECIDE,
        ("142.4.2",),
        named(answers, "new_team_leader"),
        "receiving {team_leader}",
        _AGREES,
        question="new_team_leader",
        rank="team_leader",
        side="new",
    )
    confirms = StepSpec(
        "confirming_manager",
        3,
        "Confirmation that the action will do",
        DECIDE,
        ("142.4.4", "142.4.5"),
        named(answers, "confirming_manager"),
        "{locality_leader} or {service_delivery_manager}",
        _CONFIRMS,
        question="confirming_manager",
        rank="locality_leader",
        side="current",
    )
    return (declares, confirms) if of_both else (declares, agrees, confirms)
