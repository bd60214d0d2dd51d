"""Section 7, what the record shows: permanence, a complete file, the meeting, the visit, the transition."""

from protocol.answers import Answers
from protocol.choices import LOOKED_AFTER, NO_PERMANENCE, NO_PLAN, PLANS, STATUSES
from protocol.formatting import day
from protocol.outcomes import Outcome, Part, Verdict, does_not_apply, met, unanswered, unmet
from protocol.parameters import Parameters
from protocol.people import same_person
from protocol.registry import DEPARTURES, rule
from protocol.rules.attendance import ATTENDANCE_QUESTIONS, attendance_parts
from protocol.rules.chapter_142.meeting import CANNOT_BE_HELD, MEETING_QUESTIONS, judge_meeting
from protocol.rules.chapter_315.improved_service import (
    ASSESSED,
    PLAN_QUESTIONS,
    PLANNED,
    no_plan_yet,
    not_due_yet,
    plans_that_fit,
)
from protocol.rules.looked_after import PLAN_READS, ask_for_plan, not_looked_after, permanence_plan
from protocol.rules.ordinary import ORDINARY, nothing_special
from protocol.rules.said import Ask, still_blank
from protocol.rules.timely import PREPARATION, SINCE_QUESTIONS, too_long_ago
from protocol.rules.to_come import still_to_come
from protocol.rules.together import joined, together
from protocol.rules.visits import VISIT_QUESTIONS, no_joint_visit, nobody_introduces
from protocol.statements import TRANSFER

_SUMMARY = (
    ("life_now", "say what the child's life is like now."),
    ("worries", "say what the worries are."),
    ("what_works", "say what works well."),
    ("plan_summary", "say what the plan is."),
)
_ATTENDANCE = "142.3.2"


@rule(
    "315.7.1",
    records=(TRANSFER,),
    reads=(*PLAN_READS, "permanence_meeting_date", *SINCE_QUESTIONS),
    uses=(PREPARATION,),
)
def transfer_is_part_of_permanence_planning(a: Answers, p: Parameters) -> Verdict:
    """A looked after child's permanence plan, and the meeting that considered the transfer, are named.

    Nobody plans permanence for a child who is looked after in short breaks alone.
    """
    if verdict := not_looked_after(a):
        return verdict
    considered = a.date("permanence_meeting_date")
    if permanence_plan(a) == NO_PERMANENCE and considered is None:
        return does_not_apply("The child is looked after in short breaks alone.")
    ask = "Enter the date of the permanence planning meeting that considered this transfer."
    blank = still_blank(
        Ask("permanence_plan", permanence_plan(a), ask_for_plan(a, "Select the child's permanence plan.")),
        Ask("permanence_meeting_date", considered, ask),
    )
    early = still_to_come(a, "permanence_meeting_date", "a permanence planning meeting considered this transfer")
    old = too_long_ago(a, p, "permanence_meeting_date")
    return joined(early, old, blank, met(f"Considered on {day(considered)}.") if considered else None)


@rule(
    "315.7.2",
    records=(TRANSFER,),
    reads=(
        *PLAN_QUESTIONS,
        "latest_assessment_date",
        "plan_date",
        "transfer_summary",
        "transfer_summary_reference",
        "transfer_summary_dated",
        *(question for question, _ in _SUMMARY),
        *(one for one in SINCE_QUESTIONS if one not in PLAN_QUESTIONS),
    ),
    uses=("pathway_plan_age", PREPARATION),
)
def file_is_complete(a: Answers, p: Parameters) -> Verdict:
    """Assessment and plan have dates, no plan is overdue, and there is a summary."""
    return joined(_no_plan(a, p), _dates(a), _summary(a, p))


def _no_plan(a: Answers, p: Parameters) -> Verdict | None:
    plan, status = a.choice("plan_kind", PLANS), a.choice("child_status", STATUSES)
    if plan == NO_PLAN:
        return not_due_yet(a) or no_plan_yet(a)
    if plan and status == LOOKED_AFTER and plan not in plans_that_fit(a, status, p):
        return unmet("This child is looked after and has no care plan. Make one before the transfer.", "plan_kind")
    return None


def _dates(a: Answers) -> Verdict:
    plan = [Ask("plan_date", a.date("plan_date"), "Enter the date of the plan.")]
    blank = still_blank(
        Ask("latest_assessment_date", a.date("latest_assessment_date"), "Enter the date of the latest assessment."),
        *(plan if a.choice("plan_kind", PLANS) != NO_PLAN else ()),
    )
    early = (
        still_to_come(a, question, fact)
        for question, fact in (("latest_assessment_date", ASSESSED), ("plan_date", PLANNED))
    )
    return joined(*early, blank)


def _summary(a: Answers, p: Parameters) -> Verdict:
    where = a.choice("transfer_summary", ("written_here", "attached"))
    if where == "attached":
        reference, dated = a.text("transfer_summary_reference"), a.date("transfer_summary_dated")
        blank = still_blank(
            Ask("transfer_summary_reference", reference, "Say where in {case_system} the transfer summary is."),
            Ask("transfer_summary_dated", dated, "Enter the day of which the transfer summary is."),
        )
        early = still_to_come(a, "transfer_summary_dated", "the transfer summary was written")
        return joined(early, too_long_ago(a, p, "transfer_summary_dated"), blank)
    accounts = (Ask(question, a.text(question), f"Finish the transfer summary: {said}") for question, said in _SUMMARY)
    return still_blank(*accounts) or met()


@rule(
    "315.7.6",
    records=(TRANSFER,),
    reads=(*MEETING_QUESTIONS, *ATTENDANCE_QUESTIONS, DEPARTURES),
    uses=(PREPARATION,),
    reason_with=("142.3.1",),
)
def meeting_shares_all_information(a: Answers, p: Parameters) -> Verdict:
    """The meeting was held, and everybody's part in it was taken or covered."""
    meeting = judge_meeting(a, p)
    if a.raw("meeting_state") == CANNOT_BE_HELD:
        return meeting
    covered = bool(a.reason_for(_ATTENDANCE))
    return joined(meeting, together(_covered(part, covered) for part in attendance_parts(a)))


def _covered(part: Part, by_departure: bool) -> Part:
    # An absence that is explained under the expectation leaves this requirement met.
    if part.outcome is Outcome.DEPARTED or (part.outcome is Outcome.UNMET and by_departure):
        return part._replace(outcome=Outcome.MET)
    return part


@rule("315.7.7", records=(TRANSFER,), reads=VISIT_QUESTIONS, uses=(PREPARATION,), reason_with=("142.3.7",))
def joint_visit_is_made(a: Answers, p: Parameters) -> Verdict:
    """Both {social_workers} visit together by the transfer date, in any place, unless one stays with the child."""
    if same_person(a.person("current_worker"), a.person("new_worker")):
        return does_not_apply("The same {social_worker} stays with the child.")
    return nobody_introduces(a) or no_joint_visit(a, p) or met()


@rule(
    "315.7.8",
    records=(TRANSFER,),
    reads=(ORDINARY, "transition_complex", "transition_from", "transition_to", "transition_roles"),
)
def complex_transition_is_planned(a: Answers, p: Parameters) -> Verdict:
    """Where it is complex, the transition has a beginning, an end, and clear roles."""
    if ordinary := nothing_special(a):
        return ordinary
    if a.no("transition_complex"):
        return does_not_apply()
    if not a.yes("transition_complex"):
        return unanswered("Say whether there is anything complex about the transition.", "transition_complex")
    start, end, roles = a.date("transition_from"), a.date("transition_to"), a.text("transition_roles")
    blank = still_blank(
        Ask("transition_from", start, "Enter the date on which the transition begins."),
        Ask("transition_to", end, "Enter the date on which the transition ends."),
        Ask("transition_roles", roles, "Say who does what during the transition."),
    )
    return joined(blank)
