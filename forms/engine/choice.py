"""Questions that are answered by choosing one of a few things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from forms.engine.question import Group, Question
from forms.engine.wording import Words
from protocol.formatting import upper_first

YES_NO = {"yes": "Yes", "no": "No"}


class ChoiceQuestion(Question):
    """One of `choices` (value → label), shown as radios, or as a drop-down when `long`."""

    kind = "choice"
    ask_verb = "Select"
    reveals_others = True

    def __init__(
        self, label: str, *, choices: Mapping[str, str], long: bool = False, inline: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(label, **kwargs)
        self.choices = dict(choices)
        self.long, self.inline = long, inline
        self.reveals_others = not long

    def choice_text(self, value: str, words: Words) -> str:
        """A choice in a council's words; the value itself when it is not (or no longer) one of the choices."""
        return upper_first(words(self.choices.get(value, ""))) or value

    @property
    def reveals(self) -> Mapping[str, Sequence[Question]]:
        """Value → the questions shown under its radio, those that cannot apply for other reasons left out."""
        group: Group = self.row or self._form
        return group.revealed_by(self.short_name) if self.reveals_others else {}

    def parse(self, raw: str, kept: Any) -> tuple[str | None, str]:
        return (raw, "") if raw in self.choices else (None, self.blank_problem())


class YesNoQuestion(ChoiceQuestion):
    """Yes or no. `thing` is what is true if yes: 'Select yes if {thing}'."""

    kind = "yes_no"

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **{"choices": YES_NO, "inline": True, **kwargs})

    def blank_problem(self) -> str:
        return f"Select yes if {self.thing}"
