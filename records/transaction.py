"""One door for writes: a transaction that locks its record first, so that two writers queue."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from blinker import Signal
from peewee import SqliteDatabase

from models import Record, database
from records.prepared import Prepared, parameter

work_waiting = Signal("sent after a commit that left mail to send or a record to seal")


def for_update(query: Any) -> Any:
    """Lock the rows that `query` finds until the transaction ends. SQLite's immediate transaction already has."""
    return query if isinstance(database.obj, SqliteDatabase) else query.for_update()


# Whatever is done to a record raises its revision or adds to its audit trail.
_AS_READ = Prepared(
    lambda: for_update(
        Record.select(Record.id).where(
            (Record.id == parameter(Record.id))
            & (Record.revision == parameter(Record.revision))
            & (Record.audit_head == parameter(Record.audit_head))
        )
    )
)


@contextmanager
def transaction() -> Iterator[None]:
    """A transaction; on SQLite it takes the write lock at once (see models.connect_to)."""
    with database.atomic():
        yield


@contextmanager
def locked(record_id: int) -> Iterator[Record]:
    """A transaction holding the record's row: everything that changes a record begins here."""
    with database.atomic():
        yield _held(record_id)


@contextmanager
def locked_again(read: Record) -> Iterator[Record]:
    """The same for a record that this request has read already: what has not changed since is not read twice."""
    with database.atomic():
        same = _AS_READ.run(id=read.id, revision=read.revision, audit_head=read.audit_head).fetchone()
        yield _copy_of(read) if same else _held(read.id)


def _held(record_id: int) -> Record:
    record: Record = for_update(Record.select().where(Record.id == record_id)).get()
    return record


def _copy_of(record: Record) -> Record:
    copied: Record = record.clone()  # which shares the columns with its original
    copied.__data__, copied.__rel__ = dict(record.__data__), dict(record.__rel__)
    copied.answers, copied.typed = dict(record.answers), dict(record.typed)
    return copied


def tell_worker() -> None:
    """Say that there is work for the background worker. It would find it anyway; this makes it find it sooner."""
    work_waiting.send()
