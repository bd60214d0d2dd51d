"""Section 5: children who cease to be looked after."""

from protocol.answers import Answers
from protocol.choices import CEASED, SOCIAL_WORK, SUPPORT, TARGETED
from protocol.days import age_on
from protocol.formatting import day, upper_first
from protocol.outcomes import Outcome, Part, Verdict, does_not_apply, met, prompt, unanswered, unmet
from protocol.parameters import Parameters
from protocol.people import same_person
from protocol.registry import rule
from protocol.rules.said import Ask, still_blank
from protocol.rules.timely import PREPARATION, SINCE_QUESTIONS, too_long_ago
from protocol.rules.to_come import not_come_yet
from protocol.rules.together import joined, together
from protocol.statements import TRANSFER
from protocol.statements.scope import ASK_CEASING

_CONDITION = ("ceasing_looked_after", "continuing_support", "child_date_of_birth", "transfer_date")
_GROWN_UP = (
    "From 18 on there is no Child in Need meeting. Think of the pathway plan, and of the personal adviser who sees to "
    "it."
)
_MANAGERS = (("cin_current_manager", "the current {team_leader}"), ("cin_new_manager", "the new {team_leader}"))
_LEADERS = ("current_team_leader", "new_team_leader")
_ATTENDANCE = frozenset({"attended", "will_attend", "no"})


def _without_support(a: Answers, p: Parameters, support: str) -> Verdict | None:
    born, transfer = a.date("child_date_of_birth"), a.date("transfer_date") or a.today
    if a.no("ceasing_looked_after"):
        return does_not_apply()
    if born and age_on(born, transfer) >= p["adult_age"]:
        return prompt(_GROWN_UP, "personal_adviser") if support == SOCIAL_WORK else does_not_apply()
    ceased = a.choice("ceasing_looked_after", CEASED)
    if not ceased:
        return unanswered(ASK_CEASING, "ceasing_looked_after")
    needed = ceased if ceased in SUPPORT else a.choice("continuing_support", SUPPORT)
    if not needed:
        return unanswered("Select the support that the child goes on needing.", "continuing_support")
    return None if needed == support else does_not_apply()


def _no_meeting(a: Answers, p: Parameters) -> Verdict | None:
    """What is open of the meeting's day: it is held, or planned for a day still to come, and before the transfer."""
    held, transfer = a.date("cin_meeting_date"), a.date("transfer_date")
    if held and transfer and held > transfer:
        fact = f"The Child in Need meeting on {day(held)} is after the transfer on {day(transfer)}."
        return unmet(f"{fact} Hold it before.", "cin_meeting_date")
    if old := too_long_ago(a, p, "cin_meeting_date"):
        return old
    return still_blank(Ask("cin_meeting_date", held, "Enter the date of the Child in Need meeting."))


@rule(
    "315.5.1",
    records=(TRANSFER,),
    reads=(*_CONDITION, *_LEADERS, "cin_meeting_date", *(question for question, _ in _MANAGERS), *SINCE_QUESTIONS),
    uses=("adult_age", PREPARATION),
)
def both_managers_attend_the_cin_meeting(a: Answers, p: Parameters) -> Verdict:
    """Under {adult_age} with social work support to go on, both {team_leaders} attend a Child in Need meeting."""
    if verdict := _without_support(a, p, SOCIAL_WORK):
        return verdict
    alone = same_person(a.person("current_team_leader"), a.person("new_team_leader"))
    managers = _MANAGERS[:1] if alone else _MANAGERS
    attendance = together(_manager_part(a, question, called) for question, called in managers)
    return joined(_no_meeting(a, p), attendance)


def _manager_part(a: Answers, question: str, called: str) -> Part:
    choice = a.choice(question, _ATTENDANCE)
    if choice == "no":
        fact = f"T{called[1:]} does not attend the Child in Need meeting."
        return Part(called, Outcome.UNMET, f"{fact} Arrange one that they attend too.", question)
    if not choice:
        ask = f"Say whether {called} attended, or will attend, the Child in Need meeting."
        return Part(called, Outcome.UNANSWERED, ask, question)
    held = a.date("cin_meeting_date")
    if choice == "will_attend" and held and held < a.today:
        fact = f"{upper_first(called)} was to attend the Child in Need meeting on {day(held)}, which has passed."
        return Part(called, Outcome.UNMET, f"{fact} Say whether they did.", question)
    early = not_come_yet(a, a.date("cin_meeting_date"), f"{called} attended the Child in Need meeting")
    if choice == "attended" and early:
        return Part(called, Outcome.UNMET, early, "cin_meeting_date")
    return Part(called, Outcome.MET, "Attended, or will attend.", question)


@rule(
    "315.5.2",
    records=(TRANSFER,),
    reads=(*_CONDITION, "cin_meeting_date", *SINCE_QUESTIONS),
    uses=("adult_age", PREPARATION),
)
def targeted_support_has_a_cin_meeting(a: Answers, p: Parameters) -> Verdict:
    """Under {adult_age} with targeted support to go on, there is a Child in Need meeting."""
    if verdict := _without_support(a, p, TARGETED):
        return verdict
    held = a.date("cin_meeting_date")
    return _no_meeting(a, p) or met(f"Child in Need meeting on {day(held)}." if held else "")
