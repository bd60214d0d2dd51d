"""Folders that are filled beside the place where they belong: whole ones are renamed, others go.

Whoever fills one holds a lock on it, so that one that was left behind by a process that was ended is told from one that
is being filled.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def folder(parent: Path, prefix: str) -> Iterator[Path]:
    """A new folder, for its owner alone, to fill and rename. It is gone afterwards unless it was renamed."""
    place = Path(tempfile.mkdtemp(dir=parent, prefix=prefix))
    held = os.open(place, os.O_RDONLY)
    try:
        with suppress(OSError):  # a disk of another machine that knows no locks
            fcntl.flock(held, fcntl.LOCK_EX)
        yield place
    finally:
        os.close(held)
        shutil.rmtree(place, ignore_errors=True)


def find_left(parent: Path, prefix: str) -> list[Path]:
    """Those that hold something and that nobody fills any more. An empty one may be about to be filled."""
    return [place for place in sorted(parent.glob(f"{prefix}*")) if _is_left(place)]


def _is_left(place: Path) -> bool:
    try:
        held = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return bool(os.listdir(held))
        finally:
            os.close(held)
    except OSError:  # held by another process, or of another account
        return False
