"""Restricted sections: which questions only their own readers may see."""

from __future__ import annotations

from functools import lru_cache

from forms.record import RecordForm


@lru_cache(maxsize=16)
def restricted_questions(form: RecordForm) -> frozenset[str]:
    """The questions of the form's restricted sections; none for most records."""
    return frozenset(name for section in form.sections if section.restricted for name in section.questions())
