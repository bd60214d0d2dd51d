"""A few at once: of this process by a semaphore; of all processes of this machine by locks on so many files."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

FOLDER = "locks"  # in the data folder
LOOK_AGAIN_SECONDS = 0.05


class BusyError(RuntimeError):
    """Every slot stayed taken."""


@contextmanager
def held(places: threading.Semaphore) -> Iterator[None]:
    """Hold one of this process's places. Raises BusyError at once where none is free."""
    if not places.acquire(blocking=False):
        raise BusyError
    try:
        yield
    finally:
        places.release()


@contextmanager
def taken(folder: Path, name: str, *, most: int, wait_seconds: float) -> Iterator[None]:
    """Hold one of `most` slots. Raises BusyError where none is free for so long.

    The system frees a slot when its process ends, however it ends.
    """
    descriptor = _take(folder, name, most, time.monotonic() + wait_seconds)
    try:
        yield
    finally:
        os.close(descriptor)


def _take(folder: Path, name: str, most: int, until: float) -> int:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    while True:
        for number in range(most):
            descriptor = os.open(folder / f"{name}-{number}.lock", os.O_RDWR | os.O_CREAT, 0o600)
            with suppress(BlockingIOError):
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return descriptor
            os.close(descriptor)
        if time.monotonic() >= until:
            raise BusyError(name)
        time.sleep(LOOK_AGAIN_SECONDS)
