"""Work in a child process, with limits: drawing, which takes seconds, and whatever strangers send.

The child is `python -m MODULE`. A task and its answer are a length of eight bytes and so many bytes. A child that is to
answer at once is started beforehand and waits with its imports done. One that parsed what a stranger sent serves nobody
else.
"""

from __future__ import annotations

import atexit
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Literal, cast

ROOT = Path(__file__).parent.parent
NICENESS = 10  # requests for pages come first
LENGTH = 8  # bytes
MOST_ANSWERED = 64 * 1024 * 1024  # bytes: a child that a file took over can state any length

Child = subprocess.Popen[bytes]

MOST_TASKS = 100  # of one child: what libraries keep in memory goes with it
_waiting: dict[tuple[int, str], tuple[Child, int]] = {}  # (this process, module) → who waits, tasks done
_lock = threading.Lock()


class ApartError(RuntimeError):
    """A child process failed or took too long; the message holds nothing of its task."""


def run(module: str, task: bytes, *, seconds: float, ready: Literal["none", "same", "fresh"] = "none") -> bytes:
    """What a child makes of a task in at most so many seconds. Raises ApartError.

    ready: which child then waits for the next task: none, the same one, or one started afresh.
    """
    with _lock:
        child, done = _waiting.pop((os.getpid(), module), (None, 0))
    if child is None or child.poll() is not None:
        child, done = _started(module), 0
    late = threading.Timer(seconds, child.kill)
    late.start()
    try:
        answer = _asked(child, task)
    except (OSError, EOFError):
        why = "" if late.is_alive() else "it took too long"
        with suppress(subprocess.TimeoutExpired):
            child.wait(1)  # its own exit code says more than that it was ended
        _end(child)
        raise ApartError(why or f"exit code {child.returncode}") from None
    finally:
        late.cancel()
        if ready == "fresh":
            _keep(module, _started(module))
    if ready == "same" and done + 1 < MOST_TASKS:
        _keep(module, child, done + 1)
    else:
        _end(child)
    return answer


def _asked(child: Child, task: bytes) -> bytes:
    _write(cast("IO[bytes]", child.stdin), task)
    return _read(cast("IO[bytes]", child.stdout))


def _write(stream: IO[bytes], data: bytes) -> None:
    stream.write(len(data).to_bytes(LENGTH, "big") + data)
    stream.flush()


def _read(stream: IO[bytes]) -> bytes:
    """Raises EOFError where it ends before."""
    length = int.from_bytes(stream.read(LENGTH), "big")
    data = stream.read(min(length, MOST_ANSWERED))
    if not length or len(data) < length:
        raise EOFError
    return data


def tasks() -> Iterator[bytes]:
    """In a child: the tasks, one after the other, until the parent has no more.

    A request to stop that goes to all processes of the service is the parent's to heed: it finishes what it has begun.
    """
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with suppress(EOFError):
        while True:
            yield _read(sys.stdin.buffer)


def answer(data: bytes) -> None:
    """In a child: what it made of the task."""
    _write(sys.stdout.buffer, data)


def _started(module: str) -> Child:
    command = [sys.executable, "-m", module]
    pipe = subprocess.PIPE
    try:  # what it writes to stderr may hold record data
        return subprocess.Popen(  # noqa: S603 - a module of this program
            command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, cwd=ROOT, start_new_session=True
        )
    except OSError as error:
        raise ApartError(type(error).__name__) from None


def _keep(module: str, child: Child, done: int = 0) -> None:
    """Let it wait; where another one waits already, end it."""
    with _lock:
        kept, _ = _waiting.setdefault((os.getpid(), module), (child, done))
    if kept is not child:
        _end(child)


@atexit.register
def stop_waiting() -> None:
    """End the children that wait."""
    with _lock:
        mine = [key for key in _waiting if key[0] == os.getpid()]
        for child, _ in [_waiting.pop(key) for key in mine]:
            _end(child)


def _end(child: Child) -> None:
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with suppress(OSError):  # what was not written yet has nowhere to go
                pipe.close()


def limit_memory(most: int) -> None:
    """Limit this process, a child: bytes of address space beyond what it has. At the limit there is a MemoryError."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + most, used + most))


def limit(*, memory: int, cpu_seconds: int) -> None:
    """Limit its memory, and its seconds of processor, where the system ends it; it writes no file."""
    limit_memory(memory)
    spent = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2])) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (spent + cpu_seconds, spent + cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
