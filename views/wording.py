"""What the author of a draft is told about the register's answers and their corrections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from forms import RecordKind, display
from forms.corrections import correction_texts
from forms.engine.picker import ChildQuestion, StaffQuestion
from forms.engine.question import Question
from protocol.corrections import PREFIX
from protocol.terms import fill_terms
from records.drafting import from_register


def describe_replaced(question: Question, replaced: from_register.Replaced, terms: Mapping[str, str]) -> str:
    """A line for the author: what the register says, and what the record said before."""
    now, before, corrected = (
        str(display(question, value, terms)) for value in (replaced.now, replaced.before, replaced.corrected)
    )
    asked = fill_terms(question.label.text, terms)
    asked = asked if asked.endswith("?") else f"{asked}:"
    says = now or nothing_said(question)
    if not corrected:
        return f"{asked} The register says {says}. This record said {before}, which no longer counts."
    if now == corrected:
        return f"{asked} The register now says {says}, as this record did. The correction is not needed any more."
    return f"{asked} The register now says {says}, no longer {before}. This record still says {corrected} in its place."


def nothing_said(question: Question) -> str:
    """What the register says where it has no answer to a question: nobody of a person, else nothing."""
    return question.none.lower() or ("nobody" if isinstance(question, StaffQuestion | ChildQuestion) else "nothing")


def describe_correction(form: RecordKind, question: str, value: list[Any], terms: Mapping[str, str]) -> str:
    """A conflicting correction: its value and how it is known, or what was typed of one that is not finished."""
    if value[0] == "typed":
        return ", ".join(str(part) for part in _typed_parts(value[1]) if part)
    texts = correction_texts(form, question.removeprefix(PREFIX), value[1], terms)
    return "; ".join(f"{text.said}: {text.how}" for text in texts)


def _typed_parts(typed: Any) -> Iterable[Any]:
    """All that was typed, of whatever controls."""
    if isinstance(typed, dict | list):
        for part in typed.values() if isinstance(typed, dict) else typed:
            yield from _typed_parts(part)
    else:
        yield typed
