"""What a record of a change that has happened already begins with: both workers, the day and the register's reason."""

from __future__ import annotations

from typing import Any

from forms.shared.codes import TRANSFER_REASONS
from models import Child, Staff
from protocol import formatting
from protocol.corrections import PREFIX
from records.errors import NotFoundError
from records.register import lookup
from records.reporting import explaining

HOW = "The register has {worker} since {day}: this record is about that change."


def answers_of(number: int, child: Child, by: Staff) -> dict[str, Any]:
    """The answers that a change (the id of its spell) of this child gives; {} where `by` sees no such change.

    The register has the new worker as the child's already, so that the worker before is a correction of it.
    """
    try:
        change = explaining.get_change(number, by)
    except NotFoundError:
        return {}
    if change.child_id != child.id:
        return {}
    spell = change.allocation
    code = spell.reason_code if spell.reason_code in TRANSFER_REASONS else None
    told = {
        "new_worker": lookup.as_answer(spell.worker),
        "transfer_date": spell.started_on.isoformat(),
        "transfer_reason_code": code,
    }
    if change.before:
        before = lookup.as_answer(change.before)
        how = HOW.format(worker=spell.worker.name, day=formatting.day(spell.started_on))
        told |= {"current_worker": before, PREFIX + "current_worker": {"value": before, "how": how, "by": by.name}}
    return {name: answer for name, answer in told.items() if answer}
