"""All forms: the kinds of records with their sections, questions and texts. Importing it checks the rules' reads."""

from __future__ import annotations

from typing import Any

import protocol
from forms.emergency_transfer import EMERGENCY_TRANSFER
from forms.engine.choice import ChoiceQuestion
from forms.engine.display import display
from forms.engine.question import Question
from forms.engine.rows import RowsQuestion
from forms.engine.section import Section
from forms.exception_decision import EXCEPTION_DECISION
from forms.management_handover import MANAGEMENT_HANDOVER
from forms.record_kind import RecordKind
from forms.transfer_meeting import TRANSFER_MEETING

__all__ = ["KINDS", "RecordKind", "Section", "UnknownKindError", "display", "get_kind", "listing"]

KINDS: dict[str, RecordKind] = {
    kind.key: kind for kind in (TRANSFER_MEETING, EMERGENCY_TRANSFER, EXCEPTION_DECISION, MANAGEMENT_HANDOVER)
}


# `departures` in a record's answers: statement id → reason for departing from it.
REASONS: dict[str, Any] = {
    "name": "departures",
    "type": "reasons",
    "label": "Reasons for departing from what the protocol expects, by statement",
    "required": False,
    "asked_of": "every child",
    "when": [],
    "cites": [],
    "section": "",
}


class UnknownKindError(KeyError):
    """No kind of record has this key."""


def get_kind(key: str) -> RecordKind:
    """The kind of record with this key. Raises UnknownKindError."""
    try:
        return KINDS[key]
    except KeyError:
        raise UnknownKindError(key) from None


def listing(kind: str) -> list[dict[str, Any]]:
    """All questions of a kind of record, in order, as plain data for other systems; rows with their columns.

    The reasons for departing come last: they belong to no section, because they are asked beside findings.
    """
    form = get_kind(kind)
    asked = [
        _listed(name, question) | {"section": form.section_of[name].key} for name, question in form.questions.items()
    ]
    return [*asked, REASONS]


def _listed(name: str, question: Question) -> dict[str, Any]:
    listed: dict[str, Any] = {
        "name": name,
        "type": question.kind,
        "label": question.text,
        "required": question.required,
        "asked_of": question.fill_terms(question.scope.about),
        "when": [{"question": parent, "values": list(values)} for parent, values in question.when],
        "cites": list(question.cites),
    }
    if isinstance(question, ChoiceQuestion):
        listed["choices"] = {value: question.choice_text(value, question.fill_terms) for value in question.choices}
    if isinstance(question, RowsQuestion):
        listed["columns"] = [_listed(column, cell) for column, cell in question.columns.items()]
    return listed


protocol.bind({key: set(kind.questions) for key, kind in KINDS.items()})
