"""Which answers of a record apply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms.engine.question import Question
from protocol.corrections import PREFIX, readings


@dataclass(frozen=True)
class Applicability:
    """Which answers of a record apply.

    questions: by name; columns: name of a table → column → question.
    """

    questions: Mapping[str, Question]
    columns: Mapping[str, Mapping[str, Question]]

    def __call__(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """The answers to questions that apply. Names that are not questions ('departures') are kept."""
        applicable = _applicable(self.questions, answers)
        for name, columns in self.columns.items():
            if isinstance(rows := applicable.get(name), list):
                applicable[name] = [_applicable(columns, row) if isinstance(row, dict) else row for row in rows]
        return applicable


def _applicable(questions: Mapping[str, Question], answers: Mapping[str, Any]) -> dict[str, Any]:
    both, given = readings(answers), questions.keys() & answers.keys()
    hidden = {name for name in given if not any(map(questions[name].applies_in, both))}
    hidden |= {PREFIX + name for name in hidden}  # nobody could see or clear such a correction
    return {name: answer for name, answer in answers.items() if name not in hidden}
