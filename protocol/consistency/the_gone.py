"""Whoever has died or left is not named as who does something from then on, nor is who was absent named as there."""

import re
from collections.abc import Iterator

from protocol.answers import Answers
from protocol.consistency.contradiction import MOVES, ONE, Clash, looked_for
from protocol.folding import same_name
from protocol.gone import GONE_QUESTIONS, has_died, how_gone
from protocol.outcomes import cell
from protocol.parameters import Parameters
from protocol.readiness import ITEMS
from protocol.rules.attendance import PLACES
from protocol.statements import TRANSFER

# Question → what whoever is named there does.
DOES = {
    "next_visit_by": "who makes the next visit",
    "handover_route_person": "who introduces the new {social_worker}",
    "former_worker_instead": "who can be asked instead",
    **{f"{item}_who": "who does what remains" for item in ITEMS},
}
# Tables of actions, each done by a 'who'. Somebody who has left may still write to the child or call.
ACTIONS = ("service_actions", "step_actions", "relationship_actions")
AFTER_LEAVING = ("relationship_actions",)
_PARTS = re.compile(r"[,;(/]| and | & ", re.IGNORECASE)
CHAIR, OTHERS = "meeting_chair", "other_attendees"
_MEETING = (OTHERS, *GONE_QUESTIONS, *(f"{place.name}{ending}" for place in PLACES for ending in ("", "_attended")))
_READS = (*DOES, *ACTIONS, "current_worker", *GONE_QUESTIONS)


def _gone_and_named(a: Answers, p: Parameters) -> Iterator[Clash]:
    worker, gone = a.person("current_worker"), how_gone(a)
    if worker is None or not gone:
        return
    because = "transfer_reason_code" if has_died(a) else "current_worker_leaving"
    for place, text, does in _named(a):
        if _is_named(text, worker.name):
            fact = f"{worker.name}, the current {{social_worker}}, {gone}, and is named as {does}."
            yield Clash("gone_and_named", f"{fact} {ONE}", place, because)


def _named(a: Answers) -> Iterator[tuple[str, str, str]]:
    """(control, text, what they do) of each place that names who does something."""
    for question, does in DOES.items():
        yield question, a.text(question), does
    for table in ACTIONS:
        if table in AFTER_LEAVING and not has_died(a):
            continue
        for index, row in enumerate(a.rows(table)):
            yield cell(table, index, "who"), row.text("who"), "who does one of the actions"


def _dead_and_there(a: Answers, p: Parameters) -> Iterator[Clash]:
    worker = a.person("current_worker") if has_died(a) else None
    for control, text in _there(a):
        if worker and _is_named(text, worker.name):
            fact = f"{worker.name}, the current {{social_worker}}, has died, and is named as who was at the meeting."
            yield Clash("dead_and_there", f"{fact} {ONE}", control, "transfer_reason_code")


def _absent_and_there(a: Answers, p: Parameters) -> Iterator[Clash]:
    for place in PLACES:
        person, attended = a.person(place.name), f"{place.name}_attended"
        if person is None or not a.choice(attended, ("absent",)):
            continue
        for control, text in _there(a):
            if _is_named(text, person.name):
                does = "chaired it" if control == CHAIR else "was there"
                fact = f"{person.name}, the {place.called}, is said to have been absent from the meeting, and {does}."
                yield Clash("absent_and_there", f"{fact} {ONE}", control, attended)


def _there(a: Answers) -> Iterator[tuple[str, str]]:
    """(control, text) of who is named as having been at the meeting, beside the four whose part it is."""
    yield CHAIR, a.text(CHAIR)
    for index, row in enumerate(a.rows(OTHERS)):
        yield cell(OTHERS, index, "name"), row.text("name")


def _is_named(text: str, name: str) -> bool:
    """Whether a text is this name, alone or with others or a role beside it, however it is written."""
    return any(same_name(part, name) for part in (text, *_PARTS.split(text)))


THE_GONE = (
    looked_for("gone_and_named", MOVES, ("current_worker", "transfer_reason_code"), _READS, _gone_and_named),
    looked_for("dead_and_there", (TRANSFER,), (CHAIR, "transfer_reason_code"), _MEETING, _dead_and_there),
    looked_for("absent_and_there", (TRANSFER,), (CHAIR, "all_attended"), _MEETING, _absent_and_there),
)
