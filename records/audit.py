"""The audit trail: an append-only SHA-256 hash chain for each record, written in the caller's transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pikepdf

from documents import attachment
from models import AuditEvent, Record, RecordWriter, SealedDocument, Staff
from records import clock
from records.prepared import Prepared, parameter
from records.transaction import locked

GENESIS = "0" * 64
REPEAT_INTERVAL = timedelta(minutes=30)


def _recent_events(record: Any, event: Any, by: Any, since: Any) -> Any:
    of_record = (AuditEvent.record == record) & (AuditEvent.event == event) & (AuditEvent.staff == by)
    return AuditEvent.select(AuditEvent.id).where(of_record & (AuditEvent.happened_at > since)).limit(1)


_RECENT_EVENTS = Prepared(
    lambda: _recent_events(
        parameter(AuditEvent.record),
        parameter(AuditEvent.event),
        parameter(AuditEvent.staff),
        parameter(AuditEvent.happened_at, "since"),
    )
)


_NOTE_WRITER = Prepared(
    lambda: RecordWriter.insert(
        {one: parameter(one) for one in (RecordWriter.record, RecordWriter.staff, RecordWriter.first_at)}
        | {RecordWriter.last_at: parameter(RecordWriter.last_at)}
    ).on_conflict(conflict_target=[RecordWriter.record, RecordWriter.staff], preserve=[RecordWriter.last_at])
)


def note_writer(record: Record, by: Staff, at: datetime) -> None:
    """Note that somebody starts, writes in or submits a record, in the caller's transaction.

    Who may not decide because of it is said by records.access.get_writer_ids.
    """
    _NOTE_WRITER.run(record=record, staff=by, first_at=at, last_at=at)


def hash_of(
    *,
    previous: str,
    record_id: int,
    sequence: int,
    event: str,
    staff_id: int | None,
    detail: dict[str, Any],
    happened_at: datetime,
) -> str:
    """SHA-256 (hex) of one event: over the previous hash and every column, as canonical JSON.

    Stored and verified for ever: the form must not change.
    """
    canonical = json.dumps(
        [previous, record_id, sequence, event, staff_id, detail, happened_at.isoformat(timespec="microseconds")],
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=True,
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def append_event(*, record: Record, event: str, by: Staff | None, detail: dict[str, Any] | None = None) -> None:
    """Append an event to the record's chain. The caller must hold the record's lock: sequence numbers are unique.

    The chain's length and head are also stored in the record's row, so that truncation is detected.
    """
    previous, sequence, detail, happened_at = record.audit_head, record.audit_length + 1, detail or {}, clock.now()
    digest = hash_of(
        previous=previous,
        record_id=record.id,
        sequence=sequence,
        event=event,
        staff_id=by.id if by else None,
        detail=detail,
        happened_at=happened_at,
    )
    AuditEvent.insert(
        record=record,
        sequence=sequence,
        event=event,
        staff=by,
        detail=detail,
        happened_at=happened_at,
        previous_hash=previous,
        hash=digest,
    ).execute()
    record.audit_length, record.audit_head = sequence, digest
    query = Record.update(audit_length=sequence, audit_head=digest)
    query.where(Record.id == record.id).execute()


def was_logged_recently(*, record: Record, by: Staff | None, event: str) -> bool:
    """Whether this event by this person (None: anonymous) was logged within REPEAT_INTERVAL."""
    since = clock.now() - REPEAT_INTERVAL
    if by is None:  # needs IS NULL, which the prepared query's '= ?' never matches
        return bool(_recent_events(record, event, None, since).exists())
    return _RECENT_EVENTS.run(record=record, event=event, staff=by, since=since).fetchone() is not None


def log_once(*, record: Record, event: str, by: Staff | None, detail: dict[str, Any] | None = None) -> None:
    """Log that somebody read or checked something of the record; at most once per REPEAT_INTERVAL, person and event."""
    if not was_logged_recently(record=record, by=by, event=event):
        with locked(record.id) as current:
            append_event(record=current, event=event, by=by, detail=detail)


def find_faults(record_id: int) -> Iterator[str]:
    """Verify a record's hash chain; yields a sentence for each inconsistency, nothing when it is intact."""
    chain = AuditEvent.record == record_id
    counted = AuditEvent.select(AuditEvent, Record.audit_length, Record.audit_head).join(Record).where(chain)
    events = list(counted.order_by(AuditEvent.sequence))  # in one statement, while other processes append
    record = events[0].record if events else Record.get_by_id(record_id)
    previous, expected = GENESIS, 1
    for event in events:
        if event.sequence != expected:
            yield f"event {expected} is missing or out of order (found {event.sequence})"
        if event.previous_hash != previous:
            yield f"event {event.sequence} does not follow from the one before it"
        computed = hash_of(
            previous=event.previous_hash,
            record_id=record_id,
            sequence=event.sequence,
            event=event.event,
            staff_id=event.staff_id,
            detail=event.detail,
            happened_at=event.happened_at,
        )
        if computed != event.hash:
            yield f"event {event.sequence} was changed after it was written"
        previous, expected = event.hash, event.sequence + 1
    if (record.audit_length, record.audit_head) != (expected - 1, previous):
        yield f"the record counts {record.audit_length} events and the trail holds {expected - 1}, or it ends otherwise"


def find_document_faults(record_id: int) -> Iterator[str]:
    """Compare a record's chain with the audit head in its sealed documents; yields a sentence for each problem.

    Finds a chain that was rewritten completely, including its head in the record's row, which `find_faults` cannot.
    Whether the document itself is genuine is checked by documents.verify.
    """
    documents = SealedDocument.select().where(SealedDocument.record == record_id).order_by(SealedDocument.id)
    events = AuditEvent.select().where(AuditEvent.record == record_id)
    was_sealed = events.where(AuditEvent.event == "sealed").exists()  # asked first: the document comes with the event
    if was_sealed and not documents and not events.where(AuditEvent.event == "disposed").exists():
        yield "it was sealed, and its sealed document is not there"
    for document in documents:
        named = f"the sealed document of version {document.version} ({document.part})"
        try:
            head = attachment.stated_in(bytes(document.data), "audit_head")
        except (pikepdf.PdfError, ValueError):
            yield f"{named} cannot be read"
            continue
        if hashlib.sha256(bytes(document.data)).hexdigest() != document.sha256:
            yield f"{named} was changed after it was stored"
        of_record = AuditEvent.record == record_id
        if not AuditEvent.select().where(of_record & (AuditEvent.hash == head)).exists():
            yield f"{named} names an event that the trail does not hold" if head else f"{named} names no event"
