"""What a backup says of itself: manifest.json, with the SHA-256 of every file beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

FILE = "manifest.json"
FORM = "handover-backup/1"
NOT_ONE = "{path} is not a backup that 'flask backup' made whole ({why}). Name the folder that holds its manifest.json."
CHUNK = 1 << 20  # bytes read at once


class BackupError(Exception):
    """A backup that cannot be made, read or restored; the message says what to do."""


@dataclass(frozen=True)
class Contents:
    """What a database holds at one moment: its newest migration, numbers of rows, and where every audit trail ends.

    heads: SHA-256 over the audit length and head of every record. loose: references by id of records whose trail does
    not end as the record says; none in a database in order.
    """

    schema: str
    records: int
    events: int
    heads: str
    loose: tuple[int, ...] = ()


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
        return json.dumps(told, indent=1, sort_keys=True) + "\n"


def read(folder: Path) -> Manifest:
    """The manifest of a backup. Raises BackupError where there is none, or it is something else."""
    path = folder / FILE
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if told.pop("form") != FORM:
            raise ValueError(f"its form is not {FORM}")
        contents = Contents(**told.pop("contents") | {"loose": ()})
        files = {str(name): (str(sha256), int(size)) for name, (sha256, size) in told.pop("files").items()}
        return Manifest(datetime.fromisoformat(told.pop("made_at")), contents=contents, files=files, **told)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        why = error.strerror if isinstance(error, OSError) else type(error).__name__
        raise BackupError(NOT_ONE.format(path=path, why=why)) from error


def hash_files(folder: Path) -> dict[str, tuple[str, int]]:
    """Path within the folder → (SHA-256, bytes) of every file but the manifest."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path != folder / FILE)
    return {str(path.relative_to(folder)): (_sha256(path), path.stat().st_size) for path in files}


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while data := file.read(CHUNK):
            digest.update(data)
    return digest.hexdigest()


def sum_up(
    migrations: Iterable[str], records: Iterable[tuple[int, int, str]], events: Iterable[tuple[int, int, str]]
) -> Contents:
    """From rows in any order: records as (id, audit length, audit head), events as (record, sequence, hash)."""
    last: dict[int, tuple[int, str]] = {}
    count = 0
    for record, sequence, digest in events:
        last[record] = max(last.get(record, (0, "")), (sequence, digest))
        count += 1
    ends = sorted(records)
    heads = hashlib.sha256("".join(f"{record} {length} {head}\n" for record, length, head in ends).encode())
    loose = tuple(record for record, length, head in ends if length and last.get(record) != (length, head))
    return Contents(max(migrations, default=""), len(ends), count, heads.hexdigest(), loose)
