"""What somebody else has stored meanwhile in place of an answer, as text, for the author to choose between both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms import RecordKind, display
from forms.corrections import correction_text
from forms.engine.display import typed_text
from forms.engine.question import Question
from protocol.corrections import PREFIX, STORED
from records.drafting.saving import Value


def value_text(form: RecordKind, question: str, value: Value, terms: Mapping[str, str]) -> str:
    """A value of a conflict: invalid input as typed, an answer as displayed, 'Nothing' for a blank."""
    if not value:
        return "Nothing"
    is_typed, said = value[0] == "typed", value[1]
    asked = form.questions.get(question.removeprefix(PREFIX))
    if asked is None:
        return str(said)
    if question in STORED:
        return _correction(form, asked, said, terms, is_typed=is_typed)
    if is_typed:
        return typed_text(asked, said, terms)
    shown = display(asked, said, terms)
    return shown if isinstance(shown, str) else "; ".join(", ".join(filter(None, row)) for row in shown[1:])


def _correction(
    form: RecordKind, asked: Question, said: Mapping[str, Any], terms: Mapping[str, str], *, is_typed: bool
) -> str:
    """A correction: its value and how it is known, as far as it is finished."""
    if is_typed:
        return ", ".join(filter(None, (typed_text(asked, said.get("value"), terms), said.get("how"))))
    text = correction_text(form, asked.name, said, terms)
    return f"{text.said}: {text.how}"
