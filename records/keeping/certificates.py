"""The certificate of a disposal: an event in the audit trail, of what outlives the record and not of what it said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import fn

from models import AuditEvent, Disposal, Record, RecordVersion, SealedDocument, SealStage
from records.errors import NotFoundError
from records.keeping import what_goes

NO_CERTIFICATE = "There is no such certificate."
WHOLE_GONE, PART_GONE = "disposed", "part_disposed"


@dataclass(frozen=True)
class Certificate:
    """What is left of one record. agreed: (name, when) of the two. detail: of the audit event; hash: of that event."""

    record: Record
    detail: Mapping[str, Any]
    happened_at: datetime
    hash: str
    agreed: tuple[tuple[str, datetime], ...]


def detail_of(record: Record, disposal: Disposal, *, only_part: str = "") -> dict[str, Any]:
    """The detail of the event, of a record that is still there. only_part: of its documents, '' for all."""
    documents = SealedDocument.select(
        SealedDocument.code,
        SealedDocument.version,
        SealedDocument.part,
        SealedDocument.sha256,
        fn.LENGTH(SealedDocument.data).alias("length"),
    ).where(SealedDocument.record == record)
    if only_part:
        documents = documents.where(SealedDocument.part == only_part)
    versions = RecordVersion.select(RecordVersion.number, RecordVersion.digest, RecordVersion.recipe)
    return {
        "rule": disposal.rule,
        "due_on": disposal.due_on.isoformat() if disposal.due_on else "",
        "agreed": [number for number in (disposal.first_by_id, disposal.second_by_id) if number],
        "done_by": disposal.done_by,
        "versions": list(versions.where(RecordVersion.record == record).order_by(RecordVersion.number).dicts()),
        "documents": list(documents.order_by(SealedDocument.id).dicts()),
    }


def of(disposal: Disposal) -> list[Certificate]:
    """The certificates of a disposal that was done: one for each record, the first version's first."""
    event = PART_GONE if disposal.part != "whole" else WHOLE_GONE
    records = [disposal.record, *_later(disposal.record)]
    events = AuditEvent.select(AuditEvent, Record).join(Record)
    of_them = AuditEvent.record.in_([record.id for record in records]) & (AuditEvent.event == event)
    people = ((disposal.first_by, disposal.first_at), (disposal.second_by, disposal.second_at))
    agreed = tuple((staff.name, moment) for staff, moment in people if staff)
    return [
        Certificate(one.record, one.detail, one.happened_at, one.hash, agreed)
        for one in events.where(of_them).order_by(AuditEvent.record)
    ]


def _later(record: Record) -> list[Record]:
    later = list(Record.select().where(Record.amends == record).order_by(Record.id))
    return [one for found in later for one in (found, *_later(found))]


def done(limit: int) -> list[Disposal]:
    """The disposals that were done, the latest first."""
    disposals = Disposal.select(Disposal, Record).join(Record).where(Disposal.done_at.is_null(False))
    return list(disposals.order_by(Disposal.done_at.desc(), Disposal.id.desc()).limit(limit))


def find_faults(record_id: int) -> Iterator[str]:
    """Compare a record's certificates with what is kept; yields a sentence for each problem, nothing without any.

    The trail itself is verified by records.audit, as that of any record is.
    """
    of_record = (AuditEvent.record == record_id) & AuditEvent.event.in_([WHOLE_GONE, PART_GONE])
    for event in AuditEvent.select().where(of_record).order_by(AuditEvent.sequence):
        for document in event.detail["documents"]:
            if not _is_stage(document):
                yield f"its certificate names a document of version {document['version']} that the seals do not know"
        if event.event == WHOLE_GONE and (tables := what_goes.left_of(record_id)):
            yield f"it was disposed of, and there is something of it in {', '.join(tables)}"


def _is_stage(document: Mapping[str, Any]) -> bool:
    same = (SealStage.code == document["code"]) & (SealStage.sha256 == document["sha256"])
    same &= (SealStage.length == document["length"]) & SealStage.disposed_on.is_null(False)
    return bool(SealStage.select().where(same).exists())


def get(number: int) -> Disposal:
    """A disposal that was done. Raises NotFoundError."""
    found: Disposal | None = Disposal.get_or_none((Disposal.id == number) & Disposal.done_at.is_null(False))
    if found is None:
        raise NotFoundError(f"no certificate {number}", NO_CERTIFICATE)
    return found
