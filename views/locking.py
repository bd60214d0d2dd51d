"""Answers that a page may not change: those that say who reads a restricted section, once there is anything in it."""

from __future__ import annotations

from collections.abc import Mapping

from forms import RecordKind, Section, get_kind
from forms.engine.readers import Readers
from models import Record
from records.access import closed_sections
from records.drafting import from_register
from views.web.guard import me


def locked_questions(record: Record, section: Section) -> dict[str, str]:
    """Question → why, of those that this person may not change as this page would.

    Once a restricted section has content, only its readers may change who they are, by whatever answer.
    """
    form, filled_in = get_kind(record.kind), {*record.answers, *record.typed}
    held = {
        key: readers
        for key, readers in form.restricted.items()
        if not filled_in.isdisjoint(form.section(key).questions())
    }
    closed = closed_sections(record, me()) if held else frozenset()
    locked: dict[str, str] = {}
    for key in closed & held.keys():
        if _changes_readers(record, form, section, held[key]):
            locked |= dict.fromkeys(form.settling_readers(held[key]), held[key].closed)
    return locked


def _changes_readers(record: Record, form: RecordKind, section: Section, readers: Readers) -> bool:
    """Whether with the answers of this page others would be readers of a restricted section, now or once asked."""
    others = {name: answer for name, answer in record.answers.items() if name not in section.posted}
    before, after = (
        from_register.put(form, answers, record.typed, record.child).answers
        for answers in (record.answers, others | section.answers())
    )
    return any(before.get(name) != after.get(name) for name in readers.naming)


def reject_changed(section: Section, record: Record, locked: Mapping[str, str]) -> dict[str, str]:
    """Set an error on locked questions that were changed. Returns question → message."""
    own = [name for name in section.questions() if name in locked]
    changed = [name for name in own if section[name].data != record.answers.get(name)]
    for name in changed:
        section[name].error = section.fill_terms(locked[name])
    return {name: section[name].error for name in changed}
