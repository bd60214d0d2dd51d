"""Puts a dump of an earlier version into a database, on that version's tables.

`from_0009` was written once, by make_dump.py in a checkout of commit bbd2577 (its last migration is 0009), the version
before records kept what is foreseen for them. It is never made again: later code makes other data.
"""

from __future__ import annotations

import lzma
import re
from pathlib import Path
from typing import Any

from playhouse.migrations import Runner

import models
from commands.context import MIGRATIONS

FROM_0009 = Path(__file__).parent / "from_0009"
LAST_MIGRATION = "0009_links_to_choose_a_password"
BYTES = re.compile(r"""^(INSERT INTO "(?:search_term|sealed_document)".*)X'([0-9a-f]*)'""", re.MULTILINE)


def load(folder: Path = FROM_0009, last_migration: str = LAST_MIGRATION) -> None:
    """Make the tables of that version, and no others, in the database that is open, and fill them."""
    database = models.database.obj
    _drop_all(database)
    Runner(database, str(MIGRATIONS)).up(last_migration)
    text = lzma.decompress((folder / "dump.sql.xz").read_bytes()).decode()
    connection = database.connection()
    if hasattr(connection, "executescript"):
        connection.executescript(text)
    else:
        connection.execute(BYTES.sub(r"\1'\\x\2'", text).encode())
        _count_on(database, text)
    for file in sorted((folder / "documents").glob("*.pdf")):
        column = f"UPDATE sealed_document SET data = {database.param} WHERE code = {database.param}"  # noqa: S608
        database.execute_sql(column, (file.read_bytes(), file.stem))
    connection.commit()


def _drop_all(database: Any) -> None:
    if hasattr(database.connection(), "executescript"):
        database.pragma("foreign_keys", 0)
        for table in database.get_tables():
            database.execute_sql(f'DROP TABLE "{table}"')
        database.pragma("foreign_keys", 1)
    else:
        database.execute_sql("DROP SCHEMA public CASCADE")
        database.execute_sql("CREATE SCHEMA public")


def _count_on(database: Any, text: str) -> None:
    """PostgreSQL counts from 1 for rows that came with their numbers."""
    for table in sorted(set(re.findall(r'^INSERT INTO "([a-z_]+)"', text, re.MULTILINE))):
        highest = f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
        database.execute_sql(highest)
