"""Starting a record: from the register, or from another record whose answers carry over."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from models import Allocation, Child, Record, Role, Staff, State
from protocol import PROTOCOL_VERSION, STATEMENTS
from records import audit, clock
from records.deciding.managers import team_facts
from records.drafting import named_people, references
from records.errors import NotAllowedError
from records.register import lookup
from records.transaction import locked, transaction
from records.weighing import DEPARTURE

NOT_ABOUT_ANOTHER = "You can start this record about yourself. About somebody else, their {team_leader} starts it."


def start_record(*, kind: str, prefix: str, child: Child | None, by: Staff) -> Record:
    """A new draft of this kind, with what the register knows of the child filled in."""
    answers = lookup.child_facts(child, today=clock.today()) if child else {}
    with transaction():
        return new_draft(kind=kind, prefix=prefix, child=child, by=by, answers=answers)


def start_handover(*, kind: str, prefix: str, worker: Staff, by: Staff) -> Record:
    """A new draft about a worker, not a child: their team, and a row for each child whose worker they are now.

    Raises NotAllowedError for a worker who starts one about somebody else.
    """
    if not may_start_about(worker, by):
        raise NotAllowedError("a worker about another", NOT_ABOUT_ANOTHER)
    with transaction():
        return new_draft(kind=kind, prefix=prefix, child=None, by=by, answers=handover_facts(worker))


def may_start_about(worker: Staff, by: Staff) -> bool:
    """Whether somebody may start a record about this worker: a social worker about themselves alone."""
    return bool(by.role != Role.SOCIAL_WORKER or worker == by)


def handover_facts(worker: Staff) -> dict[str, Any]:
    """What the register knows for a handover of management: the worker, their leader, their open cases."""
    open_cases = Allocation.select(Allocation, Child).join(Child)
    open_cases = open_cases.where((Allocation.worker == worker) & Allocation.ended_on.is_null())
    in_order = open_cases.order_by(Child.name, Child.id)
    rows = [{"child": lookup.named(row.child), "status": row.child.status} for row in in_order]
    facts = {
        "worker": lookup.named(worker),
        "outgoing_team": lookup.named(worker.team),
        "open_cases": len(rows),
        "cases": rows,
    } | team_facts(worker.team, "outgoing")
    return {question: value for question, value in facts.items() if value}


def continue_as(*, record: Record, kind: str, prefix: str, questions: Collection[str], by: Staff) -> Record:
    """A new draft of another kind, with every answer of `record` that it asks for too. Asking twice finds the first.

    What could not be read goes along as it was typed, and why a statement about both is departed from.
    """
    reasons = {f"{DEPARTURE}{statement.id}" for statement in STATEMENTS if statement.is_about(kind)}
    carried = {name: value for name, value in record.answers.items() if name in questions or name in reasons}
    typed = {name: value for name, value in record.typed.items() if name in questions}
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
    """A new draft with these answers, in the caller's transaction."""
    record = Record.create(
        reference=references.new_reference(prefix),
        kind=kind,
        author=by,
        child=child,
        answers=dict(answers),
        typed=dict(typed or {}),
        protocol_version=PROTOCOL_VERSION,
        created_at=clock.now(),
        saved_at=clock.now(),
        started_from=started_from,
    )
    named_people.keep(record)
    audit.write(record=record, event="started", by=by)
    return record
