"""Work in a child process, with limits: drawing, which takes seconds, and whatever strangers send.

The child is `python -m MODULE`: it reads its task from stdin to the end and writes the answer to stdout. One that is to
answer at once is started beforehand and waits with its imports done; each serves one task and ends.
"""

from __future__ import annotations

import atexit
import os
import resource
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent
NICENESS = 10  # requests for pages come first

_waiting: dict[tuple[int, str], subprocess.Popen[bytes]] = {}  # (this process, module) → a child that waits
_lock = threading.Lock()


class ApartError(RuntimeError):
    """A child process failed or took too long; the message holds nothing of its task."""


def run(module: str, task: bytes, *, seconds: float, keep_one_ready: bool = False) -> bytes:
    """What a child makes of a task in at most so many seconds. Raises ApartError."""
    with _lock:
        child = _waiting.pop((os.getpid(), module), None)
    if child is None or child.poll() is not None:
        child = _started(module)
    try:
        answer, _ = child.communicate(task, timeout=seconds)
    except (subprocess.TimeoutExpired, OSError) as error:
        _end(child)
        raise ApartError(type(error).__name__) from None
    finally:
        if keep_one_ready:
            _prepare(module)
    if child.returncode != 0:
        raise ApartError(f"exit code {child.returncode}")
    return answer


def _started(module: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", module]
    pipe = subprocess.PIPE
    try:  # what it writes to stderr may hold record data
        return subprocess.Popen(  # noqa: S603 - a module of this program
            command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, cwd=ROOT
        )
    except OSError as error:
        raise ApartError(type(error).__name__) from None


def _prepare(module: str) -> None:
    key = (os.getpid(), module)
    with _lock:
        if key not in _waiting:
            _waiting[key] = _started(module)


@atexit.register
def stop_waiting() -> None:
    """End the children that wait."""
    with _lock:
        mine = [key for key in _waiting if key[0] == os.getpid()]
        for child in (_waiting.pop(key) for key in mine):
            _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with suppress(OSError):  # what was not written yet has nowhere to go
                pipe.close()


def limit(*, memory: int, cpu_seconds: int) -> None:
    """Limit this process, a child: bytes of address space beyond what it has, seconds of processor; it writes no file.

    At the limits an allocation fails with MemoryError, and the system ends the process.
    """
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    spent = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2])) + 1
    resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
    resource.setrlimit(resource.RLIMIT_CPU, (spent + cpu_seconds, spent + cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
