"""What PostgreSQL and its programs say of a backup, a restore, or a server that lets nobody in."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

import models
from tests.integration.hosts import Host
from tests.integration.test_backups import database_of, retold
from tests.integration.test_backups import empty as empty
from tests.integration.test_backups import host as host
from tests.integration.test_backups import made as made
from tests.support.server import ROOT, as_environment

pytestmark = [pytest.mark.both_databases, pytest.mark.parametrize("database_kind", ["postgres"], indirect=True)]


def test_a_dump_that_was_cut_short_is_named_though_every_hash_is_right(made: Path, host: Host) -> None:
    whole = database_of(made).read_bytes()
    database_of(made).write_bytes(whole[:-100])
    retold(made)

    said = host.types("backup", "check", str(made))

    assert (said.exit_code, "end of file" in said.output) == (1, True), said.output


def test_what_the_server_says_of_a_restore_that_fails_is_said(made: Path, empty: Host) -> None:
    account = "nobody_may_create"
    with psycopg.connect(empty.url, autocommit=True) as server:
        server.execute(f"CREATE ROLE {account} LOGIN")
        try:
            said = Host(as_account(empty.url, account), empty.settings.data_folder).types("restore", str(made))
        finally:
            server.execute(f"DROP ROLE {account}")

    assert said.exit_code == 1
    assert said.output == "Error: pg_restore failed: permission denied for schema public\n"


def test_a_server_that_answers_is_not_said_to_be_away(made: Path, empty: Host) -> None:
    nowhere = Host(empty.url + "_none", empty.settings.data_folder)
    stranger = Host(as_account(empty.url, "stranger"), empty.settings.data_folder)

    for one, code, what_to_do in ((nowhere, "3D000", "Make it (createdb)"), (stranger, "28000", "Look at account")):
        for words in ("worker", "setup", f"restore {made}", f"backup {made}-2", "setup --check"):
            said = one.types(*words.split())
            assert said.exit_code == 1
            [line] = [line for line in said.output.splitlines() if "cannot be opened" in line]
            assert f"({code}, " in line
            assert what_to_do in line


WAITS = """#!/bin/sh
case "$*" in *--single-transaction*) exec 3>{pipe}; echo $$ >&3; kill -STOP $$ ;; esac
exec {program} "$@"
"""


def test_what_a_restore_began_ends_with_it_and_what_it_left_is_said_until_it_is_done_again(
    made: Path, empty: Host, tmp_path: Path
) -> None:
    pipe, program = tmp_path / "pipe", tmp_path / "bin" / "pg_restore"
    os.mkfifo(pipe)
    program.parent.mkdir()
    program.write_text(WAITS.format(pipe=pipe, program=shutil.which("pg_restore")))
    program.chmod(0o700)
    given = {"PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"} | as_environment(empty.settings)
    command = [sys.executable, "-m", "flask", "--app", "app", "restore", str(made)]
    restore = subprocess.Popen(command, cwd=ROOT, env=os.environ | given, stdout=subprocess.DEVNULL)
    with restore, pipe.open() as waiting:
        child = int(waiting.readline())
        restore.kill()
        restore.wait()
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGCONT)
        waiting.read()  # until it has ended
    with empty.running():
        assert models.database.obj.get_tables() == []

    [left] = empty.settings.data_folder.glob(".restoring-*")
    for words, code in ((["setup"], 1), (["status"], 2)):
        said = empty.types(*words)
        assert (said.exit_code, f"A restore was broken off and left {left}" in said.output) == (code, True)
    again = empty.types("restore", str(made))
    assert (again.exit_code, f"It removed what a restore left that was broken off: {left}" in again.output) == (0, True)
    assert not left.exists()
    assert empty.types("setup").exit_code == 0


def as_account(url: str, name: str) -> str:
    return re.sub("//[^@]*@", f"//{name}@", url)
