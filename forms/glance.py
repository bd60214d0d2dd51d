"""A record at a glance: the few answers that somebody needs before anything else, on the page and in the document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.engine.display import display
from forms.engine.wording import words_for
from forms.record_kind import RecordKind
from protocol.formatting import upper_first


def at_a_glance(
    form: RecordKind, answers: Mapping[str, Any], terms: Mapping[str, str] | None = None
) -> tuple[tuple[str, str], ...]:
    """(label, answer in words) of the lines that the record has an answer for."""
    words, found = words_for(terms), []
    for label, names in form.glance:
        known = (name for name in names if name in answers)
        said = [
            shown for name in known if isinstance(shown := display(form.questions[name], answers[name], terms), str)
        ]
        if said:
            found.append((upper_first(words(label)), ", ".join(said)))
    return tuple(found)
