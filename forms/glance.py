"""The summary 'at a glance': the most important answers, for the record's page and document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.engine.display import display
from forms.record_kind import RecordKind
from protocol.formatting import upper_first
from protocol.terms import term_filler


def at_a_glance(
    form: RecordKind, answers: Mapping[str, Any], terms: Mapping[str, str] | None = None
) -> tuple[tuple[str, str], ...]:
    """(label, displayed answers) for each line of the form's summary that has an answer."""
    fill_terms, found = term_filler(terms), []
    for label, names in form.glance:
        known = (name for name in names if name in answers)
        shown_answers = [
            shown for name in known if isinstance(shown := display(form.questions[name], answers[name], terms), str)
        ]
        if shown_answers:
            found.append((upper_first(fill_terms(label)), ", ".join(shown_answers)))
    return tuple(found)
