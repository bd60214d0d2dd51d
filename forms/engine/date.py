"""The date question: three boxes, or the whole date typed into the first."""

from __future__ import annotations

from typing import Any

from forms.engine.cleaning import tidy_line
from forms.engine.question import Posted, Question
from forms.engine.term_filler import as_subject
from forms.engine.typed_dates import DateProblemError, read_date
from protocol.days import date_from

BOXES = ("day", "month", "year")


class DateQuestion(Question):
    """A date. past: a date after today is an error (checked only where the page has `today`).

    raw: {"day", "month", "year"} as typed; data: "YYYY-MM-DD".
    """

    kind = "date"
    blank = {"day": "", "month": "", "year": ""}

    def __init__(self, label: str, *, past: bool = False, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.past = past

    @property
    def focus_id(self) -> str:
        return f"{self.name}-day"

    def posted(self, posted: Posted, name: str) -> dict[str, str] | None:
        boxes = {box: posted.get(f"{name}-{box}") for box in BOXES}
        if all(typed is None for typed in boxes.values()):
            return None
        return {box: typed or "" for box, typed in boxes.items()}

    def tidy(self, raw: Any) -> dict[str, str]:
        boxes = raw if isinstance(raw, dict) else {}
        return {box: tidy_line(typed) if isinstance(typed := boxes.get(box), str) else "" for box in BOXES}

    def parse(self, raw: dict[str, str], stored: Any) -> tuple[str | None, str]:
        try:
            read = read_date(raw["day"], raw["month"], raw["year"])
        except DateProblemError as problem:
            return None, f"{as_subject(self.thing)} {problem}"
        today = self._form.today
        if read and self.past and today and read > today:
            return None, f"{as_subject(self.thing)} must be today or in the past"
        return (read.isoformat(), "") if read else (None, "")

    def as_raw(self, answer: Any) -> dict[str, str]:
        value = date_from(answer)
        if value is None:
            return {**self.blank, "day": answer if isinstance(answer, str) else ""}
        return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
