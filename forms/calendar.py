"""The days of a record that people put into their calendars: what each is called, and the question that says when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from forms.record_kind import CalendarDay, RecordKind
from protocol.days import date_from


def calendar_days(form: RecordKind, answers: Mapping[str, Any]) -> list[tuple[CalendarDay, date]]:
    """The days that these answers (the applicable ones) name, in the order in which they are asked for."""
    days = ((day, answers.get(day.question)) for day in form.calendar)
    return [(day, when) for day, said in days if (when := date_from(said))]
