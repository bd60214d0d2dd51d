"""The folder of an export: its files, its list of hashes, and what was not written by an export.

Files appear whole or not at all. The two lists only grow, a line for each file, so that a run that was broken off is
gone on with from where it was.
"""

from __future__ import annotations

import csv
import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from records.reporting import csv_files
from records.reporting.csv_files import Cell

HASHES, INDEX, RECORDS = "SHA256SUMS", "index.csv", "records"
OURS = (HASHES, INDEX, RECORDS)
HEADINGS = (
    *("File", "Reference", "Version", "Kind", "Child's local ID", "Sealed at", "Level of the seal", "Stage", "Code"),
    *("Bytes", "SHA-256", "JSON"),
)
CHUNK = 1 << 20  # bytes read at once

NOT_OURS = (
    "{folder} holds '{name}', which no export wrote. Name an empty folder, or one that an earlier export made: nothing "
    "of it was touched."
)
CHANGED = "{name} is not as it was written, or is gone: move what is there away, and export into a new folder."
BUSY = "Another export writes in {folder} at this moment. Wait until it has ended."


class ExportError(Exception):
    """What cannot be exported, or where to; the message says what to do."""


class Place:
    """A folder to export into. Made by `opened`."""

    def __init__(self, folder: Path, hashes: IO[str], index: IO[str]) -> None:
        self.folder = folder
        self._hashes, self._index = hashes, index
        _refuse_changed_index(folder, hashes)
        listed = (line.split("  ", 1) for line in _lines(hashes))
        self.hashed: dict[str, str] = {name: digest for digest, name in listed}
        self._indexed = {row[0] for row in csv.reader(_lines(index)) if row}
        if not self._indexed:
            _append(self._index, "".join(csv_files.lines(HEADINGS, [])))

    def is_whole(self, name: str) -> bool:
        """Whether a file is there as it was listed, if it is: it is read for that."""
        path = self.folder / name
        return name not in self.hashed or (path.is_file() and _sha256(path) == self.hashed[name])

    def holds(self, name: str) -> bool:
        """Whether both lists name a file."""
        return name in self.hashed and name in self._indexed

    def write(self, name: str, data: bytes) -> None:
        """Write a file that appears whole, and list its hash. Raises ExportError where there is another."""
        path, digest = self.folder / name, hashlib.sha256(data).hexdigest()
        if path.exists():
            if _sha256(path) != digest:
                raise ExportError(f"{name} is there already, and is not what was sealed: it was left as it is.")
        else:
            _write_whole(path, data)
        if name not in self.hashed:
            _append(self._hashes, f"{digest}  {name}\n")
            self.hashed[name] = digest

    def index(self, cells: Iterable[Cell]) -> None:
        """List a record, the name of its file first."""
        row = list(cells)
        if str(row[0]) not in self._indexed:
            _append(self._index, "".join(list(csv_files.lines([], [row]))[2:]))
            self._indexed.add(str(row[0]))

    def close(self) -> None:
        """List the hash of the index as it is now, in the last line: a run that was broken off has no such line."""
        _append(self._hashes, f"{_sha256(self.folder / INDEX)}  {INDEX}\n")


@contextmanager
def opened(folder: Path) -> Iterator[Place]:
    """The folder, made where there is none, for its owner alone. Raises ExportError where it is somebody else's."""
    if folder.exists() and not folder.is_dir():
        raise ExportError(f"{folder} is a file. Name a folder.")
    if folder.is_dir():
        _refuse_others(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    with _private(folder / HASHES) as hashes, _private(folder / INDEX) as index:
        try:
            fcntl.flock(hashes, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ExportError(BUSY.format(folder=folder)) from error
        place = Place(folder, hashes, index)
        yield place
        place.close()


def _refuse_others(folder: Path) -> None:
    names = sorted(entry.name for entry in folder.iterdir())
    others = [name for name in names if name not in OURS]
    if names and HASHES not in names:
        others = names
    if others:
        raise ExportError(NOT_OURS.format(folder=folder, name=others[0]))


def _refuse_changed_index(folder: Path, hashes: IO[str]) -> None:
    """Take out the line of the index, which is about to grow. Raises ExportError where it is not as it was written."""
    *lines, last = _lines(hashes) or [""]
    digest, _, name = last.partition("  ")
    if name != INDEX:
        return
    if _sha256(folder / INDEX) != digest:
        raise ExportError(CHANGED.format(name=INDEX))
    hashes.seek(len("".join(f"{line}\n" for line in lines).encode()))
    hashes.truncate()
    os.fsync(hashes.fileno())


def _private(path: Path) -> IO[str]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    return os.fdopen(descriptor, "r+", encoding="utf-8", newline="")


def _lines(file: IO[str]) -> list[str]:
    """The whole lines of a list. One that a broken run left half written is cut off."""
    file.seek(0)
    text = file.read()
    whole = text[: text.rfind("\n") + 1]
    file.seek(len(whole.encode()))
    file.truncate()
    return whole.removeprefix(csv_files.MARK).splitlines()


def _append(file: IO[str], line: str) -> None:
    file.write(line)
    file.flush()
    os.fsync(file.fileno())


def _write_whole(path: Path, data: bytes) -> None:
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(mode=0o700, exist_ok=True)
    half = path.with_name(f".{path.name}.part")
    try:
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        half.rename(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        error.filename = error.filename or str(path)
        raise


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while data := file.read(CHUNK):
            digest.update(data)
    return digest.hexdigest()
