"""What another page has stored meanwhile, as text, for the author to choose between both, and whose page it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from forms import RecordKind, display
from forms.corrections import correction_texts
from forms.engine.display import typed_text
from forms.engine.question import Question
from forms.engine.rows import RowsQuestion
from models import Staff
from protocol.corrections import PREFIX, STORED
from records.drafting import editors
from records.drafting.differences import Value
from records.drafting.saving import OtherChange


def changed_by(changes: Iterable[OtherChange], me: Staff, editor: str) -> list[str]:
    """Who made these changes, this person first, but for what this tab itself changed: as the subject of a sentence."""
    elsewhere = [one for one in changes if not editors.is_of_one_tab(one.editor, editor)]
    mine = ["You, in another tab,"] if any(one.by == me for one in elsewhere) else []
    return mine + sorted({one.by.name for one in elsewhere if one.by != me})


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
    if is_typed and isinstance(asked, RowsQuestion):
        return ", ".join(_typed_in(said))
    if is_typed:
        return ", ".join(filter(None, (typed_text(asked, said.get("value"), terms), said.get("how"))))
    return "; ".join(f"{text.said}: {text.how}" for text in correction_texts(form, asked.name, said, terms))


def _typed_in(typed: Any) -> Iterator[str]:
    """All that was typed in a row's correction, of whatever controls."""
    if isinstance(typed, dict | list):
        for part in typed.values() if isinstance(typed, dict) else typed:
            yield from _typed_in(part)
    elif typed:
        yield str(typed)
