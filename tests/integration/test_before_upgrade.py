"""flask setup --check: what an upgrade will do, and what should be done first. It changes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playhouse.migrations import Runner

import models
from commands.context import MIGRATIONS
from commands.keeping import sqlite
from models import SealAuthority
from records import clock
from records.reporting import backups
from tests.conftest import Databases
from tests.integration.hosts import Host

pytestmark = pytest.mark.both_databases


@pytest.fixture
def empty(database_kind: str, databases: Callable[[str], Databases], tmp_path: Path) -> Iterator[Host]:
    """A host before its first set-up."""
    with databases(database_kind).empty() as url:
        yield Host(url, tmp_path / "data")


@pytest.fixture
def host(empty: Host) -> Host:
    """A host that was set up."""
    assert empty.types("setup").exit_code == 0
    return empty


def backed_up(host: Host, ago: timedelta) -> None:
    with host.running():
        backups.note("host:/backups/one", clock.now() - ago)


def test_a_place_that_was_set_up_and_backed_up_is_ready(host: Host) -> None:
    backed_up(host, timedelta(hours=30))
    backed_up(host, timedelta(hours=3, minutes=1))

    said = host.types("setup", "--check")

    assert said.exit_code == 0, said.output
    assert "No migration is pending." in said.output
    assert ", 3 hours ago: host:/backups/one." in said.output
    assert "!" not in said.output
    for minutes, ago in ((70, ", 1 hour ago: "), (5, ", less than an hour ago: ")):
        backed_up(host, timedelta(minutes=minutes))
        assert ago in host.types("setup", "--check").output


def test_a_backup_that_is_old_or_was_never_made_is_asked_for(host: Host) -> None:
    never = host.types("setup", "--check")
    assert (never.exit_code, "! 'flask backup' never made a backup of this database." in never.output) == (1, True)

    backed_up(host, timedelta(hours=25))

    old = host.types("setup", "--check")
    assert (old.exit_code, "25 hours ago: host:/backups/one. Make another before the upgrade" in old.output) == (
        1,
        True,
    )


def test_what_setup_would_migrate_is_named_and_not_done(empty: Host) -> None:
    with empty.running():
        Runner(models.database.obj, str(MIGRATIONS)).up("0019_what_sealed_here")

    said = empty.types("setup", "--check").output

    assert "'flask setup' will apply 1 migration, 0024_one_authority." in said or "from 0020" in said
    assert "! 'flask backup' never made a backup" in said
    assert not empty.settings.data_folder.exists()
    with empty.running():
        assert not SealAuthority.table_exists()


def test_before_the_first_set_up_nothing_is_made(empty: Host) -> None:
    said = empty.types("setup", "--check")

    assert "'flask setup' makes it" in said.output or "'flask setup' will apply" in said.output
    assert not empty.settings.data_folder.exists()


def test_a_seal_that_is_not_there_is_named(host: Host) -> None:
    backed_up(host, timedelta(hours=1))
    shutil.rmtree(host.settings.seal_folder)

    said = host.types("setup", "--check")

    assert (said.exit_code, "! Records of this database are sealed under the authority" in said.output) == (1, True)


def test_a_seal_that_has_lost_its_database_is_not_taken_for_a_first_start(
    host: Host, database_kind: str, databases: Callable[[str], Databases]
) -> None:
    with databases(database_kind).empty() as url:
        alone = Host(url, host.settings.data_folder)
        for words in (["setup"], ["migrate"], ["setup", "--check"]):
            said = alone.types(*words)

            assert said.exit_code == 1, words
            assert "a seal without its database is no first start" in said.output or "no database" in said.output
            assert "flask restore" in said.output
        with alone.running():
            assert not models.Staff.table_exists()

        host.settings.seal_folder.rename(host.settings.data_folder / "moved away")
        assert alone.types("setup").exit_code == 0


def test_a_seal_that_was_made_before_the_first_set_up_is_taken(empty: Host) -> None:
    assert empty.types("seal", "init").exit_code == 0

    assert empty.types("setup").exit_code == 0


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("emptied, left", [(False, "wal"), (True, "wal"), (True, "journal")])
def test_a_lost_file_is_not_taken_for_a_first_start(host: Host, emptied: bool, left: str, tmp_path: Path) -> None:
    file = Path(host.url.removeprefix("sqlite:///"))
    log = file.with_name(f"{file.name}-{left}")
    assert host.types("backup", str(tmp_path / "backup")).exit_code == 0
    models.disconnect()
    log.write_bytes(b"the last commits")
    file.unlink()
    if emptied:
        file.touch()

    for words in (["setup"], ["setup", "--check"], ["migrate"], ["worker"], ["restore", str(tmp_path / "backup")]):
        said = host.types(*words)

        assert said.exit_code == 1, words
        assert f"{log}" in said.output, words
        assert log.read_bytes() == b"the last commits", words


def left_behind(file: Path) -> None:
    """What SQLite left beside it when it was stopped, of another database, and without content what it would apply."""
    for what, holds in (("wal", b""), ("shm", b"\x18\xe2\x2d\x00" * 8192), ("journal", b"")):
        file.with_name(f"{file.name}-{what}").write_bytes(holds)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("is_there", [False, True], ids=["no file", "an empty file"])
def test_empty_files_make_room_for_a_backup_which_says_so_and_none_of_them_stays(
    host: Host, is_there: bool, tmp_path: Path
) -> None:
    file, backup = Path(host.url.removeprefix("sqlite:///")), tmp_path / "backup"
    assert host.types("backup", str(backup)).exit_code == 0
    models.disconnect()
    shutil.rmtree(host.settings.seal_folder)
    file.unlink()
    left_behind(file)
    first = file.with_name(f"{file.name}-wal")
    if is_there:
        file.touch()
        first = file

    restored = host.types("restore", str(backup))

    assert restored.exit_code == 0
    assert f"\nIt replaced what held nothing: {first}" in restored.output
    assert file.read_bytes() == (backup / sqlite.FILE).read_bytes()
    assert [one.name for one in file.parent.glob(f"{file.name}*")] == [file.name]
    assert host.types("audit", "verify").exit_code == 0


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_where_a_seal_is_left_alone_the_check_asks_for_its_database(host: Host) -> None:
    models.disconnect()
    Path(host.url.removeprefix("sqlite:///")).unlink()

    said = host.types("setup", "--check")

    assert said.exit_code == 1
    assert "If there was one, put it back, or restore a backup" in said.output
