"""Folders for what tests write and throw away: in memory, where the machine has room for it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

MEMORY = Path("/dev/shm")  # noqa: S108 - the folders in it have random names, and are their owner's alone
ROOM = 2 * 1024**3  # bytes: a container is often lent less, which a PostgreSQL server would fill


@contextmanager
def working_folder(prefix: str) -> Iterator[Path]:
    """A folder whose name begins so; gone afterwards."""
    in_memory = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    # Chromium's helpers may still write for a moment after it has ended.
    memory = MEMORY if in_memory else None
    with TemporaryDirectory(prefix=prefix, dir=memory, ignore_cleanup_errors=True) as folder:
        yield Path(folder)
