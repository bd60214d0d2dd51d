"""One door for writes: a transaction that locks its record first, so that two writers queue."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from blinker import Signal
from peewee import SqliteDatabase

from models import Record, database
from records.prepared import Prepared, hole

work_waiting = Signal("sent after a commit that left mail to send or a record to seal")


def for_update(query: Any) -> Any:
    """Lock the rows that `query` finds until the transaction ends. SQLite's immediate transaction already has."""
    return query if isinstance(database.obj, SqliteDatabase) else query.for_update()


_HELD = Prepared(lambda: for_update(Record.select().where(Record.id == hole(Record.id))))


@contextmanager
def transaction() -> Iterator[None]:
    """A transaction; on SQLite it takes the write lock at once (see models.connect_to)."""
    with database.atomic():
        yield


@contextmanager
def locked(record_id: int) -> Iterator[Record]:
    """A transaction holding the record's row: everything that changes a record begins here."""
    with database.atomic():
        record = _HELD.first(id=record_id)
        if record is None:
            raise Record.DoesNotExist(f"there is no record {record_id}")
        yield record


def tell_worker() -> None:
    """Say that there is work for the background worker. It would find it anyway; this makes it find it sooner."""
    work_waiting.send()
