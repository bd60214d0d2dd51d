"""Helpers for server processes started by tests: free ports, waiting until one listens, stopping it."""

from __future__ import annotations

import signal
import socket
import subprocess
import time

LOOPBACK = "127.0.0.1"
# Time-out for things that should happen. It costs nothing when they do, and a busy machine may be ten times slower.
PATIENCE_SECONDS = 180.0


def free_port() -> int:
    """A loopback port on which nothing listens at the moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def is_listening(port: int) -> bool:
    """Whether something accepts connections on a loopback port."""
    try:
        socket.create_connection((LOOPBACK, port), timeout=1).close()
    except OSError:
        return False
    return True


def wait_until_listening(port: int, process: subprocess.Popen[str], seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until `port` accepts connections. Raises AssertionError if `process` ends first, or after the time-out."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process.poll() is None, f"{process.args!r} ended with {process.returncode} before it listened"
        if is_listening(port):
            return
        time.sleep(0.05)
    raise AssertionError(f"{process.args!r} did not listen on port {port} within {seconds:.0f} seconds")


def end(process: subprocess.Popen[str], seconds: float = PATIENCE_SECONDS) -> None:
    """Send SIGTERM and wait for `process` to end. Raises AssertionError (after killing it) if it does not."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise AssertionError(f"{process.args!r} did not stop when it was told to") from None
