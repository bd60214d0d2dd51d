"""Key events around the transfer: those listed, and those that the record already knows."""

from collections.abc import Iterator
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from protocol.answers import Answers
from protocol.choices import (
    CEASED,
    CLUSTER,
    FROM_13,
    LOOKED_AFTER,
    LOOKED_AFTER_TEAMS,
    STATUSES,
    TEAM_KINDS,
    UP_TO_12,
    YES_NONE,
)
from protocol.days import birthday
from protocol.formatting import quoted
from protocol.outcomes import Verdict, cell, unanswered
from protocol.parameters import Parameters
from protocol.rules.said import Ask, still_blank

EVENT_QUESTIONS = (
    *("transfer_date", "key_events_known", "key_events", "dates_ahead", "child_status", "ceasing_looked_after"),
    *("child_date_of_birth", "child_expected_date_of_birth", "current_team_kind", "new_team_kind"),
    *("child_status_since", "legal_status_since", "placement_since", "proceedings", "proceedings_completed_on"),
)
OLDER_TEAM_AGE, ADULT_AGE = 13, 18

_KINDS = MappingProxyType(
    {
        "court_hearing": "The court hearing",
        "placement_move": "The placement move",
        "school_move": "The school move",
        "review": "The review",
        "birth": "The birth",
        "other": "The key event",
    }
)
_COURT = "court"


class Event(NamedTuple):
    """A key event; `days` is how long after the transfer it is, negative before it."""

    called: str
    on: date
    days: int


class Known(NamedTuple):
    """A key event that the record knows without its being listed. control: where it is answered."""

    called: str
    on: date
    control: str


def events_near(a: Answers, p: Parameters) -> list[Event]:
    """The key events with a date, the nearest to the transfer first; none without a transfer date."""
    transfer = a.date("transfer_date")
    if transfer is None:
        return []
    listed = list(_listed_events(a))
    days = {on for _, on in listed}  # whoever lists what the record knows names one event, not two
    known = ((one.called, one.on) for one in known_events(a, p.several("key_birthdays")) if one.on not in days)
    events = (Event(called, on, (on - transfer).days) for called, on in (*listed, *known))
    return sorted(events, key=lambda event: (abs(event.days), event.on, event.called))


def known_events(a: Answers, birthdays: tuple[int, ...] = ()) -> tuple[Known, ...]:
    """The key events that other answers name, save the one that occasions this very move by the protocol.

    That is the end of proceedings where a child passes from a {cluster_team} to a {looked_after_team} (315.4.3),
    ceasing to be looked after (315.5) and the 13th birthday on the way to the 13 plus team (315.6).
    birthdays: the ages that count as key events; () to leave birthdays out.
    """
    return tuple(_without_occasion(a, (*_dated(a), *_birthdays(a, birthdays))))


def events_not_dated(a: Answers) -> Verdict | None:
    """What is still to be said about key events; None when nothing is."""
    if a.choice("key_events_known", YES_NONE) == "none":
        return None
    rows = a.rows("key_events")
    if not rows:
        said_yes = a.raw("key_events_known") == "yes"
        question = "key_events" if said_yes else "key_events_known"
        ask = "Enter the key events around the transfer with their dates, or say that there are none."
        return unanswered(ask, question)
    dates = enumerate(row.date("date") for row in rows)
    return still_blank(
        *(Ask(cell("key_events", index, "date"), on, "Enter the date of each key event.") for index, on in dates)
    )


def _listed_events(a: Answers) -> Iterator[tuple[str, date]]:
    if a.choice("key_events_known", YES_NONE) == "none":
        return
    for row in a.rows("key_events"):
        on, note = row.date("date"), row.text("note")
        if on is not None:
            called = _KINDS[row.choice("kind", _KINDS) or "other"]
            yield (f"{called} {quoted(note)}" if note else called), on


def _dated(a: Answers) -> Iterator[Known]:
    for index, row in enumerate(a.rows("dates_ahead")):
        if row.choice("kind", (_COURT,)) and (on := row.date("date")):
            yield Known("The day in court", on, cell("dates_ahead", index, "date"))
    if a.raw("proceedings") == "completed" and (ended := a.date("proceedings_completed_on")):
        yield Known("The end of proceedings", ended, "proceedings_completed_on")
    yield from _changes(a)
    due = a.date("child_expected_date_of_birth")
    if due is not None and a.date("child_date_of_birth") is None:
        yield Known("The birth that is expected", due, "child_expected_date_of_birth")


def _changes(a: Answers) -> Iterator[Known]:
    """Changes of legal status, placement and status; a change of status with one of the others is one event."""
    in_care = a.choice("child_status", STATUSES) == LOOKED_AFTER
    ordered, moved = a.date("legal_status_since"), a.date("placement_since") if in_care else None
    if ordered:
        yield Known("The change of legal status", ordered, "legal_status_since")
    if moved:
        yield Known("The change of placement", moved, "placement_since")
    if (changed := a.date("child_status_since")) and changed not in (ordered, moved):
        yield Known("The change of status", changed, "child_status_since")


def _birthdays(a: Answers, ages: tuple[int, ...]) -> Iterator[Known]:
    born = a.date("child_date_of_birth")
    for age in ages if born else ():
        if born is not None:
            yield Known(f"The child's {age}th birthday", birthday(born, age), "child_date_of_birth")


def _without_occasion(a: Answers, events: tuple[Known, ...]) -> Iterator[Known]:
    """Those that do not occasion the move; what begins on the same day as the occasion is part of it."""
    occasions = set(_occasions(a))
    return (one for one in events if one.on not in occasions or one.control not in _PART_OF_AN_OCCASION)


_PART_OF_AN_OCCASION = frozenset(
    {"proceedings_completed_on", "child_status_since", "legal_status_since", "placement_since", "child_date_of_birth"}
)


def _occasions(a: Answers) -> Iterator[date | None]:
    now, new = a.choice("current_team_kind", TEAM_KINDS), a.choice("new_team_kind", TEAM_KINDS)
    born = a.date("child_date_of_birth")
    if now == CLUSTER and new in LOOKED_AFTER_TEAMS:
        yield a.date("proceedings_completed_on")
    if now == UP_TO_12 and new == FROM_13 and born:
        yield birthday(born, OLDER_TEAM_AGE)
    if a.choice("ceasing_looked_after", CEASED):
        yield a.date("child_status_since")
        yield a.date("legal_status_since")
        if born:
            yield birthday(born, ADULT_AGE)
