"""A private PostgreSQL server for one test run, in a temporary folder, without durability."""

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
# The data is deleted after the run, so it need not survive a crash.
FAST_UNSAFE_OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


def programs_folder() -> Path:
    """The folder of the newest installed PostgreSQL's programs. Raises RuntimeError if there is none."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    found = installed[-1] if installed else shutil.which("initdb")
    if not found:
        raise RuntimeError("PostgreSQL is not installed: bin/test installs it, or use apt-get install postgresql")
    return Path(found).resolve().parent


@contextmanager
def running_postgres() -> Iterator[str]:
    """Start a server on a free loopback port; yields the URL of its administrative database."""
    with working_folder("handover-postgres-") as folder:
        data, port, as_owner = folder / "data", free_port(), _unprivileged_account(folder)
        trusting = ["-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        initdb: list[Any] = [programs_folder() / "initdb", "-D", data, *trusting]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=folder, **as_owner)
        server = _start(data, port, folder, as_owner)
        try:
            wait_until_listening(port, server)
            _wait_until_answering(_url(port, "postgres"))
            yield _url(port, "postgres")
        finally:
            server.send_signal(signal.SIGINT)  # fast shutdown: does not wait for clients
            server.wait(timeout=PATIENCE_SECONDS)


def _start(data: Path, port: int, folder: Path, as_owner: dict[str, Any]) -> subprocess.Popen[str]:
    options = [f"listen_addresses={LOOPBACK}", f"port={port}", "unix_socket_directories=", *FAST_UNSAFE_OPTIONS]
    flags = [flag for option in options for flag in ("-c", option)]
    # setpriv ends the server if the test process is killed.
    command: list[Any] = ["setpriv", "--pdeathsig", "INT", programs_folder() / "postgres", "-D", data, *flags]
    with (folder / "server.log").open("w") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, text=True, **as_owner)


def _wait_until_answering(url: str) -> None:
    """Wait until queries succeed, shortly after listening. Raises psycopg.OperationalError after the time-out."""
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


def _unprivileged_account(folder: Path) -> dict[str, Any]:
    """Popen arguments to run as `nobody` if this is root, as which PostgreSQL refuses to run; chowns the folder."""
    if os.geteuid() != 0:
        return {}
    shutil.chown(folder, "nobody", "nogroup")
    return {"user": "nobody", "group": "nogroup", "extra_groups": []}


def _url(port: int, database: str) -> str:
    return f"postgresql://{OWNER}@{LOOPBACK}:{port}/{database}"


def copy_database(admin_url: str, name: str, template: str) -> str:
    """Create database `name` as a copy of `template`; returns its URL."""
    _run(admin_url, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    return admin_url.rpartition("/")[0] + f"/{name}"


def drop_database(admin_url: str, name: str) -> None:
    """Drop a database, disconnecting its clients."""
    _run(admin_url, f'DROP DATABASE "{name}" WITH (FORCE)')


def _run(admin_url: str, statement: str) -> None:
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(statement.encode())
