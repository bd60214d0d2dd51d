"""A pack that an operator makes at the command line, into a file of theirs."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from models import Staff
from records.exporting import choosing, packing, packs
from records.exporting.choosing import Chosen
from settings import Settings


@dataclass(frozen=True)
class Made:
    """A pack that was made: how many documents, how many bytes, its SHA-256."""

    documents: int
    size: int
    sha256: str


def make(file: Path, chosen: Chosen, reader: Staff | None, settings: Settings, by: str) -> Made:
    """Make a pack of whatever was chosen, and of that what the reader may read (None: whatever was sealed).

    by: the operator's account, for the trails. The file is for its owner alone, and appears whole. Raises
    FileExistsError where there is one, RecordError as choosing.choose does, RenderingError and OSError.
    """
    documents = choosing.choose(chosen, reader, bounded=False)
    half = file.with_name(f".{file.name}.part")
    if file.exists():
        raise FileExistsError(str(file))
    descriptor = os.open(half, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as made:
            packs.note(documents, event="packed", by=None, operator=by)
            asked = _asked(choosing.as_stored(chosen, documents), reader, settings, by)
            packing.make(made, documents, asked, settings)
            made.flush()
            os.fsync(made.fileno())
            made.seek(0)
            digest = hashlib.file_digest(made, "sha256").hexdigest()
        half.rename(file)
    finally:
        with suppress(FileNotFoundError):
            half.unlink()
    return Made(len(documents), file.stat().st_size, digest)


def _asked(chosen: Chosen, reader: Staff | None, settings: Settings, by: str) -> packing.Asked:
    whole = choosing.reads_whatever_is_sealed(reader)
    told = packing.told_of(reader, settings) if reader else f"the operator {by}, at the command line"
    return packing.Asked(reader, told, "", chosen.in_words, whole, chosen.children)
