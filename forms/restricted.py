"""Restricted sections: which questions, and which reasons for departing, only their own readers may see."""

from __future__ import annotations

from functools import lru_cache

from forms.engine.record import RecordForm
from protocol.registry import REGISTRY


@lru_cache(maxsize=16)
def restricted_questions(form: RecordForm) -> frozenset[str]:
    """The questions of the form's restricted sections; none for most records."""
    return frozenset(name for section in form.sections if section.restricted for name in section.questions())


@lru_cache(maxsize=16)
def restricted_statements(form: RecordForm) -> frozenset[str]:
    """The statements that such a question is asked for: why one is departed from is restricted as well."""
    hidden, rules = restricted_questions(form), REGISTRY.for_record(form.kind)
    judged = frozenset(cited for rule in rules if rule.reads & hidden for cited in rule.statements)
    return judged | {cited for name in hidden for cited in form.questions[name].cites}
