"""A box to tick: what is stated by ticking it stands beside it."""

from __future__ import annotations

from typing import Any

from forms.engine.question import Posted, Question


class TickQuestion(Question):
    """One checkbox, with its label beside it. problem: the error while it has to be ticked and is not. data: 'yes'."""

    kind = "tick"

    def __init__(self, label: str, *, problem: str, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.problem = problem

    def posted(self, posted: Posted, name: str) -> str:
        return "yes" if posted.get(name) == "yes" else ""

    def parse(self, raw: str, stored: Any) -> tuple[str | None, str]:
        return ("yes", "") if raw == "yes" else (None, "")

    def blank_problem(self) -> str:
        return self.problem
