"""Starts a record, prefilled from the register or from another record."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from forms import get_kind
from models import CASE_HOLDERS, Child, Record, Staff, State
from protocol import PROTOCOL_VERSION, STATEMENTS
from protocol.corrections import PREFIX
from records import access, audit, clock
from records.drafting import from_register, named_people, references
from records.errors import ForbiddenError
from records.register import lookup
from records.transaction import locked, transaction
from records.weighing import DEPARTURE

Answers = Mapping[str, Any]
NOT_ABOUT_ANOTHER = "You can start this record about yourself. About somebody else, their {team_leader} starts it."


def start_record(*, kind: str, prefix: str, child: Child | None, by: Staff) -> Record:
    """Create a draft of this kind, prefilled with what the register knows of the child. `prefix`: of its reference."""
    with transaction():
        return new_draft(kind=kind, prefix=prefix, child=child, by=by, answers=told_of(child) if child else {})


def start_handover(*, kind: str, prefix: str, worker: Staff, by: Staff) -> Record:
    """Create a draft about a worker, prefilled with their team, its leader and their open cases.

    Raises ForbiddenError for a social worker who starts one about somebody else.
    """
    if not may_start_about(worker, by):
        raise ForbiddenError("a worker about another", NOT_ABOUT_ANOTHER)
    with transaction():
        return new_draft(kind=kind, prefix=prefix, child=None, by=by, answers=told_of(worker))


def told_of(about: Child | Staff) -> dict[str, Any]:
    """What is known of a child or worker when a record about them is started."""
    return lookup.child_facts(about) if isinstance(about, Child) else {"worker": lookup.as_answer(about)}


def may_start_about(worker: Staff, by: Staff) -> bool:
    """Whether `by` may start a record about this worker: who holds cases, only about themselves."""
    return bool(by.role not in CASE_HOLDERS or worker == by)


def continue_as(
    *,
    record: Record,
    kind: str,
    prefix: str,
    questions: Collection[str],
    by: Staff,
    renamed: Mapping[str, str] | None = None,
) -> Record:
    """Create a draft of another kind with the answers of `record` to `questions`, or return the one started before.

    renamed: question → its name in the other kind, where that is not the same.

    Unparsed input carries over too, and so do reasons for departing from statements that are about both kinds. Nothing
    that is closed to `by` does.
    """
    left, kept = access.closed_answers(record, by), (record.answers, record.typed)
    reasons = {f"{DEPARTURE}{statement.id}" for statement in STATEMENTS if statement.is_about(kind)}
    theirs = ({name: one for name, one in values.items() if name not in left} for values in kept)
    carried, typed = (_renamed(values, renamed or {}) for values in theirs)
    carried = {
        name: value for name, value in carried.items() if name.removeprefix(PREFIX) in questions or name in reasons
    }
    typed = {name: value for name, value in typed.items() if name.removeprefix(PREFIX) in questions}
    with locked(record.id) as current:
        mine = (Record.started_from == current) & (Record.kind == kind) & (Record.author == by)
        known = Record.get_or_none(mine & (Record.state != State.WITHDRAWN))
        return known or new_draft(
            kind=kind, prefix=prefix, child=current.child, by=by, answers=carried, typed=typed, started_from=current
        )


def _renamed(values: Answers, names: Mapping[str, str]) -> dict[str, Any]:
    return {names.get(name, name): value for name, value in values.items()}


def new_draft(
    *,
    kind: str,
    prefix: str,
    child: Child | None,
    by: Staff,
    answers: Mapping[str, Any],
    typed: Mapping[str, Any] | None = None,
    started_from: Record | None = None,
    to_read: Sequence[str] = (),
) -> Record:
    """Insert a draft with these answers and the register's own, in the caller's transaction.

    to_read: the questions whose answers are to be read again.
    """
    drafted = from_register.put(get_kind(kind), answers, typed or {}, child)
    record = Record.create(
        reference=_free_reference(prefix),
        kind=kind,
        author=by,
        child=child,
        answers=drafted.answers,
        typed=drafted.typed,
        protocol_version=PROTOCOL_VERSION,
        created_at=clock.now(),
        saved_at=clock.now(),
        takes_effect_on=get_kind(kind).takes_effect_on(drafted.answers),
        started_from=started_from,
        to_read=list(to_read),
    )
    named_people.save_named_people(record)
    audit.note_writer(record, by, record.created_at)
    audit.append_event(record=record, event="started", by=by)
    return record


def _free_reference(prefix: str) -> str:
    """A reference that no record has."""
    while Record.select().where(Record.reference == (drawn := references.new_reference(prefix))).exists():
        continue
    return drawn
