"""Queries for a record's history: versions, steps, documents, links and the audit trail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from peewee import SQL, Select, fn

from models import (
    Acceptance,
    AuditEvent,
    Departure,
    Record,
    RecordLink,
    RecordVersion,
    SealedDocument,
    Staff,
    Step,
    database,
)
from protocol import STATEMENTS, Statement
from records import access
from records.amending import family
from records.deciding import states
from records.planning import not_by_index
from records.prepared import Prepared, parameter

NAMED = ("later", "exception")  # references of other records in the details of events
COUNTED = 100  # as far as departures and acceptances of a statement are counted
# SealedDocument's columns without the PDF bytes, which are large and seldom needed.
WITHOUT_DATA = [field for field in SealedDocument._meta.sorted_fields if field.name != "data"]


def version_of(record: Record) -> RecordVersion | None:
    """The current version, or None before the first submission."""
    return RecordVersion.get_or_none((RecordVersion.record == record) & (RecordVersion.number == record.version))


def versions_of(record: Record) -> list[RecordVersion]:
    """Every version, newest first, with those of the sealed records that it corrects."""
    versions = RecordVersion.select(RecordVersion, Staff).join(Staff)
    records = [record.id, *(one.id for one in family.before(record))]
    return list(versions.where(RecordVersion.record.in_(records)).order_by(RecordVersion.number.desc()))


def all_steps_of(record: Record) -> list[Step]:
    """Every step of every version with its assignee, newest version first."""
    steps = Step.select(Step, Staff).join(Staff, on=(Step.assignee == Staff.id)).where(Step.record == record)
    return list(steps.order_by(Step.version.desc(), Step.order, Step.id))


def steps_of(record: Record) -> list[Step]:
    """The current version's steps with their assignees."""
    return [step for step in all_steps_of(record) if step.version == record.version]


def events_of(record: Record) -> list[AuditEvent]:
    """The audit trail, newest first."""
    events = AuditEvent.select(AuditEvent, Staff).left_outer_join(Staff).where(AuditEvent.record == record)
    return list(events.order_by(AuditEvent.sequence.desc()))


def names_in(events: Iterable[AuditEvent]) -> dict[int, str]:
    """Staff id → name, for the people in the details (from, to, people) of these events."""
    ids: set[int] = set()
    for event in events:
        ids |= {event.detail[end] for end in ("from", "to") if end in event.detail} | {*event.detail.get("people", ())}
    return {staff.id: staff.name for staff in Staff.select(Staff.id, Staff.name).where(Staff.id.in_(list(ids)))}


def withdrawn_by(record: Record) -> Staff | None:
    """Who withdrew the record, or None if it was not withdrawn."""
    withdrawn = (AuditEvent.record == record) & (AuditEvent.event == "withdrawn")
    event = AuditEvent.select(AuditEvent, Staff).join(Staff).where(withdrawn).first()
    return event.staff if event else None


def documents_of(record: Record) -> list[SealedDocument]:
    """The sealed documents, newest first, without their bytes."""
    documents = SealedDocument.select(*WITHOUT_DATA).where(SealedDocument.record == record)
    return list(documents.order_by(SealedDocument.version.desc(), SealedDocument.part))


def unread_in(events: Iterable[AuditEvent], reader: Staff) -> set[str]:
    """References in the details of these events, of records that this person may not read."""
    named = {event.detail[key] for event in events for key in NAMED if key in event.detail}
    seen = access.visible_to(reader).where(Record.reference.in_(list(named))) if named else ()
    return named - {one.reference for one in seen}


def exceptions_of(record: Record, reader: Staff | None = None) -> list[RecordLink]:
    """Links from this transfer to its exception decisions, oldest first. reader: only to those that they may read."""
    return _links(RecordLink.exception, RecordLink.transfer == record, reader)


def transfers_of(record: Record, reader: Staff | None = None) -> list[RecordLink]:
    """Links from transfers to this exception decision, oldest first. reader: only from those that they may read."""
    return _links(RecordLink.transfer, RecordLink.exception == record, reader)


def _links(other: Any, condition: Any, reader: Staff | None) -> list[RecordLink]:
    if reader is not None:
        condition &= access.is_visible(reader)
    links = RecordLink.select(RecordLink, Record).join(Record, on=(other == Record.id))
    return list(links.where(condition).order_by(RecordLink.id))


def earlier_of(record: Record, staff: Staff) -> Record | None:
    """The record that this one was started from, if this person may see it; else None."""
    if record.started_from_id is None:
        return None
    found: Record | None = access.visible_to(staff).where(Record.id == record.started_from_id).first()
    return found


def continued_in(record: Record, staff: Staff) -> list[Record]:
    """Records of other kinds that were started from this one and that this person may see."""
    linked = {link.exception_id for link in exceptions_of(record)}
    started = access.visible_to(staff).where((Record.started_from == record) & (Record.kind != record.kind))
    return [one for one in started.order_by(Record.id) if one.id not in linked]


def departures_by_statement(of: Iterable[Statement] = STATEMENTS) -> dict[str, int]:
    """Statement → number of submitted versions that departed from it with a reason, as far as they are COUNTED."""
    return _by_statement(_DEPARTURES, of)


def acceptances_by_statement(of: Iterable[Statement] = STATEMENTS) -> dict[str, int]:
    """Statement → number of submitted versions that do not meet it and in which managers have accepted that."""
    return _by_statement(_ACCEPTANCES, of)


def _by_statement(times: Prepared, of: Iterable[Statement]) -> dict[str, int]:
    counted = ((one.id, int(times.run(statement=one.id).fetchone()[0])) for one in of)
    return {statement: number for statement, number in counted if number}


def _times(noted: type[Departure] | type[Acceptance], condition: Any = True) -> Any:  # noqa: FBT002 - SQL
    """Query of how often one statement is noted, of versions of records that nothing stands in place of."""
    rows = noted.select(noted.id).join(RecordVersion).join(Record)
    stands = not_by_index(Record.state).not_in(list(states.REPLACED))
    rows = rows.where((noted.statement == parameter(noted.statement)) & stands & condition).limit(COUNTED)
    counted = Select([rows.alias("found")], [fn.COUNT(SQL("*"))])
    return counted.bind(database.obj)  # each kind of database has placeholders of its own


_DEPARTURES = Prepared(lambda: _times(Departure))
_ACCEPTANCES = Prepared(lambda: _times(Acceptance, Acceptance.accepted_at.is_null(False)))
