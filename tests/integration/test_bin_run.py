"""What bin/run refuses, before it installs, starts or removes anything."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

from tests.support.processes import LOOPBACK, PATIENCE_SECONDS, free_port
from tests.support.server import ROOT


def refused(*arguments: str, folder: Path, **environment: str) -> str:
    """The one line with which bin/run ends."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("HANDOVER_")}
    given = inherited | {"HANDOVER_DATA_FOLDER": str(folder), "PORT": str(free_port())} | environment
    done = subprocess.run(
        ["bin/run", *arguments],
        cwd=ROOT,
        env=given,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    return line


def test_fresh_removes_nothing_from_a_folder_that_it_did_not_make(tmp_path: Path) -> None:
    kept = [tmp_path / "handover.db", tmp_path / "seal"]
    kept[0].write_text("somebody's records")
    kept[1].mkdir()

    assert "was not made by bin/run, so nothing was removed" in refused("--fresh", folder=tmp_path)
    assert sorted(tmp_path.iterdir()) == kept


def test_two_at_once_do_not_use_one_folder(tmp_path: Path) -> None:
    with subprocess.Popen(["flock", tmp_path, "cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdin.write(b"it is held\n")
        other.stdin.flush()
        other.stdout.readline()
        assert f"another bin/run uses {tmp_path}" in refused(folder=tmp_path)


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server((LOOPBACK, 0)) as other:
        port = other.getsockname()[1]
        assert f"port {port} is taken" in refused(folder=tmp_path, PORT=str(port))


def test_what_is_no_port_is_refused(tmp_path: Path) -> None:
    for wrong in ("0", "65536", "eighty", "-1"):
        assert "PORT must be a number from 1 to 65535" in refused(folder=tmp_path, PORT=wrong)


def test_real_use_is_not_started_by_it(tmp_path: Path) -> None:
    assert "docs/running-it.md" in refused(folder=tmp_path, HANDOVER_ENV="production")
    assert "unset HANDOVER_DATABASE_URL" in refused(folder=tmp_path, HANDOVER_DATABASE_URL="postgresql://somewhere")
    assert "unknown argument --production" in refused("--production", folder=tmp_path)
    assert list(tmp_path.iterdir()) == []
