"""What a backup says of itself: manifest.json, with the SHA-256 of every file beside it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from settings import VERSION

FILE = "manifest.json"
FORM = "handover-backup/1"
NOT_ONE = "{path} is not a backup that 'flask backup' made whole ({why}). Name the folder that holds its manifest.json."
NEWER = "{path} was made by a newer version of Handover than this one ({ours}). Use that version, or a later one."
NOT_PLAIN = "{path} is a link, or no file. A backup holds files and folders only: use another backup."
CHUNK = 1 << 20  # bytes read at once


class BackupError(Exception):
    """A backup that cannot be made, read or restored; the message says what to do."""


@dataclass(frozen=True)
class Contents:
    """What a database holds at one moment: its newest migration, numbers of rows, and where every audit trail ends.

    heads: SHA-256 over the audit length and head of every record. loose: references by id of records whose trail does
    not end as the record says; none in a database in order. authority: the SHA-256 of the root that the database names,
    '' for none. Both are read from the database, whatever the manifest says.
    """

    schema: str
    records: int
    events: int
    heads: str
    loose: tuple[int, ...] = ()
    authority: str = ""


@dataclass(frozen=True)
class Manifest:
    """database: 'sqlite' or 'postgresql'. files: path within the folder → [SHA-256 in hex, bytes]."""

    made_at: datetime
    version: str
    database: str
    contents: Contents
    files: dict[str, tuple[str, int]]

    def to_json(self) -> str:
        """As the file holds it."""
        told = asdict(self) | {"form": FORM, "made_at": self.made_at.isoformat()}
        del told["contents"]["authority"]
        return json.dumps(told, indent=1, sort_keys=True) + "\n"


def read(folder: Path) -> Manifest:
    """The manifest of a backup. Raises BackupError where there is none, or it is something else."""
    path = folder / FILE
    try:
        with open_plain(path) as file:
            told: dict[str, Any] = json.loads(file.read())
        form = told.pop("form")
        if form != FORM:
            raise BackupError(NEWER.format(path=path, ours=VERSION)) if _is_later(form) else ValueError(form)
        contents = Contents(**told.pop("contents") | {"loose": ()})
        files = {str(name): (str(sha256), int(size)) for name, (sha256, size) in told.pop("files").items()}
        return Manifest(datetime.fromisoformat(told.pop("made_at")), contents=contents, files=files, **told)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        why = error.strerror if isinstance(error, OSError) else "its manifest cannot be read"
        raise BackupError(NOT_ONE.format(path=path, why=why)) from error


def _is_later(form: Any) -> bool:
    return str(form).startswith(FORM.partition("/")[0] + "/")


def hash_files(folder: Path) -> dict[str, tuple[str, int]]:
    """Path within the folder → (SHA-256, bytes) of every file but the manifest. Raises BackupError for a link."""
    entries = [path for path in sorted(folder.rglob("*")) if path != folder / FILE]
    files = [path for path in entries if not stat.S_ISDIR(path.lstat().st_mode)]
    return {str(path.relative_to(folder)): _hashed(path) for path in files}


def _hashed(path: Path) -> tuple[str, int]:
    with open_plain(path) as file:
        digest, size = hashlib.sha256(), 0
        while data := file.read(CHUNK):
            digest.update(data)
            size += len(data)
        return digest.hexdigest(), size


def open_plain(path: Path | str) -> BinaryIO:
    """A regular file to be read: no link leads out of a backup, and no pipe is waited for. Raises BackupError."""
    if not stat.S_ISREG(os.lstat(path).st_mode):
        raise BackupError(NOT_PLAIN.format(path=path))
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")


def copy_plain(path: Path | str, to: Path | str) -> None:
    """Copy a regular file of a backup. Raises BackupError for anything else."""
    with open_plain(path) as file, Path(to).open("wb") as copied:
        shutil.copyfileobj(file, copied, CHUNK)


def sum_up(
    migrations: Iterable[str],
    records: Iterable[tuple[int, int, str]],
    events: Iterable[tuple[int, int, str]],
    authorities: Iterable[tuple[int, str]] = (),
) -> Contents:
    """From rows in any order: records as (id, audit length, audit head), events as (record, sequence, hash), and
    authorities as (number, SHA-256), of which the last counts.
    """
    last: dict[int, tuple[int, str]] = {}
    count = 0
    for record, sequence, digest in events:
        last[record] = max(last.get(record, (0, "")), (sequence, digest))
        count += 1
    ends = sorted(records)
    heads = hashlib.sha256("".join(f"{record} {length} {head}\n" for record, length, head in ends).encode())
    loose = tuple(record for record, length, head in ends if length and last.get(record) != (length, head))
    _, authority = max(authorities, default=(0, ""))
    return Contents(max(migrations, default=""), len(ends), count, heads.hexdigest(), loose, authority)
