"""Servers that tests start: free ports, waiting until one answers, ending it."""

from __future__ import annotations

import signal
import socket
import subprocess
import time

LOOPBACK = "127.0.0.1"
# How long a test waits for what should come, before it says that it does not. It costs nothing where all is well, and a
# machine that is lent to others for a while may be ten times slower.
PATIENCE_SECONDS = 180.0


def free_port() -> int:
    """A port on the loopback address that nothing listens on at the moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def wait_until_listening(port: int, process: subprocess.Popen[str], seconds: float = PATIENCE_SECONDS) -> None:
    """Return once something accepts connections at `port`. Raises AssertionError if `process` ends before."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process.poll() is None, f"{process.args!r} ended with {process.returncode} before it listened"
        try:
            socket.create_connection((LOOPBACK, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"{process.args!r} did not listen on port {port} within {seconds:.0f} seconds")


def end(process: subprocess.Popen[str], seconds: float = PATIENCE_SECONDS) -> None:
    """Ask `process` to stop, as an operator would, and wait until it has."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise AssertionError(f"{process.args!r} did not stop when it was told to") from None
