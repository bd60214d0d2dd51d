"""Questions with one answer out of several choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from forms.engine.blocks import Block, blocks
from forms.engine.conditions import holds
from forms.engine.question import Question
from forms.engine.surroundings import Group
from protocol.corrections import readings
from protocol.formatting import upper_first
from protocol.statements.scope import Condition
from protocol.terms import TermFiller

YES_NO = {"yes": "Yes", "no": "No"}


class ChoiceQuestion(Question):
    """One of `choices` (value → label), shown as radios, or as a select element when `long`. data: the value.

    only: value → conditions on the record's stored answers under which it is offered, of those that not all children or
    workers can have. An answer is shown and taken all the same.
    """

    kind = "choice"
    ask_verb = "Select"
    reveals_others = True

    def __init__(
        self,
        label: str,
        *,
        choices: Mapping[str, str],
        only: Mapping[str, tuple[Condition, ...]] | None = None,
        long: bool = False,
        inline: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.choices, self.only = dict(choices), only or {}
        self.long, self.inline = long, inline
        self.reveals_others = not long

    @property
    def offered(self) -> Sequence[str]:
        """The values to choose from here, by either reading of the record's answers; what is answered is among them."""
        if not self.only:
            return [*self.choices]
        both = readings(self._form.stored)
        return [
            value
            for value in self.choices
            if value == self.data or any(holds(self.only.get(value, ()), answers) for answers in both)
        ]

    def choice_text(self, value: str, fill_terms: TermFiller) -> str:
        """The label of a choice, with terms filled in; the value itself when it is no longer a choice."""
        return upper_first(fill_terms(self.choices.get(value, ""))) or value

    @property
    def reveals(self) -> Mapping[str, Sequence[Question]]:
        """Value → the questions revealed by its radio, without those that cannot apply for other reasons."""
        group: Group = self.row or self._form
        return group.revealed_by(self.short_name) if self.reveals_others else {}

    def blocks_under(self, value: str) -> list[Block]:
        """What the radio of a value reveals, as it is shown."""
        return blocks(self.reveals.get(value, ()))

    def as_text(self, answer: Any) -> str:
        return self.choice_text(answer, self.fill_terms) if answer else ""

    def parse(self, raw: str, stored: Any) -> tuple[str | None, str]:
        return (raw, "") if raw in self.choices else (None, self.blank_problem())


class YesNoQuestion(ChoiceQuestion):
    """Yes or no. thing: the statement that 'yes' affirms, as in 'Select yes if {thing}'. data: 'yes' or 'no'."""

    kind = "yes_no"

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **{"choices": YES_NO, "inline": True, **kwargs})

    def blank_problem(self) -> str:
        return f"Select yes if {self.thing}"
