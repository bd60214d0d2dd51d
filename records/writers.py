"""Who wrote in a record, kept as it happens: it outlives the changes of the draft, which are deleted at the seal.

Who may not decide because of it is said by records.access.get_writer_ids.
"""

from __future__ import annotations

from datetime import datetime

from models import Record, RecordWriter, Staff
from records.prepared import Prepared, parameter

_NOTE = Prepared(
    lambda: RecordWriter.insert(
        {one: parameter(one) for one in (RecordWriter.record, RecordWriter.staff, RecordWriter.first_at)}
        | {RecordWriter.last_at: parameter(RecordWriter.last_at)}
    ).on_conflict(conflict_target=[RecordWriter.record, RecordWriter.staff], preserve=[RecordWriter.last_at])
)


def note(record: Record, by: Staff, at: datetime) -> None:
    """Note that somebody starts, writes in or submits a record, in the caller's transaction."""
    _NOTE.run(record=record, staff=by, first_at=at, last_at=at)
