"""What lists may find a record by, noted on the record itself, so that an index leads to those records as they were
saved (records/reporting/listing.py).

A list that many records would be in asks each of these, and no other, whether it really is so. So what is noted may be
too much, and never too little: whoever adds or ends one of these things notes it in the same transaction.
"""

from __future__ import annotations

from typing import Any

from models import Acceptance, Departure, PromisedDay, Record, RecordVersion, Refusal


def note(record_id: int) -> None:
    """Note whether the record departs from something, left something to accept, was refused, has open promises."""
    versions = RecordVersion.select(RecordVersion.id).where(RecordVersion.record == record_id)
    still = (PromisedDay.record == record_id) & PromisedDay.ended_at.is_null()
    queries: dict[Any, Any] = {
        Record.departs: Departure.select().where(Departure.version.in_(versions)),
        Record.accepts: Acceptance.select().where(Acceptance.version.in_(versions)),
        Record.refuses: Refusal.select().where(Refusal.record == record_id),
        Record.promises: PromisedDay.select().where(still),
    }
    noted = {column: query.exists() or None for column, query in queries.items()}
    Record.update(noted).where(Record.id == record_id).execute()
