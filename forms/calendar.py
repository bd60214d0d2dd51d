"""The days of a record that people put into their calendars: what each is called, and the question that says when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms.engine.record import RecordForm
from protocol.days import date_from


@dataclass(frozen=True)
class CalendarDay:
    """A whole day in somebody's calendar. `key` is its name in addresses; the title holds no name of anybody."""

    key: str
    title: str
    question: str


DAYS: Mapping[str, tuple[CalendarDay, ...]] = {
    "transfer_meeting": (
        CalendarDay("meeting", "Transfer meeting", "meeting_date"),
        CalendarDay("joint-visit", "Joint visit", "joint_visit_date"),
        CalendarDay("closing-meeting", "Closing meeting with the family", "closing_meeting_date"),
    ),
    "emergency_transfer": (CalendarDay("full-handover", "Full handover or closing meeting", "full_handover_on"),),
}


def calendar_days(form: RecordForm, answers: Mapping[str, Any]) -> list[tuple[CalendarDay, date]]:
    """The days that these answers (the applicable ones) name, in the order in which they are asked for."""
    days = ((day, answers.get(day.question)) for day in DAYS.get(form.kind, ()))
    return [(day, when) for day, said in days if (when := date_from(said))]
