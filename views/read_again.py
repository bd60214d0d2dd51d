"""Answers that came along from an earlier record, on the page of a section: marked until they have been read again."""

from __future__ import annotations

from collections.abc import Collection

from flask import request

from forms import RecordKind, Section, get_kind
from models import Record
from records.drafting import reading_again
from records.reporting import history
from views.web import templating
from views.web.guard import me

RIGHT, ALL = "right:", "all-of-page"


def put_in(section: Section, record: Record) -> None:
    """Mark the questions of a section whose answers are to be read again."""
    marked = to_read_in(section, record)
    if not marked:
        return
    earlier = history.earlier_of(record, me())
    whence = f"{earlier.reference} of {templating.as_date(earlier.created_at)}" if earlier else "an earlier record"
    for name in marked:
        section[name].came_from = f"From {whence}: read it again"


def to_read_in(section: Section, record: Record) -> list[str]:
    """The questions of a section that its page marks, in order."""
    asked = section.asked.items()
    return [name for name, one in asked if name in record.to_read and name in record.answers and not one.is_fact]


def said_right(record: Record, section: type[Section]) -> bool:
    """Do what 'This is right' or 'All on this page are right' asks for, where one of them was pressed.

    All: what the page marked and shows. The record is changed with it.
    """
    action = request.form.get("action", "")
    if not action.startswith(RIGHT):
        return False
    name = action.removeprefix(RIGHT)
    names = _shown(get_kind(record.kind), record, request.form.getlist("unread")) if name == ALL else {name}
    current = reading_again.say_right(record=record, by=me(), questions=names & section.questions().keys())
    record.to_read, record.revision, record.saved_at = current.to_read, current.revision, current.saved_at
    return True


def goes_on_at(section: Section, record: Record) -> str:
    """The id where somebody goes on who has said that an answer is right: the next mark, else that question."""
    read = request.form.get("action", "").removeprefix(RIGHT)
    if read not in section.asked:
        return "go-on"
    names, shown = list(section.asked), _shown(get_kind(record.kind), record, to_read_in(section, record))
    if marked := sorted(shown, key=lambda name: (names.index(name) < names.index(read), names.index(name))):
        return f"{marked[0]}-mark"
    nested = section.layout().nested
    while read in nested:
        read = nested[read]
    return f"question-{read}"


def _shown(form: RecordKind, record: Record, marked: Collection[str]) -> set[str]:
    """Those that apply: an answer under a radio that is not chosen is not in sight."""
    return set(marked) & form.applicable_answers(record.answers).keys()


def gone(section: Section, record: Record) -> list[str]:
    """The questions that the posted page marks and that need no mark any more."""
    marked = set(request.form.getlist("unread")) & section.asked.keys()
    return sorted(marked.difference(to_read_in(section, record)))
