"""What nothing can be faster than: a route that does nothing, and one row written to SQLite."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from bench.rounds import Work, timed
from models.base import SQLITE_PRAGMAS


def commit_work(folder: Path) -> Work:
    """One row in one transaction, with sqlite3 alone and the pragmas of real use."""
    connection = sqlite3.connect(folder / "floor.db", isolation_level=None)
    for name, value in SQLITE_PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")
    connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT)")

    def commit() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO row (text) VALUES (?)", ("x" * 100,))
        connection.execute("COMMIT")

    return timed(commit)
