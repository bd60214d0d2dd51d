"""The changes of a draft, a row for each question that a save changed: what concurrent edits are merged from.

They serve that alone (who wrote is a table of its own), so they are deleted once the record can never be a draft again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from models import AnswerChange, Record, Staff
from records.drafting import differences, editors
from records.drafting.differences import Value
from records.prepared import Prepared, parameter

_COLUMNS = (
    AnswerChange.record,
    AnswerChange.revision,
    AnswerChange.question,
    AnswerChange.before,
    AnswerChange.staff,
    AnswerChange.editor,
    AnswerChange.changed_at,
)
_INSERT = Prepared(lambda: AnswerChange.insert({one: parameter(one) for one in _COLUMNS}))


@dataclass(frozen=True)
class OtherChange:
    """What another page (`editor`) of somebody (`by`) changed since the base revision. before: the value until then."""

    before: Value
    by: Staff
    editor: str


def value_of(record: Record, question: str) -> Value:
    """A question's stored value, parsed or not."""
    if question in record.typed:
        return ["typed", record.typed[question]]
    return ["answer", record.answers[question]] if question in record.answers else None


def keep(current: Record, question: str, after: Value, *, revision: int, by: Staff, editor: str, at: datetime) -> None:
    """Keep that a question, of the draft as it still is, is changed to `after`."""
    _INSERT.run(
        record=current,
        revision=revision,
        question=question,
        before=differences.between(value_of(current, question), after),
        staff=by,
        editor=editor,
        changed_at=at,
    )


def of_others(current: Record, base_revision: int, editor: str) -> Mapping[str, OtherChange]:
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
