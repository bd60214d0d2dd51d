"""What records say: kinds, departures, exceptions, refusals, introductions, telling, views, and nearness to events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from records.reporting.counting.things import Fact, RecordThing, month_of

KINDS, DEPARTED, ACCEPTED, EXCEPTIONS, REFUSED = "kinds", "departed", "accepted", "exceptions", "refused"
INTRODUCED, TOLD, VIEWS, NEAR_EVENTS = "introduced", "told", "views", "near_events"
# Kind of record → what a change of worker by it is called.
WAYS = {"transfer_meeting": "planned", "emergency_transfer": "emergency", "exception_decision": "exception"}
CHANGES_WORKER = ("transfer_meeting", "emergency_transfer")
BEFORE, ON_OR_AFTER, PLANNED, NOT, NOT_SAID = "before", "after", "planned", "not", "not_said"
NOT_ASKED = "not_asked"
# The most days between a change and a key event → the key of that distance.
DISTANCES = ((0, "0"), (7, "7"), (14, "14"), (28, "28"))
FARTHER = "farther"


def of_record(one: RecordThing) -> Iterator[Fact]:
    """The facts of a record in force, or refused; none of what is under way, withdrawn, corrected or cancelled."""
    day = one.day or one.decided or one.submitted or one.created
    fact = partial(_fact, one, month_of(day))
    if one.is_refused:
        yield fact(REFUSED, WAYS.get(one.kind, one.kind))
    if not one.in_force:
        return
    if one.kind in WAYS:
        yield fact(KINDS, WAYS[one.kind])
    yield from (fact(DEPARTED, statement) for statement in one.departed)
    yield from (fact(ACCEPTED, statement) for statement in one.accepted)
    if one.ground:
        yield fact(EXCEPTIONS, one.departs_from, one.ground)
    if one.kind in CHANGES_WORKER:
        yield from _of_a_change(one, fact)


def _of_a_change(one: RecordThing, fact: partial[Fact]) -> Iterator[Fact]:
    if one.kind == "transfer_meeting":
        yield fact(INTRODUCED, _introduced(one))
        yield fact(TOLD, _told(one))
    yield fact(VIEWS, one.views_how or NOT_SAID)
    yield fact(NEAR_EVENTS, distance(one.nearest_event))


def _fact(one: RecordThing, month: date, figure: str, key: str, key2: str = "") -> Fact:
    return Fact(figure, month, key, key2, one.teams, record=one.record, is_printed=one.is_printed)


def _introduced(one: RecordThing) -> str:
    """On a joint visit before the day, on the day or after it; planned when the record was written; not; not said."""
    if one.joint_visit == "planned":
        return PLANNED
    if one.joint_visit != "held":
        return NOT if one.joint_visit == "none" else NOT_SAID
    return _when(one.joint_visit_on, one.day)


def _told(one: RecordThing) -> str:
    return PLANNED if one.told == "will_be_told" else NOT if one.told == "not" else _when(one.told_on, one.day)


def _when(on: date | None, day: date | None) -> str:
    if on is None or day is None:
        return NOT_SAID
    return BEFORE if on < day else ON_OR_AFTER


def distance(days: int | None) -> str:
    """The key of a distance in days, before or after."""
    if days is None:
        return FARTHER
    return next((key for most, key in DISTANCES if abs(days) <= most), FARTHER)
