"""A backup of SQLite: one file, copied by the database itself while others write."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from commands.keeping.manifest import BackupError, Contents, copy_plain, sum_up
from models import beside, database

FILE = "database.sqlite3"
QUERIES = (
    "SELECT name FROM schema_migration",
    "SELECT id, audit_length, audit_head FROM record",
    "SELECT record_id, sequence, hash FROM audit_event",
)

NAMES_AN_AUTHORITY = "SELECT count(*) FROM sqlite_master WHERE name = 'seal_authority'"
AUTHORITIES = "SELECT number, fingerprint FROM seal_authority"


def copy(_: str, file: Path) -> Contents:
    """Copy the database to `file`. Writers go on meanwhile: what they commit after the copy began is not in it."""
    with database.obj.connection_context(), closing(sqlite3.connect(file)) as copied:
        database.obj.connection().backup(copied)
        copied.execute("PRAGMA journal_mode = DELETE")  # so that one file is all of it
    return read(file)


def read(file: Path) -> Contents:
    """What a copy holds. Raises BackupError where it cannot be opened or is damaged."""
    try:
        with _opened(file) as copied:
            [(found,)] = copied.execute("PRAGMA integrity_check(1)").fetchall()
            if found != "ok":
                raise BackupError(f"{file} is damaged: {found}. Use another backup.")
            migrations, records, events = (copied.execute(query) for query in QUERIES)
            [(names_one,)] = copied.execute(NAMES_AN_AUTHORITY).fetchall()  # not before migration 0024
            authorities = copied.execute(AUTHORITIES).fetchall() if names_one else ()
            return sum_up((name for (name,) in migrations), records, events, authorities)
    except (sqlite3.DatabaseError, ValueError) as error:
        raise BackupError(f"{file} cannot be read as a database ({error}). Use another backup.") from error


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    """Read only, and without a file made beside it."""
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        yield connection


def restore(_: str, file: Path) -> list[str]:
    """Put a copy where the database belongs, which has no table, in one step. Returns what was there, by its names.

    Nothing that was beside it stays: SQLite would apply it to the copy.
    """
    place = Path(database.obj.database)
    database.obj.close_all()
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = place.with_name(f".{place.name}.restoring")
    try:
        copy_plain(file, half)
        half.chmod(0o600)
        with half.open("rb") as copied:
            os.fsync(copied.fileno())
        there = [left for left in (place, *beside(place)) if left.exists()]
        for left in beside(place):
            left.unlink(missing_ok=True)
        half.replace(place)
    finally:
        half.unlink(missing_ok=True)
    return [str(left) for left in there]
