"""A backup is made while others write, is checked, and is restored whole, on each kind of database."""

from __future__ import annotations

import json
import os
import shutil
import stat
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playhouse.migrations import Runner
from pydantic import SecretStr

import models
from commands.context import MIGRATIONS
from commands.keeping import folders, manifest
from models import AuditEvent, Backup, Record, SealedDocument
from records import audit, clock
from records.reporting import backups
from records.transaction import locked
from tests.conftest import Databases
from tests.integration.hosts import Host

pytestmark = pytest.mark.both_databases

WRITERS, WRITTEN_EACH = 3, 40


@pytest.fixture
def host(records_url: str, sealed_folder: Path, tmp_path: Path) -> Host:
    """A host with a record in every state, and its seal."""
    shutil.copytree(sealed_folder, tmp_path / "host")
    host = Host(records_url, tmp_path / "host")
    assert host.types("setup").exit_code == 0
    return host


@pytest.fixture
def empty(database_kind: str, databases: Callable[[str], Databases], tmp_path: Path) -> Iterator[Host]:
    """A host with an empty data folder and an empty database of the same kind."""
    with databases(database_kind).empty() as url:
        yield Host(url, tmp_path / "empty")


def test_it_is_restored_into_a_data_folder_that_is_not_there_yet(made: Path, database_kind: str, empty: Host) -> None:
    if database_kind == "sqlite":
        empty.settings = empty.settings.model_copy(update={"database_url": ""})

    assert empty.types("restore", str(made)).exit_code == 0
    assert "Made a sealing certificate" not in empty.types("setup").output
    assert empty.types("audit", "verify").exit_code == 0


@pytest.fixture
def made(host: Host, tmp_path: Path) -> Path:
    """A backup of it."""
    said = host.types("backup", str(tmp_path / "backup"))
    assert said.exit_code == 0, said.output
    return tmp_path / "backup"


def test_a_backup_is_in_order_and_restores_whole(host: Host, made: Path, empty: Host) -> None:
    before = host.outcomes()

    checked = host.types("backup", "check", str(made))
    assert (checked.exit_code, checked.output.splitlines()[-1]) == (0, "This backup is in order."), checked.output

    restored = empty.types("restore", str(made))
    assert (restored.exit_code, "!" in restored.output) == (0, False), restored.output
    assert "Made a sealing certificate" not in empty.types("setup").output
    assert empty.types("audit", "verify").output == "Every audit trail is whole.\n"
    assert empty.outcomes() == before
    assert len(before) == 1
    with empty.running():
        assert Record.select().count() == 7
    assert empty.seals().reference, "it goes on"


def test_a_backup_is_for_its_owner_alone(made: Path) -> None:
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (made, *made.rglob("*")) if path.is_dir()}
    files = {stat.S_IMODE(path.stat().st_mode) for path in made.rglob("*") if path.is_file()}

    assert (modes, files) == ({0o700}, {0o600})


def test_a_backup_is_whole_while_others_write(host: Host, empty: Host, tmp_path: Path) -> None:
    copied = threading.Event()

    def write() -> None:
        written = 0
        while written < WRITTEN_EACH or not copied.is_set():
            with locked(1) as record:
                audit.append_event(record=record, event="viewed", by=None, detail={"n": written})
            written += 1
        models.database.close()

    with host.running():
        writers = [threading.Thread(target=write) for _ in range(WRITERS)]
        for writer in writers:
            writer.start()
        try:
            made = folders.make(host.settings, tmp_path / "backup", clock.now())
        finally:
            copied.set()
            for writer in writers:
                writer.join()
        written = AuditEvent.select().count()

    assert made.contents.loose == ()
    assert made.contents.events <= written
    assert host.types("backup", "check", str(tmp_path / "backup")).exit_code == 0
    assert empty.types("restore", str(tmp_path / "backup")).exit_code == 0
    assert empty.types("audit", "verify").exit_code == 0
    with empty.running():
        assert AuditEvent.select().count() == made.contents.events


def test_a_folder_that_holds_something_is_left_alone(host: Host, made: Path) -> None:
    said = host.types("backup", str(made))

    assert (said.exit_code, "holds something already" in said.output) == (1, True)
    assert host.types("backup", "check", str(made)).exit_code == 0


def test_no_backup_is_made_inside_the_data_folder(host: Host) -> None:
    inside = host.settings.data_folder / "backups" / "one"

    said = host.types("backup", str(inside))

    assert (said.exit_code, "is inside the data folder" in said.output) == (1, True)
    assert not inside.parent.exists()


def test_a_backup_that_fails_leaves_nothing(host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "seal")

    monkeypatch.setattr(manifest, "hash_files", full)

    said = host.types("backup", str(tmp_path / "kept" / "backup"))

    assert (said.exit_code, said.output) == (1, "Error: seal: No space left on device.\n")
    assert list((tmp_path / "kept").iterdir()) == []
    with host.running():
        assert backups.last() is None


def test_without_its_seal_no_backup_is_made(host: Host, tmp_path: Path) -> None:
    host.settings.seal_folder.rename(tmp_path / "away")

    said = host.types("backup", str(tmp_path / "backup"))

    assert (said.exit_code, "holds no sealing certificate" in said.output) == (1, True)
    assert not (tmp_path / "backup").exists()


def test_a_database_of_before_is_backed_up_by_the_new_version_before_it_is_migrated(
    empty: Host, database_kind: str, databases: Callable[[str], Databases], tmp_path: Path
) -> None:
    assert empty.types("backup", str(tmp_path / "none")).exit_code == 1, "there is nothing yet"
    with empty.running():
        Runner(models.database.obj, str(MIGRATIONS)).up("0019_what_sealed_here")

    said = empty.types("backup", str(tmp_path / "backup"))

    assert (said.exit_code, "migration 0019_what_sealed_here" in said.output) == (0, True), said.output
    assert "The database could not note it" in said.output
    with databases(database_kind).empty() as url:
        again = Host(url, tmp_path / "again")
        assert again.types("restore", str(tmp_path / "backup")).exit_code == 0
        assert "Applied 0024_one_authority" in again.types("setup").output


def database_of(made: Path) -> Path:
    return next(made.glob("database.*"))


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def linked(made: Path, name: str) -> None:
    """The same, elsewhere, behind a link."""
    path = made / name
    path.symlink_to(path.rename(made.parent / "elsewhere"))


def untrusted(made: Path, trusted: bytes) -> None:
    """A trust.json that says something else, with its right hash in the manifest."""
    (made / "seal" / "trust.json").write_bytes(trusted)
    retold(made)


@pytest.mark.parametrize(
    "harm, said",
    [
        (lambda made: flip(database_of(made)), "was changed after the backup was made, or is damaged."),
        (lambda made: database_of(made).unlink(), "is missing."),
        (lambda made: (made / "seal" / "trust.json").unlink(), "seal/trust.json is missing."),
        (lambda made: (made / "more").write_text("x"), "more was not in the backup when it was made."),
        (lambda made: linked(made, "seal/trust.json"), "trust.json is a link, or no file."),
        (lambda made: linked(made, "seal"), "seal is a link, or no file."),
        (lambda made: os.mkfifo(made / "pipe"), "pipe is a link, or no file."),
        (lambda made: untrusted(made, b"[" * 100_000), "trust.json cannot be read (RecursionError)."),
        (lambda made: (made / "manifest.json").unlink(), "is not a backup that 'flask backup' made whole"),
        (lambda made: (made / "manifest.json").write_text("{}"), "made whole (its manifest cannot be read)."),
        (lambda made: (made / "manifest.json").write_text("{"), "made whole (its manifest cannot be read)."),
        (lambda made: retold(made, form="handover-backup/2"), "manifest.json was made by a newer version of Handover"),
    ],
    ids=[
        "bit flipped",
        "no database",
        "a file of the seal",
        "a file more",
        "a link to a file",
        "a link to a folder",
        "a pipe",
        "trust that nests too deep",
        "no manifest",
        "another manifest",
        "half a manifest",
        "a manifest of a later form",
    ],
)
def test_a_backup_that_was_harmed_is_named_and_not_restored(
    host: Host, made: Path, empty: Host, harm: Callable[[Path], None], said: str
) -> None:
    harm(made)

    checked, restored = host.types("backup", "check", str(made)), empty.types("restore", str(made))

    assert (checked.exit_code, said in checked.output) == (1, True), checked.output
    assert (restored.exit_code, said in restored.output) == (1, True), restored.output
    assert not empty.settings.seal_folder.exists()


def retold(made: Path, **changes: object) -> None:
    """The manifest written anew, with changes, and with the hashes of what is there."""
    told = json.loads((made / "manifest.json").read_text())
    told["contents"] |= {name: value for name, value in changes.items() if name in told["contents"]}
    told |= {name: value for name, value in changes.items() if name not in told["contents"]}
    told["files"] = manifest.hash_files(made)
    (made / "manifest.json").write_text(json.dumps(told))


def test_a_trail_that_ends_otherwise_is_named_though_every_hash_is_right(
    host: Host, made: Path, tmp_path: Path
) -> None:
    with host.running():
        AuditEvent.delete().where((AuditEvent.record == 1) & (AuditEvent.sequence > 3)).execute()
    assert host.types("backup", str(tmp_path / "second")).exit_code == 0

    said = host.types("backup", "check", str(tmp_path / "second"))

    assert said.exit_code == 1
    assert "The audit trail of the record with the id 1 does not end as the record says." in said.output
    shutil.copy(database_of(tmp_path / "second"), database_of(made))
    retold(made)
    assert (
        "The ends of its audit trails are not those in its manifest." in host.types("backup", "check", str(made)).output
    )


def test_a_backup_of_a_later_version_is_not_restored(host: Host, made: Path, empty: Host) -> None:
    with host.running():
        migration = "insert into schema_migration (name, applied) values ('9001_later', '2030-01-01')"
        models.database.obj.execute_sql(migration)
        models.database.obj.close_all()
        later = folders.make(host.settings, made.parent / "later", clock.now())
    assert later.contents.schema == "9001_later"

    restored = empty.types("restore", str(made.parent / "later"))

    assert (restored.exit_code, "whose database this version" in restored.output) == (1, True)
    assert "whose database this version" in empty.types("backup", "check", str(made.parent / "later")).output


def test_a_backup_of_the_other_kind_of_database_is_not_restored(
    made: Path, empty: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, _ = folders.check(made)
    [other] = {"sqlite", "postgresql"} - {said.database}
    monkeypatch.setattr(folders, "check", lambda _: (replace(said, database=other), []))

    restored = empty.types("restore", str(made))

    assert (restored.exit_code, f"This backup is of {other}, and the database" in restored.output) == (1, True)


def test_nothing_is_restored_over_what_is_there(host: Host, made: Path, empty: Host) -> None:
    over = host.types("restore", str(made))
    assert (over.exit_code, "The database is not empty" in over.output) == (1, True)

    (empty.settings.seal_folder / "seals").mkdir(parents=True)
    said = empty.types("restore", str(made))
    assert (said.exit_code, f"{empty.settings.seal_folder} is not empty" in said.output) == (1, True)
    with empty.running():
        assert models.database.obj.get_tables() == []


def test_a_restore_that_breaks_off_leaves_an_empty_place(
    made: Path, empty: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "database")

    with monkeypatch.context() as patched:
        for kind in folders.KINDS.values():
            patched.setattr(kind, "restore", full)
        assert empty.types("restore", str(made)).exit_code == 1
    assert not empty.settings.seal_folder.exists()

    assert empty.types("restore", str(made)).exit_code == 0
    assert empty.types("audit", "verify").exit_code == 0


def test_a_seal_that_the_passphrase_does_not_open_is_said(host: Host, made: Path, empty: Host) -> None:
    empty.settings = empty.settings.model_copy(update={"seal_passphrase": SecretStr("another passphrase")})

    assert "! The key in" in empty.types("backup", "check", str(made)).output
    restored = empty.types("restore", str(made))
    assert (restored.exit_code, "could not be unlocked" in restored.output) == (1, True)


def test_the_database_knows_when_the_last_backup_was_made(host: Host, made: Path) -> None:
    with host.running():
        last = backups.last()
        assert last is not None
        assert last.place.endswith(f":{made}")
        assert timedelta(0) <= clock.now() - last.made_at < timedelta(hours=1)
        assert Backup.select().count() == 1
        assert SealedDocument.select().count() == 1


def test_without_the_programs_of_postgresql_it_says_what_to_install(
    host: Host, database_kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.devnull)

    said = host.types("backup", str(tmp_path / "backup"))

    assert ("Install the PostgreSQL client" in said.output) == (database_kind == "postgres")
