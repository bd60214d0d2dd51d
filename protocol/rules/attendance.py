"""Who was at the transfer meeting: four parts, or fewer where one person has two of them."""

from collections.abc import Iterator
from typing import NamedTuple

from protocol.answers import Answers
from protocol.choices import YES_NO
from protocol.gone import GONE_QUESTIONS, has_died, how_gone
from protocol.outcomes import Outcome, Part
from protocol.people import same_person


class Place(NamedTuple):
    """A part that somebody takes in the meeting, by the question that names the person."""

    name: str
    called: str


_WORKERS = (Place("current_worker", "current {social_worker}"), Place("new_worker", "new {social_worker}"))
_LEADERS = (Place("current_team_leader", "current {team_leader}"), Place("new_team_leader", "new {team_leader}"))
_PAIRS = (_WORKERS, _LEADERS)
PLACES = (*_WORKERS, *_LEADERS)

_ALL, _COVERED = "all_attended", "current_worker_part_covered"
_ASK = "Say whether both {social_workers} and their {team_leaders} attended the meeting."
ATTENDANCE_QUESTIONS = (
    _ALL,
    _COVERED,
    *GONE_QUESTIONS,
    *(f"{place.name}{ending}" for place in PLACES for ending in ("", "_attended", "_absence")),
)
_CHOICES = frozenset({"attended", "absent"})


def attendance_parts(a: Answers) -> Iterator[Part]:
    """How each part stands; an absence that is explained departs, with the explanation as its reason.

    A current {social_worker} who has died is not asked for. One who has left may have attended before; else the record
    says how their part was covered.
    """
    if not a.choice(_ALL, YES_NO):
        yield Part("all of them", Outcome.UNANSWERED, _ASK, _ALL)
        return
    gone = how_gone(a)
    for current, new in _PAIRS:
        if gone and current in _WORKERS:
            yield from () if has_died(a) else (_covered(a),)
            yield _part(a, new)
        elif same_person(a.person(current.name), a.person(new.name)):
            # One person is asked once, so either of the two questions may hold the answer.
            answered = current if a.choice(f"{current.name}_attended", _CHOICES) else new
            both = current.called.replace("current ", "")
            yield _part(a, Place(answered.name, both))
        else:
            yield _part(a, current)
            yield _part(a, new)


def _part(a: Answers, place: Place) -> Part:
    choice = a.choice(f"{place.name}_attended", _CHOICES)
    called = f"the {place.called}"
    if a.yes(_ALL) or choice == "attended":
        return Part(called, Outcome.MET, "Attended.")
    if not choice:
        ask = f"Say whether {called} attended the meeting."
        return Part(called, Outcome.UNANSWERED, ask, f"{place.name}_attended")
    question, fact = f"{place.name}_absence", f"T{called[1:]} was absent."
    if why := a.text(question):
        return Part(called, Outcome.DEPARTED, fact, question, why)
    return Part(called, Outcome.UNMET, f"{fact} Say why, and how their part was covered.", question)


def _covered(a: Answers) -> Part:
    called, fact, question = "the current {social_worker}", "The current {social_worker} has left.", _WORKERS[0].name
    choice = a.choice(f"{question}_attended", _CHOICES)
    if a.yes(_ALL) or choice == "attended":
        return Part(called, Outcome.MET, "Attended.")
    if not choice:
        ask = "Say whether they attended the meeting before."
        return Part(called, Outcome.UNANSWERED, f"{fact} {ask}", f"{question}_attended")
    if how := a.text(_COVERED):
        return Part(called, Outcome.DEPARTED, fact, _COVERED, how)
    return Part(called, Outcome.UNANSWERED, f"{fact} Say how their part in the meeting was covered.", _COVERED)


def nobody_of(a: Answers) -> tuple[str, str]:
    """The side of which nobody was at the meeting, with the question that says so; ('', '') where each had somebody."""
    if not a.no(_ALL):
        return "", ""
    for side, (worker, leader) in (("current", (_WORKERS[0], _LEADERS[0])), ("new", (_WORKERS[1], _LEADERS[1]))):
        if _was_absent(a, worker, _WORKERS) and _was_absent(a, leader, _LEADERS):
            return side, f"{leader.name}_attended"
    return "", ""


def _was_absent(a: Answers, place: Place, pair: tuple[Place, Place]) -> bool:
    one = same_person(*(a.person(both.name) for both in pair))
    if place.name == "current_worker" and has_died(a):
        return True
    said = [a.choice(f"{part.name}_attended", _CHOICES) for part in (pair if one else (place,))]
    return "absent" in said and "attended" not in said


def absent(parts: tuple[Part, ...]) -> list[str]:
    """What the absent whose absence is not explained are called."""
    return [part.what for part in parts if part.outcome is Outcome.UNMET]
