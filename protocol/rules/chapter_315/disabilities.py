"""Section 2.6: the eligibility criteria of the child health and disability teams."""

from protocol.answers import Answers
from protocol.choices import DISABILITY, TEAM_KINDS
from protocol.outcomes import Verdict, does_not_apply, met, unanswered
from protocol.parameters import Parameters
from protocol.registry import rule
from protocol.rules.said import Ask, still_blank
from protocol.statements import TRANSFER

_CRITERIA = frozenset({"severe_disability", "severe_illness", "developmental_delay", "combination"})


@rule("315.2.6.1", records=(TRANSFER,), reads=("new_team_kind", "disability_criterion", "disability_evidence"))
def disability_criterion_is_met(a: Answers, p: Parameters) -> Verdict:
    """Before a {disability_team} takes a child on, the record says which criterion is met, on what evidence."""
    kind = a.choice("new_team_kind", TEAM_KINDS)
    if not kind:
        return unanswered("Enter the new team: its kind decides whether this applies.", "new_team_kind")
    if kind != DISABILITY:
        return does_not_apply()
    criterion, evidence = a.choice("disability_criterion", _CRITERIA), a.text("disability_evidence")
    ask = "Select the criterion under which the {disability_team} can work with this child."
    return (
        still_blank(
            Ask("disability_criterion", criterion, ask),
            Ask("disability_evidence", evidence, "Say what shows that the child meets this criterion."),
        )
        or met()
    )
