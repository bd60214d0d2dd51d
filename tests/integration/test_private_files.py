"""What the service makes is for its own account alone, whatever the umask: folders 0700, files 0600."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from commands import private_files
from models import Staff
from tests.conftest import Databases
from tests.integration.hosts import Host
from tests.support.databases import fill_with_council
from tests.support.server import ROOT

USUAL = 0o022


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    """As an account has it that nobody set up specially."""
    before = os.umask(USUAL)
    yield
    os.umask(before)


@pytest.fixture
def host(tmp_path: Path) -> Host:
    """A host whose SQLite file is in its data folder."""
    return Host("", tmp_path / "data")


def modes(folder: Path) -> dict[str, int]:
    """Path within the folder's parent → mode, of the folder and of all that is in it."""
    return {
        str(path.relative_to(folder.parent)): stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))
    }


def test_database_seal_and_all_that_is_beside_them_are_for_their_owner_alone(host: Host) -> None:
    assert host.types("setup").exit_code == 0

    with host.running():
        Staff.update(active=True).execute()
        found = modes(host.settings.data_folder)

    assert {"data/handover.db", "data/handover.db-wal", "data/handover.db-shm", "data/seal/trust.json"} <= found.keys()
    assert {name: mode for name, mode in found.items() if mode not in (0o600, 0o700)} == {}


def test_what_an_earlier_version_made_for_all_to_read_is_tightened_by_setup(host: Host) -> None:
    assert host.types("setup").exit_code == 0
    folder = host.settings.data_folder
    os.umask(USUAL)
    (folder / "caught-mail").mkdir()
    (folder / "caught-mail" / "1").write_text("To somebody")
    (folder / "handover.db").chmod(0o644)
    folder.chmod(0o755)
    outside = folder.parent / "elsewhere"
    outside.write_text("not ours")
    (folder / "link").symlink_to(outside)

    checked, said = host.types("setup", "--check"), host.types("setup")

    assert f"! Other accounts of this machine may read {folder} and " in checked.output
    assert "Took from other accounts what they could do with " in said.output
    assert list(private_files.find_loose(host.settings)) == []
    assert stat.S_IMODE(outside.stat().st_mode) == 0o644


def test_what_belongs_to_another_account_is_named(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    assert host.types("setup").exit_code == 0
    (host.settings.data_folder / "handover.db").chmod(0o644)

    def not_yours(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", not_yours)

    said = host.types("setup")

    file = host.settings.data_folder / "handover.db"
    assert f"! Other accounts may read {file}, which belongs to another account." in said.output


def test_a_database_elsewhere_is_tightened_too(databases: Callable[[str], Databases], tmp_path: Path) -> None:
    with databases("sqlite").copy(fill_with_council) as url:
        file = Path(url.removeprefix("sqlite:///"))
        file.chmod(0o644)
        assert Host(url, tmp_path / "data").types("setup").exit_code == 0
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_mail_that_the_demo_catches_is_for_its_owner_alone(tmp_path: Path) -> None:
    [line] = [line for line in (ROOT / "Procfile.dev").read_text().splitlines() if line.startswith("mail: ")]
    before, _, _ = line.removeprefix("mail: ").partition("exec ")

    subprocess.run(["sh", "-c", f"{before} mkdir -p {tmp_path}/caught-mail/new"], check=True)

    assert set(modes(tmp_path / "caught-mail").values()) == {0o700}
