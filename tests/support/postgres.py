"""A private PostgreSQL server for one run of the tests: made from nothing, faster than safe, gone at the end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.support.folders import working_folder
from tests.support.processes import LOOPBACK, PATIENCE_SECONDS, free_port, wait_until_listening

OWNER = "handover"
# Nothing in it outlives the run, so nothing need reach the disk.
FASTER_THAN_SAFE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


def programs() -> Path:
    """The folder of PostgreSQL's own programs, the newest on this machine. Raises RuntimeError when there is none."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    found = installed[-1] if installed else shutil.which("initdb")
    if not found:
        raise RuntimeError("PostgreSQL is not installed: bin/test installs it, or use apt-get install postgresql")
    return Path(found).resolve().parent


@contextmanager
def running_postgres() -> Iterator[str]:
    """Start a server on a free loopback port; gives the address of its administrator's database."""
    with working_folder("handover-postgres-") as folder:
        data, port, as_owner = folder / "data", free_port(), _somebody_else(folder)
        trusting = ["-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        initdb: list[Any] = [programs() / "initdb", "-D", data, *trusting]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=folder, **as_owner)
        server = _start(data, port, folder, as_owner)
        try:
            wait_until_listening(port, server)
            _wait_until_answering(_address(port, "postgres"))
            yield _address(port, "postgres")
        finally:
            server.send_signal(signal.SIGINT)  # it ends at once, whoever is still connected
            server.wait(timeout=PATIENCE_SECONDS)


def _start(data: Path, port: int, folder: Path, as_owner: dict[str, Any]) -> subprocess.Popen[str]:
    options = [f"listen_addresses={LOOPBACK}", f"port={port}", "unix_socket_directories=", *FASTER_THAN_SAFE]
    flags = [flag for option in options for flag in ("-c", option)]
    # Should the tests be killed, it ends with them.
    command: list[Any] = ["setpriv", "--pdeathsig", "INT", programs() / "postgres", "-D", data, *flags]
    with (folder / "server.log").open("w") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, text=True, **as_owner)


def _wait_until_answering(url: str) -> None:
    """It listens a moment before it answers. Raises psycopg.OperationalError when it does not."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def _somebody_else(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it is given to an account without rights."""
    if os.geteuid() != 0:
        return {}
    shutil.chown(folder, "nobody", "nogroup")
    return {"user": "nobody", "group": "nogroup", "extra_groups": []}


def _address(port: int, database: str) -> str:
    return f"postgresql://{OWNER}@{LOOPBACK}:{port}/{database}"


def copy_database(admin_url: str, name: str, template: str) -> str:
    """Make database `name` as a copy of `template`, and give its address."""
    _run(admin_url, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    return admin_url.rpartition("/")[0] + f"/{name}"


def drop_database(admin_url: str, name: str) -> None:
    """Remove a database, whoever is connected to it."""
    _run(admin_url, f'DROP DATABASE "{name}" WITH (FORCE)')


def _run(admin_url: str, statement: str) -> None:
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(statement.encode())
