"""Restricted sections: their questions, and the statements whose findings and reasons are restricted with them."""

from __future__ import annotations

from functools import lru_cache

from forms.record_kind import RecordKind
from protocol.registry import REGISTRY


@lru_cache(maxsize=16)
def restricted_questions(form: RecordKind, sections: frozenset[str] | None = None) -> frozenset[str]:
    """Names of the questions in restricted sections (of these, by key); empty for most kinds."""
    keys = form.restricted.keys() if sections is None else sections
    return frozenset(name for section in form.sections if section.key in keys for name in section.questions())


@lru_cache(maxsize=16)
def restricted_statements(form: RecordKind, sections: frozenset[str] | None = None) -> frozenset[str]:
    """Ids of the statements that questions of restricted sections (of these, by key) cite or whose rules read them.

    Their findings and the reasons for departing from them are restricted too.
    """
    hidden, rules = restricted_questions(form, sections), REGISTRY.for_record(form.key)
    judged = frozenset(cited for rule in rules if rule.reads & hidden for cited in rule.statements)
    return judged | {cited for name in hidden for cited in form.questions[name].cites}
