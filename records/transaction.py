"""Transactions for writes. Each locks its record first, so that concurrent writers queue."""

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
    """Add FOR UPDATE to `query`. On SQLite there is no need: an immediate transaction locks the whole database."""
    return query if isinstance(database.obj, SqliteDatabase) else query.for_update()


# Every change of a record increments its revision or extends its audit trail: equal values mean unchanged.
_LOCK_IF_UNCHANGED = Prepared(
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
    """A transaction; on SQLite it takes the write lock immediately (see models.connect_to)."""
    with database.atomic():
        yield


@contextmanager
def locked(record_id: int) -> Iterator[Record]:
    """A transaction that locks the record's row and yields it freshly read. Every change of a record begins here."""
    with database.atomic():
        yield _select_for_update(record_id)


@contextmanager
def locked_unless_changed(read: Record) -> Iterator[Record]:
    """Like `locked`, for a record read earlier in this request: read again only if it has changed since."""
    with database.atomic():
        same = _LOCK_IF_UNCHANGED.run(id=read.id, revision=read.revision, audit_head=read.audit_head).fetchone()
        yield _copy_of(read) if same else _select_for_update(read.id)


def _select_for_update(record_id: int) -> Record:
    record: Record = for_update(Record.select().where(Record.id == record_id)).get()
    return record


def _copy_of(record: Record) -> Record:
    copied: Record = record.clone()  # a shallow copy: its dicts are copied below
    copied.__data__, copied.__rel__ = dict(record.__data__), dict(record.__rel__)
    copied.answers, copied.typed = dict(record.answers), dict(record.typed)
    return copied


def notify_worker() -> None:
    """Wake the background worker. It polls once a minute anyway; this only makes it start sooner."""
    work_waiting.send()
