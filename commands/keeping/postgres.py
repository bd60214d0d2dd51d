"""A backup of PostgreSQL by its own programs: pg_dump in one snapshot, and pg_restore."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from commands.keeping.manifest import BackupError, Contents, sum_up
from faults import describe

FILE = "database.pgdump"
MISSING = "{program} is not on the PATH. Install the PostgreSQL client of the server's version (postgresql-client)."
FAILED = "{program} failed: {said}"
TABLES = ("schema_migration", "record", "audit_event")
COLUMNS = {
    "schema_migration": ("name",),
    "record": ("id", "audit_length", "audit_head"),
    "audit_event": ("record_id", "sequence", "hash"),
    "seal_authority": ("number", "fingerprint"),  # not before migration 0024
}
PR_SET_PDEATHSIG = 1
END_WITH_PARENT: Any = ctypes.CDLL(None).prctl if sys.platform == "linux" else None
Rows = dict[str, list[tuple[str, ...]]]


def copy(url: str, file: Path) -> Contents:
    """Dump the database to `file`, and count in the same snapshot what it holds. Raises BackupError."""
    try:
        with psycopg.connect(url) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            [snapshot] = connection.execute("SELECT pg_export_snapshot()").fetchone() or [""]
            options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
            _run("pg_dump", url, *options, f"--file={file}")
            names, records, events = (connection.execute(_select(table)) for table in TABLES)
            return sum_up((name for (name,) in names), records, events)
    except psycopg.Error as error:
        raise BackupError(f"The database could not be read ({describe(error)}).") from error


def _select(table: str) -> bytes:
    return f"SELECT {', '.join(COLUMNS[table])} FROM {table}".encode()  # noqa: S608 - constants of this module


def read(file: Path) -> Contents:
    """What a dump holds. Raises BackupError where pg_restore cannot read it."""
    _run("pg_restore", "", "--file=/dev/null", str(file))  # all of it: it may be cut short after those tables
    tables = [f"--table={table}" for table in COLUMNS]
    command = [_program("pg_restore"), "--data-only", *tables, "--file=-", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as reading:  # noqa: S603
        rows = _rows(reading.stdout or [])
    if reading.returncode:
        raise BackupError(FAILED.format(program="pg_restore", said=f"{file} cannot be read to its end"))
    try:
        records, events = (
            [(int(first), int(second), text) for first, second, text in rows.get(table, ())] for table in TABLES[1:]
        )
        authorities = [(int(number), fingerprint) for number, fingerprint in rows.get("seal_authority", ())]
    except ValueError as error:
        raise BackupError(f"{file} holds tables that cannot be read. Use another backup.") from error
    return sum_up((name for (name,) in rows.get("schema_migration", ())), records, events, authorities)


def _rows(script: Iterable[str]) -> Rows:
    """Table → the wanted columns of each row, from what pg_restore prints (COPY, in text form)."""
    rows: Rows = {}
    table: str = ""
    places: tuple[int, ...] = ()
    for line in script:
        if table and line.startswith("\\."):
            table = ""
        elif table:
            cells = line.rstrip("\n").split("\t")
            rows[table].append(tuple(cells[place] for place in places))
        elif line.startswith("COPY "):
            table, places = _heading(line)
            rows[table] = []
    return rows


def _heading(line: str) -> tuple[str, tuple[int, ...]]:
    """Of 'COPY public.record (id, reference, …) FROM stdin;': the table, and the places of the wanted columns."""
    name, _, columns = line.removeprefix("COPY ").partition(" (")
    table = name.rpartition(".")[2].strip('"')
    there = [column.strip(' "') for column in columns.partition(")")[0].split(",")]
    return table, tuple(there.index(column) for column in COLUMNS[table])


def restore(url: str, file: Path) -> list[str]:
    """Fill the empty database, all of it or nothing. Nothing makes room for it: []. Raises BackupError."""
    _run("pg_restore", url, "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(file))
    return []


def _run(program: str, url: str, *options: str) -> None:
    """Run one of PostgreSQL's programs. The password goes by a file, where other accounts cannot see it."""
    parts = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    with NamedTemporaryFile("w", prefix="handover-") as secret:  # for its owner alone
        if password := parts.pop("password", ""):
            secret.write("*:*:*:*:" + password.replace("\\", "\\\\").replace(":", "\\:") + "\n")
            secret.flush()
            parts["passfile"] = secret.name
        where = [f"--dbname={make_conninfo(**parts)}"] if url else []
        done = subprocess.run(  # noqa: S603 - a program of PostgreSQL's, and no shell
            [_program(program), *where, *options],
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=partial(_end_with, os.getpid()) if END_WITH_PARENT else None,  # noqa: PLW1509 - one thread
        )
    if done.returncode:
        raise BackupError(FAILED.format(program=program, said=_reason(done.stderr)))


def _end_with(parent: int) -> None:
    """In a child: let the system end it with its parent, which would not put the seal beside what it still commits."""
    END_WITH_PARENT(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it has ended already
        os._exit(1)


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise BackupError(MISSING.format(program=name))
    return found


def _reason(said: str) -> str:
    """What the server, or else the program, says is wrong: a statement that failed is printed after it."""
    lines = [line.strip() for line in said.splitlines() if line.strip()] or ["it does not say why"]
    of_server = [line.partition(word)[2].strip() for line in lines for word in ("ERROR:", "FATAL:") if word in line]
    of_program = [line.partition(": error: ")[2] for line in lines if ": error: " in line]
    return (of_server or of_program or lines)[-1]
