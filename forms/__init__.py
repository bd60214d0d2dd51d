"""What a person is asked: the records, their sections and questions, and every word of them."""

from __future__ import annotations

from typing import Any

import protocol
from forms.emergency_transfer import EMERGENCY_TRANSFER
from forms.engine.choice import ChoiceQuestion
from forms.engine.display import display
from forms.engine.question import Question
from forms.engine.record import RecordForm
from forms.engine.rows import RowsQuestion
from forms.engine.section import Section
from forms.exception_decision import EXCEPTION_DECISION
from forms.management_handover import MANAGEMENT_HANDOVER
from forms.transfer_meeting import TRANSFER_MEETING

__all__ = ["FORMS", "RecordForm", "Section", "UnknownFormError", "display", "get_form", "listing"]

FORMS: dict[str, RecordForm] = {
    form.kind: form for form in (TRANSFER_MEETING, EMERGENCY_TRANSFER, EXCEPTION_DECISION, MANAGEMENT_HANDOVER)
}


# What `departures` holds: the id of each statement departed from, and why.
REASONS: dict[str, Any] = {
    "name": "departures",
    "type": "reasons",
    "label": "Reasons for departing from what the protocol expects, by statement",
    "required": False,
    "when": [],
    "cites": [],
    "section": "",
}


class UnknownFormError(KeyError):
    """There is no record of that kind."""


def get_form(kind: str) -> RecordForm:
    """The form of a kind of record. Raises UnknownFormError."""
    try:
        return FORMS[kind]
    except KeyError:
        raise UnknownFormError(kind) from None


def listing(kind: str) -> list[dict[str, Any]]:
    """Every question of a kind of record, in order, as plain data for other systems. Rows hold their columns.

    Last come the reasons for departing: no section asks for them, they stand beside the findings that they answer.
    """
    form = get_form(kind)
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
        "when": [{"question": parent, "values": list(values)} for parent, values in question.when],
        "cites": list(question.cites),
    }
    if isinstance(question, ChoiceQuestion):
        listed["choices"] = {value: question.choice_text(value, question.words) for value in question.choices}
    if isinstance(question, RowsQuestion):
        listed["columns"] = [_listed(column, cell) for column, cell in question.columns.items()]
    return listed


protocol.bind({kind: set(form.questions) for kind, form in FORMS.items()})
