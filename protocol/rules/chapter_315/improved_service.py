"""Section 2.5: a timely assessment, and a plan that goes with the child's status."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from protocol.answers import Answers
from protocol.choices import (
    CARE_LEAVER,
    CARE_PLAN,
    CHILD_PROTECTION,
    IN_NEED,
    IN_NEED_PLAN,
    LOOKED_AFTER,
    NO_PLAN,
    PATHWAY_PLAN,
    PLANS,
    PRE_BIRTH_PLAN,
    PROTECTION_PLAN,
    SHORT_BREAKS,
    STATUSES,
    UNBORN,
)
from protocol.days import age_on, months_from
from protocol.formatting import count, day, either
from protocol.outcomes import Verdict, met, unmet
from protocol.parameters import Parameters
from protocol.registry import rule
from protocol.rules.said import Ask, still_blank
from protocol.rules.timely import PLAN, too_long_ago
from protocol.rules.to_come import still_to_come
from protocol.rules.together import joined
from protocol.statements import TRANSFER

PLAN_QUESTIONS = ("child_status", "legal_status", "plan_kind", "plan_due_on", "child_date_of_birth", "transfer_date")

_PLANS_FOR: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        IN_NEED: (IN_NEED_PLAN,),
        CHILD_PROTECTION: (PROTECTION_PLAN,),
        LOOKED_AFTER: (CARE_PLAN,),
        CARE_LEAVER: (PATHWAY_PLAN,),
        UNBORN: (PRE_BIRTH_PLAN, PROTECTION_PLAN, IN_NEED_PLAN),
    }
)
_PLAN_CALLED = MappingProxyType(
    {
        IN_NEED_PLAN: "a child in need plan",
        PROTECTION_PLAN: "a child protection plan",
        CARE_PLAN: "a care plan",
        PATHWAY_PLAN: "a pathway plan",
        PRE_BIRTH_PLAN: "a pre-birth plan",
    }
)
# What the two dates say, where a day still to come belies them.
ASSESSED, PLANNED = "the latest assessment was finished", "the plan was agreed or reviewed"
_REFRESH = "Say why the assessment is not refreshed before the transfer"


@rule(
    "315.2.5.1",
    records=(TRANSFER,),
    reads=("latest_assessment_date", "assessment_evidence", "transfer_date"),
    uses=("assessment_months",),
)
def assessment_is_recent_and_rests_on_evidence(a: Answers, p: Parameters) -> Verdict:
    """The latest assessment is at the transfer not older than {assessment_months} months, and its evidence is named."""
    ask = "Say what evidence the latest assessment rests on."
    evidence = still_blank(Ask("assessment_evidence", a.text("assessment_evidence"), ask))
    return joined(_recent(a, p), evidence)


def _recent(a: Answers, p: Parameters) -> Verdict:
    assessed, transfer = a.date("latest_assessment_date"), a.date("transfer_date")
    if assessed is None or transfer is None:
        return joined(
            still_to_come(a, "latest_assessment_date", ASSESSED),
            still_blank(
                Ask("latest_assessment_date", assessed, "Enter the date of the latest assessment."),
                Ask("transfer_date", transfer, "Enter the date on which responsibility passes."),
            ),
        )
    if assessed > transfer:
        return unmet(
            f"The assessment on {day(assessed)} is after the transfer on {day(transfer)}. Complete it before, or "
            "give a reason.",
            "latest_assessment_date",
            prompt=_REFRESH,
        )
    if early := still_to_come(a, "latest_assessment_date", ASSESSED):
        return early
    oldest = months_from(transfer, -p["assessment_months"])
    if assessed >= oldest:
        return met(f"Completed on {day(assessed)}.")
    return unmet(
        f"At the transfer the assessment of {day(assessed)} will be more than "
        f"{count(p['assessment_months'], 'month')} old. Bring it up to date, or give a reason.",
        "latest_assessment_date",
        prompt=_REFRESH,
    )


@rule("315.2.5.2", records=(TRANSFER,), reads=(*PLAN_QUESTIONS, "plan_date"), uses=("pathway_plan_age", PLAN))
def plan_fits_the_status(a: Answers, p: Parameters) -> Verdict:
    """The child has a plan with its date, of the kind that goes with the status, or one that is not due yet."""
    status, plan = a.choice("child_status", STATUSES), a.choice("plan_kind", PLANS)
    asked_status = Ask("child_status", status, "Select the child's status.")
    if due := not_due_yet(a):
        return joined(still_blank(asked_status), due)
    if plan == NO_PLAN:
        return joined(still_blank(asked_status), no_plan_yet(a))
    blank = still_blank(asked_status, Ask("plan_date", a.date("plan_date"), "Enter the date of the plan."))
    impossible = _before_birth(a) if status != UNBORN else None
    unfit = _unfit(plan, plans_that_fit(a, status, p)) if status and plan else None
    old = impossible or too_long_ago(a, p, "plan_date")
    return joined(unfit, old, blank, still_to_come(a, "plan_date", PLANNED))


def _before_birth(a: Answers) -> Verdict | None:
    planned, born = a.date("plan_date"), a.date("child_date_of_birth")
    if planned is None or born is None or planned >= born:
        return None
    fact = f"The plan of {day(planned)} is older than the child, who was born on {day(born)}."
    return unmet(f"{fact} Enter the date of the plan of this status.", "plan_date")


def not_due_yet(a: Answers) -> Verdict | None:
    """Met where the child has no plan yet and the day by which one is due has not passed; None otherwise."""
    due = a.date("plan_due_on")
    if a.choice("plan_kind", PLANS) != NO_PLAN or due is None or due < a.today:
        return None
    return met(f"The plan is due by {day(due)}.")


def no_plan_yet(a: Answers) -> Verdict:
    """Unmet: the plan is overdue, or nothing says that it is not due yet."""
    if due := a.date("plan_due_on"):
        return unmet(f"The plan was due by {day(due)}. Agree it first.", "plan_kind")
    ask = "Agree one first, or enter the day by which the first plan is due."
    return unmet(f"The child has no plan. {ask}", "plan_due_on")


def _unfit(plan: str, fitting: tuple[str, ...]) -> Verdict | None:
    if plan in fitting:
        return None
    wanted = either(_PLAN_CALLED[one] for one in fitting)
    fact = f"With this status the child needs {wanted}, but has {_PLAN_CALLED[plan]}."
    return unmet(f"{fact} Agree the right plan first.", "plan_kind")


def plans_that_fit(a: Answers, status: str, p: Parameters) -> tuple[str, ...]:
    """The kinds of plan that go with a status; short breaks need no care plan, and a pathway plan can hold one."""
    born, transfer = a.date("child_date_of_birth"), a.date("transfer_date") or a.today
    if status == LOOKED_AFTER and a.choice("legal_status", SHORT_BREAKS):
        return CARE_PLAN, IN_NEED_PLAN
    if status == LOOKED_AFTER and _old_enough(born, transfer, p["pathway_plan_age"]):
        return CARE_PLAN, PATHWAY_PLAN
    return _PLANS_FOR[status]


def _old_enough(born: date | None, day_: date, age: int) -> bool:
    return born is not None and age_on(born, day_) >= age
