"""The audit trail: for each record an append-only chain of SHA-256 hashes, written in the caller's transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pikepdf

from documents import attachment
from models import AuditEvent, Record, SealedDocument, Staff
from records import clock
from records.prepared import Prepared, parameter
from records.transaction import locked

GENESIS = "0" * 64
NOTED_AGAIN_AFTER = timedelta(minutes=30)


def _noted(record: Any, event: Any, by: Any, since: Any) -> Any:
    of_record = (AuditEvent.record == record) & (AuditEvent.event == event) & (AuditEvent.staff == by)
    return AuditEvent.select(AuditEvent.id).where(of_record & (AuditEvent.happened_at > since)).limit(1)


_NOTED = Prepared(
    lambda: _noted(
        parameter(AuditEvent.record),
        parameter(AuditEvent.event),
        parameter(AuditEvent.staff),
        parameter(AuditEvent.happened_at, "since"),
    )
)


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
    """The hash of one event: over the hash before it and every column, in one canonical form."""
    canonical = json.dumps(
        [previous, record_id, sequence, event, staff_id, detail, happened_at.isoformat(timespec="microseconds")],
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=True,
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def write(*, record: Record, event: str, by: Staff | None, detail: dict[str, Any] | None = None) -> None:
    """Append an event. The caller holds the record's lock, so that two events never share a sequence number.

    The record's row keeps the chain's length and head, so that an event cut off the end is missed too.
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
    kept = Record.update(audit_length=sequence, audit_head=digest)
    kept.where(Record.id == record.id).execute()


def was_noted(*, record: Record, by: Staff | None, event: str) -> bool:
    """Whether this event of this person (None: of somebody unknown) was written within the last half hour."""
    since = clock.now() - NOTED_AGAIN_AFTER
    if by is None:  # 'IS NULL' is another query than '= ?'
        return bool(_noted(record, event, None, since).exists())
    return _NOTED.run(record=record, event=event, staff=by, since=since).fetchone() is not None


def note_view(*, record: Record, by: Staff) -> None:
    """Note that somebody read the record: once in half an hour for each reader, so that the trail stays readable."""
    if not was_noted(record=record, by=by, event="viewed"):
        with locked(record.id) as held:
            write(record=held, event="viewed", by=by)


def faults(record_id: int) -> Iterator[str]:
    """What is wrong with a record's chain, in sentences; nothing when it is whole."""
    with locked(record_id) as record:  # both as of one moment, while others go on writing
        events = list(AuditEvent.select().where(AuditEvent.record == record_id).order_by(AuditEvent.sequence))
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


def faults_against_documents(record_id: int) -> Iterator[str]:
    """Where a record's chain is not the one that its sealed documents name, in sentences; nothing when it is.

    A chain that was written anew from end to end, its head in the record's row included, is whole; what was sealed
    says which chain it was. Whether a document is genuine is for documents.verify to say.
    """
    documents = SealedDocument.select().where(SealedDocument.record == record_id).order_by(SealedDocument.id)
    was_sealed = (AuditEvent.record == record_id) & (AuditEvent.event == "sealed")
    if not documents and AuditEvent.select().where(was_sealed).exists():
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
