"""The changes of a draft, a row for each question that a save changed: what concurrent edits are merged from.

They serve that alone (who wrote is a table of its own), so they are deleted once the record can never be a draft again.
"""

from __future__ import annotations

from dataclasses import dataclass

from models import AnswerChange, Record, Staff
from records.drafting import differences, editors
from records.drafting.differences import Value, value_of


@dataclass(frozen=True)
class OtherChange:
    """What another page (`editor`) of somebody (`by`) changed since the base revision. before: the value until then."""

    before: Value
    by: Staff
    editor: str


def of_others(current: Record, base_revision: int, editor: str) -> dict[str, OtherChange]:
    """Question → change, of the questions last changed by another editor since `base_revision`."""
    others: dict[str, OtherChange] = {}
    for change, value in _since(current, base_revision):
        if editors.is_own(change.editor, editor):
            others.pop(change.question, None)
        else:
            before = others[change.question].before if change.question in others else value
            others[change.question] = OtherChange(before, change.staff, change.editor)
    return others


def _since(current: Record, base_revision: int) -> list[tuple[AnswerChange, Value]]:
    """(change, value before it) of every change since a revision, the oldest first. They are led back from the last."""
    since = (
        AnswerChange.select(AnswerChange, Staff)
        .join(Staff)
        .where((AnswerChange.record == current) & (AnswerChange.revision > base_revision))
    )
    found, after = [], dict[str, Value]()
    for change in since.order_by(AnswerChange.id.desc()):
        name = change.question
        after[name] = differences.before(change.before, after[name] if name in after else value_of(current, name))
        found.append((change, after[name]))
    return found[::-1]


def forget(record: Record) -> None:
    """Delete the changes of a record that is closed, in the caller's transaction."""
    AnswerChange.delete().where(AnswerChange.record == record).execute()
