"""Dates of a record that can be downloaded as calendar entries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from forms.record_kind import CalendarDay, RecordKind
from protocol.days import date_from


def calendar_days(form: RecordKind, answers: Mapping[str, Any]) -> list[tuple[CalendarDay, date]]:
    """(entry, date) for each of the form's calendar days that is answered. answers: the applicable ones."""
    days = ((day, answers.get(day.question)) for day in form.calendar)
    return [(day, when) for day, answer in days if (when := date_from(answer))]
