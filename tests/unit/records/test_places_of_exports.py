"""An export's folder: files appear whole, its lists only grow, and what others put there is left alone."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from records.exporting import places
from records.exporting.places import ExportError

ONE = "records/2026-11/TMR-1-v1.pdf"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that is not there yet."""
    return tmp_path / "export"


def write(folder: Path, name: str = ONE, data: bytes = b"%PDF-1") -> None:
    with places.opened(folder) as place:
        place.write(name, data)
        place.index([name, "TMR-1", 1])


def test_a_file_is_listed_with_its_hash_as_sha256sum_checks_it(folder: Path) -> None:
    write(folder)

    checked = subprocess.run(  # noqa: S603
        [str(shutil.which("sha256sum")), "-c", "SHA256SUMS"], cwd=folder, capture_output=True, check=False, text=True
    )

    assert (checked.returncode, checked.stdout) == (0, f"{ONE}: OK\nindex.csv: OK\n")


def test_everything_is_for_its_owner_alone(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o755)
    write(folder)

    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()}
    folders = {stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*")) if path.is_dir()}
    assert (modes, folders) == ({0o600}, {0o700})


def test_what_is_written_again_touches_nothing(folder: Path) -> None:
    write(folder)
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}
    write(folder)
    write(folder, "records/2026-11/TMR-2-v1.pdf", b"%PDF-2")

    assert (folder / "index.csv").read_text().count("TMR-1-v1.pdf") == 1
    assert [path for path, kept in before.items() if path.suffix == ".pdf" and path.stat().st_mtime_ns != kept[0]] == []
    index = folder / "index.csv"
    assert index.read_bytes().startswith(before[index][1])


@pytest.mark.parametrize("listed", ["SHA256SUMS", "index.csv"])
def test_a_run_that_was_broken_off_within_a_line_is_gone_on_with(folder: Path, listed: str) -> None:
    write(folder)
    whole = {name: (folder / name).read_bytes() for name in ("SHA256SUMS", "index.csv")}
    (folder / "SHA256SUMS").write_bytes(whole["SHA256SUMS"].rpartition(b"\n")[0].rpartition(b"\n")[0] + b"\n")
    (folder / listed).write_bytes((folder / listed).read_bytes()[:-9])
    write(folder)

    assert {name: (folder / name).read_bytes() for name in whole} == whole


def test_an_index_that_was_changed_is_named_and_left(folder: Path) -> None:
    write(folder)
    changed = (folder / "index.csv").read_bytes().replace(b"TMR-1,1", b"TMR-1,2")
    (folder / "index.csv").write_bytes(changed)
    with pytest.raises(ExportError, match=r"index\.csv is not as it was written"):
        write(folder, "records/2026-11/TMR-2-v1.pdf")
    assert (folder / "index.csv").read_bytes() == changed


def test_a_folder_with_files_of_others_is_refused_untouched(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o755)  # whatever this process lets others do with what it makes
    (folder / "holiday.jpg").write_bytes(b"picture")

    with pytest.raises(ExportError, match="holds 'holiday.jpg', which no export wrote"):
        write(folder)

    assert [path.name for path in folder.iterdir()] == ["holiday.jpg"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755


def test_a_strange_file_beside_an_export_is_refused_too(folder: Path) -> None:
    write(folder)
    (folder / "notes.txt").touch()
    with pytest.raises(ExportError, match=r"notes\.txt"):
        write(folder)


def test_a_file_is_no_folder(folder: Path) -> None:
    folder.touch()
    with pytest.raises(ExportError, match="is a file"):
        write(folder)


def test_another_file_of_the_same_name_is_left_as_it_is(folder: Path) -> None:
    write(folder)
    (folder / places.HASHES).write_text("")
    (folder / ONE).write_bytes(b"something else")
    with pytest.raises(ExportError, match="is there already"):
        write(folder)
    assert (folder / ONE).read_bytes() == b"something else"


def test_two_exports_at_once_into_one_folder_are_refused(folder: Path) -> None:
    with places.opened(folder), pytest.raises(ExportError, match="Another export writes"):
        write(folder)


def test_a_full_disk_leaves_nothing_half_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write(folder)

    assert [path for path in (folder / "records").rglob("*") if path.is_file()] == []
