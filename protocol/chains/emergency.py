"""The chain of an emergency transfer justification (1.4.2, section 4)."""

from protocol.answers import Answers
from protocol.chains.declarations import action_will_do, emergency, takes_on
from protocol.chains.step import CONFIRM, DECIDE, StepSpec, chain_of, named, one_holder
from protocol.statements import EMERGENCY


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
        f"{emergency(answers)} {takes_on(answers)}" if of_both else emergency(answers),
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
        takes_on(answers),
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
        action_will_do(answers),
        question="confirming_manager",
        rank="locality_leader",
        side="current",
    )
    return (declares, confirms) if of_both else (declares, agrees, confirms)
