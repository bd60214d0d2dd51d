"""Temporary folders for tests, in memory where there is enough space."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108 - folders have random names and are private to their owner
NEEDED_BYTES = 2 * 1024**3  # containers often have less, which a PostgreSQL server would fill


@contextmanager
def working_folder(prefix: str) -> Iterator[Path]:
    """Yields a temporary folder whose name begins with `prefix`; deleted afterwards."""
    in_memory = os.access(MEMORY_FOLDER, os.W_OK) and shutil.disk_usage(MEMORY_FOLDER).free > NEEDED_BYTES
    # Chromium's helper processes may still write for a moment after it has ended.
    parent = MEMORY_FOLDER if in_memory else None
    with TemporaryDirectory(prefix=prefix, dir=parent, ignore_cleanup_errors=True) as folder:
        yield Path(folder)
