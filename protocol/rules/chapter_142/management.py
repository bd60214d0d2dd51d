"""Section 5, the three-way meeting, and what the new team leader is told beside the cases."""

from itertools import combinations

from protocol.answers import Answers
from protocol.chains.management import UNREACHABLE, WORKER, is_gone
from protocol.choices import YES_NO
from protocol.formatting import count, day
from protocol.outcomes import Outcome, Part, Verdict, met, unanswered, unmet
from protocol.parameters import Parameters
from protocol.people import same_person
from protocol.registry import rule
from protocol.rules.said import Ask, must_say, still_blank
from protocol.rules.timely import PDR, too_long_ago
from protocol.rules.to_come import still_to_come
from protocol.rules.together import joined, together
from protocol.statements import MANAGEMENT

_REASONS = frozenset({"worker_moves_team", "leader_leaves"})
_THREE = {
    "worker_attended": "the {social_worker}",
    "outgoing_team_leader_attended": "the outgoing {team_leader}",
    "new_team_leader_attended": "the new {team_leader}",
}
_WHY_GONE = {question: question.replace("_attended", "_unreachable") for question in _THREE}
_PEOPLE = {
    "outgoing_team_leader": "the outgoing {team_leader}",
    "new_team_leader": "the new {team_leader}",
    "worker": "the {social_worker}",
}
_MEETING = ("handover_reason", "three_way_date", "all_attended", *_THREE, *_WHY_GONE.values(), *_PEOPLE)
_DUTIES = {
    "link_school": "a link school",
    "students": "student placements",
    "training": "training that is outstanding or coming up",
}


@rule("142.5.1", records=(MANAGEMENT,), reads=_MEETING)
def all_three_have_met(a: Answers, p: Parameters) -> Verdict:
    """There is a reason, a meeting that has been held, and all three, each somebody else, were there."""
    reason, when = a.choice("handover_reason", _REASONS), a.date("three_way_date")
    planned = None
    if when and when > a.today:
        ask = "Hold it before you submit this record."
        planned = unmet(f"The three-way meeting is planned for {day(when)}. {ask}", "three_way_date")
    blank = still_blank(
        Ask("handover_reason", reason, "Select why management responsibility passes."),
        Ask("three_way_date", when, "Enter the date on which the three-way meeting was held."),
    )
    return joined(_one_person_in_two_parts(a), planned, blank, _attendance(a))


def _one_person_in_two_parts(a: Answers) -> Verdict | None:
    for (one, called), (other, also) in combinations(_PEOPLE.items(), 2):
        person = a.person(one)
        if person and same_person(person, a.person(other)):
            who = person.name or "One person"
            ask = "Three people meet: correct the teams, the date that responsibility passes, or the register."
            return unmet(f"{who} is named as {called} and as {also}. {ask}", other)
    return None


def _attendance(a: Answers) -> Verdict:
    """All three at once, or one by one where somebody was absent."""
    if a.yes("all_attended"):
        return met()
    if not a.no("all_attended"):
        return unanswered("Say whether all three attended the meeting.", "all_attended")
    return together(_attended_part(a, question, called) for question, called in _THREE.items())


def _attended_part(a: Answers, question: str, called: str) -> Part:
    choice = a.choice(question, ("attended", "absent", UNREACHABLE))
    if choice == "attended":
        return Part(called, Outcome.MET, "Attended.", question)
    if choice == "absent":
        ask = "Meet again: all three must be there."
        return Part(called, Outcome.UNMET, f"T{called[1:]} was absent. {ask}", question)
    if choice == UNREACHABLE:
        fact, why = f"T{called[1:]} has left or cannot be reached, so not all three have met.", _WHY_GONE[question]
        if a.text(why):
            return Part(called, Outcome.UNMET, fact, question, a.text(why))
        return Part(called, Outcome.UNMET, f"{fact} Say why.", why)
    return Part(called, Outcome.UNANSWERED, f"Say whether {called} attended the meeting.", question)


@rule(
    "142.5.2",
    records=(MANAGEMENT,),
    reads=("three_way_date", "responsibility_date"),
    uses=("management_notice_least_days", "management_notice_most_days"),
)
def meeting_is_two_to_four_weeks_before(a: Answers, p: Parameters) -> Verdict:
    """The meeting is {management_notice_least_days} to {management_notice_most_days} days before the change."""
    meeting, passes = a.date("three_way_date"), a.date("responsibility_date")
    if meeting is None or passes is None:
        ask = "Enter the date on which management responsibility passes."
        return joined(
            still_blank(
                Ask("three_way_date", meeting, "Enter the date of the three-way meeting."),
                Ask("responsibility_date", passes, ask),
            )
        )
    least, most = p["management_notice_least_days"], p["management_notice_most_days"]
    days = (passes - meeting).days
    if least <= days <= most:
        return met(f"{count(days, 'day')} before.")
    apart = f"{count(abs(days), 'day')} {'before' if days >= 0 else 'after'}"
    return unmet(
        f"The meeting is {apart} responsibility passes on {day(passes)}; it is expected {least} to {most} days "
        "before. Change one of the dates, or say why.",
        "three_way_date",
        prompt=f"Say why the meeting is not {least} to {most} days before responsibility passes",
    )


@rule("142.5.3", records=(MANAGEMENT,), reads=("supervision_notes_date", "supervision_notes_reference"))
def meeting_is_in_the_supervision_notes(a: Answers, p: Parameters) -> Verdict:
    """The full record of the meeting is with the {supervision_notes}, by date or reference."""
    if early := still_to_come(a, "supervision_notes_date", "the meeting was recorded"):
        return early
    if a.date("supervision_notes_date") or a.text("supervision_notes_reference"):
        return met()
    ask = "Record the meeting in full in the {supervision_notes}, and enter the date or reference."
    return unanswered(ask, "supervision_notes_date")


@rule("142.5.6", records=(MANAGEMENT,), reads=(*_DUTIES, *(f"{duty}_detail" for duty in _DUTIES)))
def other_duties_are_passed_on(a: Answers, p: Parameters) -> Verdict:
    """Link school, students and training are each described, or there is none."""
    return together(_duty_part(a, question, called) for question, called in _DUTIES.items())


def _duty_part(a: Answers, question: str, called: str) -> Part:
    choice = a.choice(question, ("yes", "none"))
    if not choice:
        return Part(called, Outcome.UNANSWERED, f"Say whether the {{social_worker}} has {called}.", question)
    if choice == "yes" and not a.text(f"{question}_detail"):
        ask = f"Describe what the new {{team_leader}} needs to know about {called}."
        return Part(called, Outcome.UNANSWERED, ask, f"{question}_detail")
    return Part(called, Outcome.MET, "None." if choice == "none" else "Described.", question)


@rule("142.5.7", records=(MANAGEMENT,), reads=("pdr_date", "pdr_available", "responsibility_date"), uses=(PDR,))
def pdr_is_made_available(a: Answers, p: Parameters) -> Verdict:
    """The PDR is {pdr_months} months old or less, and the new {team_leader} has been given it."""
    kept_back = None
    if a.no("pdr_available"):
        kept_back = unmet(
            "The new {team_leader} has not been given the {social_worker}'s PDR. Pass it on, or give a reason.",
            "pdr_available",
            prompt="Say why the PDR is not made available, and when it will be",
        )
    available, ask = a.choice("pdr_available", YES_NO), "Say whether the new {team_leader} has been given the PDR."
    blank = still_blank(
        Ask("pdr_date", a.date("pdr_date"), "Enter the date of the {social_worker}'s latest PDR."),
        Ask("pdr_available", available, ask),
    )
    early = still_to_come(a, "pdr_date", "the PDR took place")
    return joined(kept_back, early, too_long_ago(a, p, "pdr_date"), blank)


@rule(
    "142.5.8",
    records=(MANAGEMENT,),
    reads=("hr_advised", "hr_reference", "worker_advises", "worker_advises_of", "worker_attended", "all_attended"),
)
def capability_and_hr_are_told(a: Answers, p: Parameters) -> Verdict:
    """Outgoing {team_leader} and {social_worker}, each apart, advise of capability and HR, or have nothing to."""
    return joined(_leader_advises(a), _worker_advises(a))


def _leader_advises(a: Answers) -> Verdict:
    # The message never says which: findings are read by more people than the restricted section.
    choice = a.choice("hr_advised", ("advised", "none_to_advise"))
    if not choice:
        return unanswered("Complete the restricted section on capability and HR.", "hr_advised")
    if choice == "advised":
        return must_say(a, "hr_reference", "Complete the restricted section on capability and HR.")
    return met()


def _worker_advises(a: Answers) -> Verdict:
    if is_gone(a, WORKER):
        return met()
    choice, ask = a.choice("worker_advises", ("advises", "nothing_to_add")), "Complete the {social_worker}'s own part."
    if not choice:
        return unanswered(ask, "worker_advises")
    return must_say(a, "worker_advises_of", ask) if choice == "advises" else met()
