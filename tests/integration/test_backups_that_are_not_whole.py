"""What a backup or a restore leaves that was ended, and a backup of two services: named, with what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from commands.keeping import folders, half_made
from documents import keys
from records import clock
from tests.integration.hosts import Host
from tests.integration.test_backups import empty as empty
from tests.integration.test_backups import host as host
from tests.integration.test_backups import made as made
from tests.integration.test_backups import retold

pytestmark = pytest.mark.both_databases


def test_a_restore_that_was_ended_between_database_and_seal_is_named_with_what_to_do(made: Path, empty: Host) -> None:
    assert empty.types("restore", str(made)).exit_code == 0
    left = empty.settings.seal_folder.rename(empty.settings.data_folder / ".restoring-killed")

    for words, code in (["restore", str(made)], 1), (["setup"], 1), (["status"], 2):
        said = empty.types(*words)
        assert (said.exit_code, f"A restore was broken off and left {left}" in said.output) == (code, True), said.output
    with half_made.folder(left.parent, folders.RESTORING) as going_on:
        (going_on / "seals").mkdir()
        assert folders.find_broken_off(empty.settings) == [left], "one that goes on was not broken off"


def test_a_seal_of_another_authority_than_the_databases_is_not_restored_though_every_hash_is_right(
    host: Host, made: Path, empty: Host
) -> None:
    passphrase = host.settings.seal_passphrase.get_secret_value()
    shutil.rmtree(made / "seal")
    keys.make_local_authority(made / "seal", "Another Council", passphrase, clock.now())
    retold(made)

    for said in (host.types("backup", "check", str(made)), empty.types("restore", str(made))):
        assert said.exit_code == 1
        assert f"and its seal/ is under another: {keys.root_fingerprint(made / 'seal')}" in said.output
    assert not empty.settings.seal_folder.exists()


def test_what_a_backup_left_that_was_ended_goes_with_the_next_and_one_that_is_being_made_stays(
    host: Host, tmp_path: Path
) -> None:
    left = tmp_path / "kept" / f"{folders.BACKING_UP}killed"
    left.mkdir(parents=True)
    (left / "database.sqlite3").write_bytes(b"half of it")

    with half_made.folder(left.parent, folders.BACKING_UP) as going_on:
        (going_on / "database.sqlite3").write_bytes(b"half of it")
        said = host.types("backup", str(left.parent / "backup"))

        assert (said.exit_code, f"Removed what a backup left that was broken off: {left}\n" in said.output) == (0, True)
        assert {one.name for one in left.parent.iterdir()} == {"backup", going_on.name}
