"""Transactions for writes. Each locks its record first, so that concurrent writers queue."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from blinker import Signal
from peewee import SqliteDatabase

from models import Record, database

work_waiting = Signal("sent after a commit that left mail to send or a record to seal")


def for_update(query: Any) -> Any:
    """Add FOR UPDATE to `query`. On SQLite there is no need: an immediate transaction locks the whole database."""
    return query if isinstance(database.obj, SqliteDatabase) else query.for_update()


@contextmanager
def transaction() -> Iterator[None]:
    """A transaction; on SQLite it takes the write lock immediately (see models.connect_to)."""
    with database.atomic():
        yield


@contextmanager
def snapshot() -> Iterator[None]:
    """A transaction that only reads: all its queries see one moment, and nobody who saves waits for it."""
    with database.atomic("DEFERRED" if isinstance(database.obj, SqliteDatabase) else "REPEATABLE READ, READ ONLY"):
        yield


@contextmanager
def locked(record_id: int) -> Iterator[Record]:
    """A transaction that locks the record's row and yields it freshly read. Every change of a record begins here."""
    with database.atomic():
        yield select_for_update(record_id)


def select_for_update(record_id: int) -> Record:
    """The record freshly read, and locked until the caller's transaction ends."""
    record: Record = for_update(Record.select().where(Record.id == record_id)).get()
    return record


def notify_worker() -> None:
    """Wake the background worker. It polls once a minute anyway; this only makes it start sooner."""
    work_waiting.send()
