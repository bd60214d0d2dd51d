"""A backup or a restore for which there is no room says so in one line, and leaves nothing half done."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from commands.keeping import manifest, sqlite
from tests.integration.hosts import Host

FULL = "the disk is full"


@pytest.fixture
def host(records_url: str, sealed_folder: Path, tmp_path: Path) -> Host:
    shutil.copytree(sealed_folder, tmp_path / "host")
    host = Host(records_url, tmp_path / "host")
    assert host.types("setup").exit_code == 0
    return host


def no_room(*_: object) -> None:
    raise OSError(28, "No space left on device")  # of a write, which names no file


def no_room_for_pages(*_: object) -> None:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorname = "SQLITE_FULL"
    raise error


def no_room_for_files(*_: object, **__: object) -> None:
    raise shutil.Error([("seal/key.pem", "there", "[Errno 28] No space left on device")])


# PostgreSQL's own programs copy it, on its own disk.
of_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@of_sqlite
@pytest.mark.parametrize(
    "module,name,broken,why",
    [
        (sqlite, "copy", no_room_for_pages, FULL),
        (manifest, "hash_files", no_room, FULL),
        (shutil, "copytree", no_room_for_files, "No space left on device"),
    ],
)
def test_a_backup_without_room(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: object, name: str, broken: object, why: str
) -> None:
    monkeypatch.setattr(module, name, broken)
    place = tmp_path / "kept" / "backup"

    said = host.types("backup", str(place))

    assert said.exit_code == 1
    [line] = said.output.splitlines()
    assert str(place) in line
    assert why in line
    assert list(place.parent.iterdir()) == []


@of_sqlite
def test_a_restore_without_room_leaves_no_copy_of_records(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup, data = tmp_path / "backup", tmp_path / "empty"
    assert host.types("backup", str(backup)).exit_code == 0
    empty = Host(f"sqlite:///{data}/handover.db", data)

    def half(_: object, to: Path) -> None:
        Path(to).write_bytes(b"half")
        no_room()

    with monkeypatch.context() as patched:
        patched.setattr(sqlite, "copy_plain", half)
        said = empty.types("restore", str(backup))

    assert said.exit_code == 1
    [line] = said.output.splitlines()
    assert FULL in line
    assert [one.name for one in data.iterdir()] == []
    assert empty.types("restore", str(backup)).exit_code == 0
