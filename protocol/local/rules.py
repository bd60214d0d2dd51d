"""The rules of the local practice."""

from protocol.answers import Answers
from protocol.formatting import day
from protocol.outcomes import Verdict, does_not_apply, met, unmet
from protocol.parameters import Parameters
from protocol.registry import rule
from protocol.rules.family import BIRTH_QUESTIONS, is_unborn
from protocol.rules.timely import PREPARATION
from protocol.rules.visits import VISIT_QUESTIONS, joint_visit_date, no_joint_visit, nobody_introduces
from protocol.statements import TRANSFER


@rule(
    "local.1.1",
    records=(TRANSFER,),
    reads=(*VISIT_QUESTIONS, *BIRTH_QUESTIONS),
    uses=("first_meeting_least_days", PREPARATION),
    reason_with=("142.3.7", "315.7.7"),
)
def child_meets_the_new_worker_in_good_time(a: Answers, p: Parameters) -> Verdict:
    """The joint visit is {first_meeting_least_days} days or more before the transfer, unless the child is unborn."""
    if is_unborn(a):
        return does_not_apply("The child is not born yet.")
    if lacking := nobody_introduces(a) or no_joint_visit(a, p):
        return lacking
    visit, transfer = joint_visit_date(a), a.date("transfer_date")
    if visit and transfer and (transfer - visit).days < p["first_meeting_least_days"]:
        fact = f"The child meets the new {{social_worker}} on {day(visit)}, and the transfer is on {day(transfer)}."
        return unmet(
            f"{fact} Visit earlier, or give a reason.",
            "joint_visit_date",
            prompt="Say why the child does not meet the new {social_worker} earlier",
        )
    return met()
