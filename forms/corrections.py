"""The corrections of a record as displayed texts, the same on every page, in the PDF and for operators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms.engine.display import display
from forms.record_kind import RecordKind
from protocol.corrections import stored_in
from protocol.terms import term_filler

NOTHING = "Nothing"


@dataclass(frozen=True)
class CorrectionText:
    """One correction: the question, what the register says, what the record says, how that is known and by whom."""

    name: str
    question: str
    register: str
    said: str
    how: str
    by: str


def corrections_in(
    form: RecordKind, answers: Mapping[str, Any], terms: Mapping[str, str] | None = None
) -> tuple[CorrectionText, ...]:
    """The corrections in stored answers, in the form's order."""
    found = stored_in(answers)
    return tuple(correction_text(form, name, found[name], terms) for name in form.questions if name in found)


def correction_text(
    form: RecordKind, name: str, correction: Mapping[str, Any], terms: Mapping[str, str] | None = None
) -> CorrectionText:
    """A correction of the question `name`."""
    question = form.questions[name]
    register, said = (str(display(question, correction.get(of), terms)) for of in ("register", "value"))
    return CorrectionText(
        name,
        term_filler(terms)(question.label.text),
        register or question.none or NOTHING,
        said,
        str(correction.get("how", "")),
        str(correction.get("by", "")),
    )
