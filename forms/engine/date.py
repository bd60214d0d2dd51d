"""The date question: three boxes, or the whole date typed into one of them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from forms.engine.cleaning import tidy_line
from forms.engine.promise import Promise
from forms.engine.question import Posted, Question
from forms.engine.typed_dates import BOXES, DateProblemError, read_date
from protocol import formatting
from protocol.days import date_from, months_from

TO_COME = "must be today or still to come: say what has been done since, or enter another day"
# Nobody plans a child's case further ahead, and nothing about somebody under 26 is longer ago.
MONTHS_AHEAD, MONTHS_AGO = 2 * 12, 30 * 12
TOO_FAR_AHEAD = "must be within two years from today: check the year"
TOO_LONG_AGO = "must not be more than 30 years ago: check the year"
_STORED = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")


class DateQuestion(Question):
    """A date. It says when it is, and where the page has `today` another day is an error.

    past: today or before. to_come: today or later; a plan whose day has passed is no plan. either: both may be.
    within: (days before today, days after it) between which it must be; without it not years ahead, nor decades ago.
    not_before: the earliest day that it can be, as YYYY-MM-DD; '' for any. promises: what is to happen on that day or
    by it, where it is still to come when the record is approved.

    raw: {"day", "month", "year"} as typed; data: "YYYY-MM-DD".
    """

    kind = "date"
    blank = {"day": "", "month": "", "year": ""}

    def __init__(
        self,
        label: str,
        *,
        past: bool = False,
        to_come: bool = False,
        either: bool = False,
        within: tuple[int, int] | None = None,
        not_before: str = "",
        promises: Promise | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.past, self.to_come, self.either, self.within = past, to_come, either, within
        self.not_before, self.promises = date_from(not_before), promises

    @property
    def says_when(self) -> bool:
        """Whether it declares when it is, in one way."""
        return [self.past, self.to_come, self.either, self.within is not None].count(True) == 1

    @property
    def focus_id(self) -> str:
        return super().focus_id if self.is_fact else f"{self.name}-day"

    def as_text(self, answer: Any) -> str:
        return formatting.iso_day(answer) if answer else ""

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
        except DateProblemError as wrong:
            return None, f"{self.subject} {wrong}"
        if read is None:
            return None, ""
        problem = self._misplaced(read, self._form.today)
        return (None, f"{self.subject} {problem}") if problem else (read.isoformat(), "")

    def _misplaced(self, read: date, today: date | None) -> str:
        """What is wrong with the place of a day in time; '' for nothing."""
        if today is None:
            return ""
        if self.past and read > today:
            return "must be today or in the past"
        if self.to_come and read < today:
            return TO_COME
        if self.not_before and read < self.not_before:
            return f"must be {formatting.day(self.not_before)} or later, the newest day that the record gives"
        if self.within:
            first, last = today - timedelta(days=self.within[0]), today + timedelta(days=self.within[1])
            between = f"must be between {formatting.day(first)} and {formatting.day(last)}"
            return "" if first <= read <= last else between
        if read > months_from(today, MONTHS_AHEAD):
            return TOO_FAR_AHEAD
        return TOO_LONG_AGO if read < months_from(today, -MONTHS_AGO) else ""

    def as_raw(self, answer: Any) -> dict[str, str]:
        text = answer if isinstance(answer, str) else ""
        if not (stored := _STORED.fullmatch(text)):
            return {**self.blank, "day": text}
        return {box: stored[box].lstrip("0") for box in BOXES}
