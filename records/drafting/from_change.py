"""What a record of a change that has happened already begins with: both workers, the day and the register's reason."""

from __future__ import annotations

from typing import Any

from forms.shared.codes import TRANSFER_REASONS
from models import Child, Staff, WorkerChange
from records.errors import NotFoundError
from records.register import lookup
from records.reporting import explaining


def child_of(number: int, by: Staff) -> Child | None:
    """The child of a change (the id of its spell); None where `by` sees no such change."""
    change = _get(number, by)
    return change.child if change else None


def answers_of(number: int, child: Child, by: Staff) -> dict[str, Any]:
    """The answers that a change (the id of its spell) of this child gives; {} where `by` sees no such change.

    The worker before is the register's of that day, as records/drafting/as_then.py says.
    """
    change = _get(number, by)
    if change is None or change.child_id != child.id:
        return {}
    spell = change.allocation
    code = spell.reason_code if spell.reason_code in TRANSFER_REASONS else None
    told = {
        "current_worker": lookup.as_answer(change.before),
        "new_worker": lookup.as_answer(spell.worker),
        "transfer_date": spell.started_on.isoformat(),
        "transfer_reason_code": code,
    }
    return {name: answer for name, answer in told.items() if answer}


def _get(number: int, by: Staff) -> WorkerChange | None:
    try:
        return explaining.get_change(number, by)
    except NotFoundError:
        return None
