"""Starts a record, prefilled from the register or from another record."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from forms import get_kind
from models import CASE_HOLDERS, Allocation, Child, Record, RecordPerson, Staff, State
from protocol import PROTOCOL_VERSION, STATEMENTS
from protocol.corrections import PREFIX
from records import audit, clock
from records.access import HANDED_OVER_WORKER
from records.drafting import from_register, named_people, references
from records.errors import ForbiddenError
from records.register import lookup
from records.transaction import locked, transaction
from records.weighing import DEPARTURE

NOT_ABOUT_ANOTHER = "You can start this record about yourself. About somebody else, their {team_leader} starts it."


def start_record(*, kind: str, prefix: str, child: Child | None, by: Staff) -> Record:
    """Create a draft of this kind, prefilled with what the register knows of the child. `prefix`: of its reference."""
    answers = lookup.child_facts(child, today=clock.today()) if child else {}
    with transaction():
        return new_draft(kind=kind, prefix=prefix, child=child, by=by, answers=answers)


def start_handover(*, kind: str, prefix: str, worker: Staff, by: Staff) -> Record:
    """Create a draft about a worker, prefilled with their team and a row for each of their open cases.

    Raises ForbiddenError for a social worker who starts one about somebody else.
    """
    if not may_start_about(worker, by):
        raise ForbiddenError("a worker about another", NOT_ABOUT_ANOTHER)
    with transaction():
        return new_draft(kind=kind, prefix=prefix, child=None, by=by, answers=handover_facts(worker))


def get_open_records(about: Child | Staff) -> list[Record]:
    """Records about this child or worker that are neither sealed nor withdrawn, the newest first.

    They are said before another is started, to people who may not read them too: two records of one transfer can
    contradict each other.
    """
    if isinstance(about, Child):
        mine: Any = Record.child == about
    else:
        named = RecordPerson.select(RecordPerson.record)
        mine = Record.id.in_(named.where((RecordPerson.staff == about) & (RecordPerson.part == HANDED_OVER_WORKER)))
    found = Record.select(Record, Staff).join(Staff).where(mine & Record.state.not_in((State.SEALED, State.WITHDRAWN)))
    return list(found.order_by(Record.created_at.desc(), Record.id.desc()))


def may_start_about(worker: Staff, by: Staff) -> bool:
    """Whether `by` may start a record about this worker: who holds cases, only about themselves."""
    return bool(by.role not in CASE_HOLDERS or worker == by)


def handover_facts(worker: Staff) -> dict[str, Any]:
    """Answers to prefill a management handover with: the worker and their open cases."""
    open_cases = Allocation.select(Allocation, Child).join(Child)
    open_cases = open_cases.where((Allocation.worker == worker) & Allocation.ended_on.is_null())
    in_order = open_cases.order_by(Child.name, Child.id)
    rows = [{"child": lookup.as_answer(row.child), "status": row.child.status} for row in in_order]
    facts = {"worker": lookup.as_answer(worker), "open_cases": len(rows), "cases": rows}
    return {question: value for question, value in facts.items() if value}


def continue_as(*, record: Record, kind: str, prefix: str, questions: Collection[str], by: Staff) -> Record:
    """Create a draft of another kind with the answers of `record` to `questions`, or return the one started before.

    Unparsed input carries over too, and so do reasons for departing from statements that are about both kinds.
    """
    reasons = {f"{DEPARTURE}{statement.id}" for statement in STATEMENTS if statement.is_about(kind)}
    carried = {
        name: value
        for name, value in record.answers.items()
        if name.removeprefix(PREFIX) in questions or name in reasons
    }
    typed = {name: value for name, value in record.typed.items() if name.removeprefix(PREFIX) in questions}
    with locked(record.id) as current:
        mine = (Record.started_from == current) & (Record.kind == kind) & (Record.author == by)
        known = Record.get_or_none(mine & (Record.state != State.WITHDRAWN))
        return known or new_draft(
            kind=kind, prefix=prefix, child=current.child, by=by, answers=carried, typed=typed, started_from=current
        )


def new_draft(
    *,
    kind: str,
    prefix: str,
    child: Child | None,
    by: Staff,
    answers: Mapping[str, Any],
    typed: Mapping[str, Any] | None = None,
    started_from: Record | None = None,
) -> Record:
    """Insert a draft with these answers and the register's own, in the caller's transaction."""
    form = get_kind(kind)
    record = Record.create(
        reference=references.new_reference(prefix),
        kind=kind,
        author=by,
        child=child,
        answers=from_register.put(form, answers, child),
        typed={name: raw for name, raw in (typed or {}).items() if name not in form.following},
        protocol_version=PROTOCOL_VERSION,
        created_at=clock.now(),
        saved_at=clock.now(),
        started_from=started_from,
    )
    named_people.save_named_people(record)
    audit.append_event(record=record, event="started", by=by)
    return record
