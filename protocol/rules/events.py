"""Key events around the transfer: those listed, certain birthdays, and the birth that is expected."""

from collections.abc import Iterator
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from protocol.answers import Answers
from protocol.choices import YES_NONE
from protocol.days import birthday
from protocol.formatting import quoted
from protocol.outcomes import Verdict, cell, unanswered
from protocol.parameters import Parameters
from protocol.rules.said import Ask, still_blank

EVENT_QUESTIONS = (
    "transfer_date",
    "key_events_known",
    "key_events",
    "child_date_of_birth",
    "child_expected_date_of_birth",
)

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


class Event(NamedTuple):
    """A key event; `days` is how long after the transfer it is, negative before it."""

    called: str
    on: date
    days: int


def events_near(a: Answers, p: Parameters) -> list[Event]:
    """The key events with a date, the nearest to the transfer first; none without a transfer date."""
    transfer = a.date("transfer_date")
    if transfer is None:
        return []
    dated = (*_listed_events(a), *_birthdays(a, p.several("key_birthdays")))
    events = (Event(called, on, (on - transfer).days) for called, on in dated)
    return sorted(events, key=lambda event: (abs(event.days), event.on, event.called))


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


def _birthdays(a: Answers, ages: tuple[int, ...]) -> Iterator[tuple[str, date]]:
    born, due = a.date("child_date_of_birth"), a.date("child_expected_date_of_birth")
    if born is not None:
        for age in ages:
            yield f"The child's {age}th birthday", birthday(born, age)
    elif due is not None:
        yield "The birth that is expected", due
