"""Answers that came along from an earlier record: each is read again before the record can be submitted.

`Record.to_read` names them. A save that changes one takes its name out (records/drafting/saving.py).
"""

from __future__ import annotations

from collections.abc import Collection

from forms import carrying, get_kind
from models import Record, Staff
from records import access, audit, clock
from records.drafting import from_register
from records.transaction import locked


def still_to_read(record: Record) -> list[str]:
    """The questions of a draft whose answers are still to be read again, of those that apply."""
    if not record.to_read:
        return []
    form = get_kind(record.kind)
    known = from_register.sources(form, record.answers, record.child)
    return carrying.still_to_read(form, record.answers, record.to_read, known)


def say_right(*, record: Record, by: Staff, questions: Collection[str]) -> Record:
    """Note that these answers of a draft have been read again and are right. Returns the record as it is then.

    What has been changed or said to be right before stays so. Raises ConflictError, ForbiddenError as for editing.
    """
    with locked(record.id) as current:
        access.require_edit(current, by)
        right = set(questions) - access.closed_answers(current, by)
        left = [name for name in current.to_read if name not in right]
        if left != current.to_read:
            current.to_read, current.revision, current.saved_at = left, current.revision + 1, clock.now()
            current.save(only=[Record.to_read, Record.revision, Record.saved_at])
            if not audit.was_logged_recently(record=current, by=by, event="wrote"):
                audit.append_event(record=current, event="wrote", by=by)
    return current
