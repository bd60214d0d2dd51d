"""Questions that are answered by choosing one of a few things."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.engine.question import Question
from forms.engine.widgets import ChoiceWidget, SelectWidget
from forms.engine.wording import Words, upper_first

YES_NO = {"yes": "Yes", "no": "No"}


class ChoiceQuestion(Question):
    """One of `choices` (value → label), shown as radios, or as a drop-down when `long`.

    hints: value → a line of explanation under its radio.
    """

    kind = "choice"
    ask_verb = "Select"
    reveals_others = True
    widget = ChoiceWidget()

    def __init__(
        self, label: str, *, choices: Mapping[str, str], hints: Mapping[str, str] | None = None,
        long: bool = False, inline: bool = False, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(label, **kwargs)
        self.choices, self.hints = dict(choices), dict(hints or {})
        self.long, self.inline = long, inline
        if long:
            self.widget = SelectWidget()
            self.reveals_others = False

    def choice_text(self, value: str, words: Words) -> str:
        """A choice in a council's words; the value itself when it is not (or no longer) one of the choices."""
        return upper_first(words(self.choices.get(value, ""))) or value

    @property
    def reveals(self) -> dict[str, list[Question]]:
        """Value → the questions shown under its radio, those that cannot apply for other reasons left out."""
        return self._form.revealed_by(self)

    def parse(self, raw: str, kept: Any) -> tuple[str | None, str]:
        return (raw, "") if raw in self.choices else (None, self.blank_problem())

    def fillings(self) -> Mapping[str, str]:
        return self.common_fillings() | {
            f"under {value}": "".join(question() for question in under)
            for value, under in (self.reveals if self.reveals_others else {}).items()
        }


class YesNoQuestion(ChoiceQuestion):
    """Yes or no. `thing` is what is true if yes: 'Select yes if {thing}'."""

    kind = "yes_no"

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **{"choices": YES_NO, "inline": True, **kwargs})

    def blank_problem(self) -> str:
        return f"Select yes if {self.thing}"
