"""Section 5: children who cease to be looked after."""

from protocol.answers import Answers
from protocol.choices import STATUSES, UNBORN
from protocol.formatting import day
from protocol.outcomes import Outcome, Part, Verdict, does_not_apply, met, unanswered
from protocol.parameters import Parameters
from protocol.registry import rule
from protocol.rules.said import Ask, still_blank
from protocol.rules.to_come import not_come_yet
from protocol.rules.together import joined, together
from protocol.statements import TRANSFER

_CONDITION = ("child_status", "ceasing_looked_after", "continuing_support")
_SOCIAL_WORK, _TARGETED, _NONE = "social_work", "targeted", "none"
_MANAGERS = (("cin_current_manager", "the current {team_leader}"), ("cin_new_manager", "the new {team_leader}"))
_ATTENDANCE = frozenset({"attended", "will_attend", "no"})


def _without_support(a: Answers, support: str) -> Verdict | None:
    # A child who is not born yet cannot have been looked after.
    if a.no("ceasing_looked_after") or a.choice("child_status", STATUSES) == UNBORN:
        return does_not_apply()
    if not a.yes("ceasing_looked_after"):
        ask = "Say whether the child is ceasing, or has just ceased, to be looked after."
        return unanswered(ask, "ceasing_looked_after")
    needed = a.choice("continuing_support", (_SOCIAL_WORK, _TARGETED, _NONE))
    if not needed:
        return unanswered("Select the support that the child goes on needing.", "continuing_support")
    return None if needed == support else does_not_apply()


def _no_meeting(a: Answers) -> Verdict | None:
    ask = "Enter the date of the Child in Need meeting."
    return still_blank(Ask("cin_meeting_date", a.date("cin_meeting_date"), ask))


@rule("315.5.1", records=(TRANSFER,), reads=(*_CONDITION, "cin_meeting_date", *(question for question, _ in _MANAGERS)))
def both_managers_attend_the_cin_meeting(a: Answers, p: Parameters) -> Verdict:
    """With social work support to go on, both {team_leaders} attend a Child in Need meeting."""
    if verdict := _without_support(a, _SOCIAL_WORK):
        return verdict
    attendance = together(_manager_part(a, question, called) for question, called in _MANAGERS)
    return joined(_no_meeting(a), attendance)


def _manager_part(a: Answers, question: str, called: str) -> Part:
    choice = a.choice(question, _ATTENDANCE)
    if choice == "no":
        fact = f"T{called[1:]} does not attend the Child in Need meeting."
        return Part(called, Outcome.UNMET, f"{fact} Arrange one that they attend too.", question)
    if not choice:
        ask = f"Say whether {called} attended, or will attend, the Child in Need meeting."
        return Part(called, Outcome.UNANSWERED, ask, question)
    early = not_come_yet(a, a.date("cin_meeting_date"), f"{called} attended the Child in Need meeting")
    if choice == "attended" and early:
        return Part(called, Outcome.UNMET, early, "cin_meeting_date")
    return Part(called, Outcome.MET, "Attended, or will attend.", question)


@rule("315.5.2", records=(TRANSFER,), reads=(*_CONDITION, "cin_meeting_date"))
def targeted_support_has_a_cin_meeting(a: Answers, p: Parameters) -> Verdict:
    """With targeted support to go on, there is a Child in Need meeting."""
    if verdict := _without_support(a, _TARGETED):
        return verdict
    held = a.date("cin_meeting_date")
    return _no_meeting(a) or met(f"Child in Need meeting on {day(held)}." if held else "")
