"""Correcting a sealed record: a later version of it, which says what was wrong and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms import get_kind
from models import RANK, READ_FOR_A_PURPOSE, Record, RecordLink, RecordPerson, Role, Staff, State
from protocol import PROTOCOL_VERSION, formatting
from protocol.corrections import AMENDS, FROM_REGISTER
from records import access, audit, clock
from records.amending import family, refused
from records.drafting import as_then, from_register, named_people, references, saving
from records.errors import ConflictError, ForbiddenError
from records.following.promises import LEADERS
from records.register import lookup
from records.reporting import history
from records.transaction import locked
from records.weighing import answers_decided_on

CORRECTABLE = (State.SEALED, State.REFUSAL_SEALED)
WRITES_NOTHING = (Role.BUSINESS_SUPPORT, *READ_FOR_A_PURPOSE)
NOT_THEIRS = (
    "A sealed record is corrected by whoever wrote it, by whoever works with the child now, and by the leaders of its "
    "teams."
)
NOT_SEALED = "Only a sealed record that counts can be corrected."
BEGUN = "{who} began a {what} of this record on {day}. Wait for it, or ask them to withdraw it."


def may_correct(record: Record, staff: Staff) -> bool:
    """Whether this person may start a correction of a sealed record that counts."""
    return _counts(record) and writes_today(record, staff)


def _counts(record: Record) -> bool:
    sealed = record.state in CORRECTABLE and not family.is_cancellation(record)
    return sealed and family.has_taken_effect(record)


def writes_today(record: Record, staff: Staff) -> bool:
    """Whether this person may write such a record today: its author, the child's current worker, leaders of its teams.

    Only of those who may read it. Nobody whose post starts no records.
    """
    if staff.role in WRITES_NOTHING or not access.visible_to(staff).where(Record.id == record.id).exists():
        return False
    return access.acts_as_author(record, staff) or _works_with_the_child(record, staff) or _has_a_part(record, staff)


def _works_with_the_child(record: Record, staff: Staff) -> bool:
    now = lookup.current_allocation(record.child) if record.child else None
    return now is not None and now.worker_id == staff.id


def _has_a_part(record: Record, staff: Staff) -> bool:
    """Whether this person writes in such drafts, or leads one of the record's teams, then or today."""
    writers = get_kind(record.kind).writers_by(record.answers)
    leads = RANK[Role(staff.role)] >= RANK[Role.TEAM_LEADER]
    parts = (*writers, *LEADERS) if leads else tuple(writers)
    named = (RecordPerson.record == record) & (RecordPerson.staff == staff) & RecordPerson.part.in_(parts)
    if RecordPerson.select().where(named).exists():
        return True
    by_post = staff.role == Role.TEAM_LEADER and access.visible_by_post(staff).where(Record.id == record.id).exists()
    return bool(by_post)


def start(*, record: Record, by: Staff, reason: str) -> Record:
    """Create the draft of a correction, with the answers that were sealed. reason: what was wrong, and why.

    Returns the draft that `by` has begun before. Raises ForbiddenError for somebody who may not, ConflictError when the
    record is not one that counts, or somebody else has begun one.
    """
    with locked(record.id) as current:
        require(current, by)
        begun = family.under_way(current)
        if begun and begun.author_id == by.id and not family.is_cancellation(begun):
            return begun
        require_none_begun(begun)
        later = create(current, by=by, why=reason)
        audit.append_event(record=current, event="correction_begun", by=by, detail={"later": later.reference})
    return later


def require(record: Record, by: Staff) -> None:
    """Raise ConflictError when the record is not one that counts, ForbiddenError when `by` may not correct it."""
    if not writes_today(record, by):
        raise ForbiddenError("may not correct", NOT_THEIRS)
    if not _counts(record):
        raise ConflictError(f"correct in state {record.state}", NOT_SEALED)


def require_none_begun(begun: Record | None) -> None:
    """Raise ConflictError, which says who has begun what, where a later version is under way."""
    if begun:
        what = "cancellation" if family.is_cancellation(begun) else "correction"
        day = formatting.day(clock.in_london(begun.created_at))
        raise ConflictError("begun", BEGUN.format(who=begun.author.name, what=what, day=day))


def create(record: Record, *, by: Staff, why: str, cancels: bool = False) -> Record:
    """Insert the draft of a later version, in the caller's transaction, which has locked the sealed one."""
    form, sealed, versions = get_kind(record.kind), answers_decided_on(record), family.all_of(record)
    told = amending(record, why=why, cancels=cancels) | as_then.to_keep(form, sealed)
    answers = {name: answer for name, answer in sealed.items() if name not in (FROM_REGISTER, AMENDS)}
    answers = from_register.put(form, {**answers, AMENDS: told}, {}, record.child).answers
    later = Record.create(
        reference=references.later_reference(versions[0].reference, len(versions)),
        kind=record.kind,
        author=by,
        child=record.child,
        answers=answers,
        typed={},
        version=max(one.version for one in versions),
        protocol_version=PROTOCOL_VERSION,
        created_at=clock.now(),
        saved_at=clock.now(),
        takes_effect_on=form.takes_effect_on(answers),
        started_from=record.started_from,
        amends=record,
    )
    named_people.save_named_people(later)
    for link in history.exceptions_of(record):
        last = family.counting(link.exception)
        RecordLink.create(transfer=later, exception=last.last if last else link.exception, statement=link.statement)
    audit.note_writer(later, by, later.created_at)
    audit.append_event(record=later, event="started", by=by)
    return later


def amending(record: Record, *, why: str, cancels: bool) -> dict[str, Any]:
    """What the later version says of the sealed one: without what the register said then."""
    day = family.sealed_on(record)
    said = {"reference": record.reference, "version": record.version, "sealed_on": day.isoformat() if day else None}
    refused_by = [(step.decided_by or step.assignee).name for step in refused.steps_of_refusal(record)]
    return {**said, "why": why, "cancels": cancels} | ({"refused_by": refused_by} if refused_by else {})


def say_why(*, record: Record, by: Staff, reason: str) -> None:
    """Change what a correction that is not submitted says was wrong. Raises ForbiddenError when `by` may not write."""
    told: Mapping[str, Any] = {**family.told_in(record.answers), "why": reason}
    saving.save_answers(
        record=record,
        by=by,
        editor="why",
        base_revision=record.revision,
        questions={AMENDS},
        answers={AMENDS: told},
        typed={},
        keep_mine={AMENDS},
    )
