"""The joint visit, on which two statements turn: one asks for the family's home, the other for any place."""

from datetime import date

from protocol.answers import Answers
from protocol.formatting import day
from protocol.gone import GONE_QUESTIONS, has_died, how_gone
from protocol.outcomes import Outcome, Verdict, does_not_apply, unmet
from protocol.parameters import Parameters
from protocol.rules.said import Ask, still_blank
from protocol.rules.timely import SINCE_QUESTIONS, TIMELY, too_long_ago
from protocol.rules.to_come import not_come_yet
from protocol.rules.together import joined
from protocol.rules.workers import worker_stays

VISIT_QUESTIONS = (
    *("joint_visit", "joint_visit_date", "joint_visit_together"),
    *SINCE_QUESTIONS,
    "new_worker",
    *GONE_QUESTIONS,
)
HOME, ELSEWHERE, _NOT_BOTH = "home", "elsewhere", "not_both"
TOGETHER = frozenset({HOME, ELSEWHERE, _NOT_BOTH})
_HELD, _PLANNED, _NONE = "held", "planned", "none"
_CHOICES = frozenset({_HELD, _PLANNED, _NONE})
_PROMPT = TIMELY["joint_visit_date"].prompt


def joint_visit_date(a: Answers) -> date | None:
    """The day of the visit, held or planned; None where there is none or its date is blank."""
    return None if there_is_none(a) else a.date("joint_visit_date")


def no_joint_visit(a: Answers, p: Parameters) -> Verdict | None:
    """What is missing from a visit of both workers by the transfer date, wherever it takes place."""
    if there_is_none(a):
        message = "There is no joint visit. Plan one of both {social_workers} to the family, or give a reason."
        return unmet(message, "joint_visit", prompt=_PROMPT)
    lacking = joined(_not_together(a), _too_late(a), too_long_ago(a, p, "joint_visit_date"), _not_said(a))
    return None if lacking.outcome is Outcome.MET else lacking


def there_is_none(a: Answers) -> bool:
    """Whether the record says that there is no joint visit, and none is planned, or that there can be none."""
    return a.choice("joint_visit", _CHOICES) == _NONE or bool(_gone_without(a))


def can_introduce(a: Answers) -> bool | None:
    """Whether the former {social_worker} can introduce the new one; None while the record does not say."""
    if there_is_none(a):
        return False
    return True if a.choice("joint_visit", _CHOICES) else None


def nobody_introduces(a: Answers) -> Verdict | None:
    """Neither statement of the visit applies where the {social_worker} stays, or the former one is gone without one."""
    if worker_stays(a):
        return does_not_apply("The same {social_worker} stays with the child.")
    gone = _gone_without(a)
    return does_not_apply(f"The former {{social_worker}} {gone}, and can introduce nobody.") if gone else None


def _gone_without(a: Answers) -> str:
    """How the former {social_worker} is gone, where they made no visit before they left; else ''."""
    made = a.choice("joint_visit", _CHOICES) == _HELD and not has_died(a)
    return "" if made else how_gone(a)


def _not_together(a: Answers) -> Verdict | None:
    message = "One of the {social_workers} does not go on the visit. Plan one together, or give a reason."
    alone = a.choice("joint_visit_together", TOGETHER) == _NOT_BOTH
    return unmet(message, "joint_visit_together", prompt=_PROMPT) if alone else None


def _too_late(a: Answers) -> Verdict | None:
    when, transfer, state = joint_visit_date(a), a.date("transfer_date"), a.choice("joint_visit", _CHOICES)
    if state == _PLANNED and when and when < a.today:
        message = f"The joint visit was planned for {day(when)}, and that day has passed. Say what happened."
        return unmet(message, "joint_visit", prompt=_PROMPT)
    if when and transfer and when > transfer:
        message = f"The visit on {day(when)} is after the transfer on {day(transfer)}. Visit earlier, or give a reason."
        return unmet(message, "joint_visit_date", prompt=_PROMPT)
    if state == _HELD and (early := not_come_yet(a, when, "the joint visit was made")):
        return unmet(early, "joint_visit_date", prompt=_PROMPT)
    return None


def _not_said(a: Answers) -> Verdict | None:
    together = a.choice("joint_visit_together", TOGETHER)
    ask = "Say whether the two {social_workers} visit the family together."
    return still_blank(
        Ask("joint_visit", a.choice("joint_visit", _CHOICES), ask),
        Ask("joint_visit_date", joint_visit_date(a), "Enter the date of the joint visit."),
        Ask("transfer_date", a.date("transfer_date"), "Enter the date on which responsibility passes."),
        Ask("joint_visit_together", together, "Say whether both {social_workers} go on the visit, and where it is."),
    )
