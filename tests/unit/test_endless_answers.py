"""A mail server whose answers do not end is given up within the time-out: no mail of others waits for it for long."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage

import pytest

from mail import outbox
from settings import Settings
from tests.support.processes import LOOPBACK

TIMES = 50  # after which the server ends its answer by itself, in some ten seconds or with 5 MB


def drips(there: socket.socket) -> None:
    """A byte at a time, and never a line."""
    for _ in range(TIMES):
        there.sendall(b"2")
        time.sleep(0.2)


def goes_on(there: socket.socket) -> None:
    """A line of a greeting at a time, and never the last."""
    for _ in range(TIMES):
        there.sendall(b"220-good evening\r\n")
        time.sleep(0.2)


def floods(there: socket.socket) -> None:
    """Lines as fast as they are read."""
    for _ in range(TIMES):
        there.sendall(b"220-good evening\r\n" * 6_000)


def stalls_later(there: socket.socket) -> None:
    """As it should for a while, and then one line of many."""
    there.sendall(b"220 good evening\r\n")
    there.recv(1024)
    there.sendall(b"250-mail.example\r\n")
    goes_on(there)


@contextmanager
def server(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """The port of a server that answers the first who comes, and nobody after them."""
    with socket.create_server((LOOPBACK, 0)) as listening:

        def serve() -> None:
            there, _ = listening.accept()
            with there:
                try:
                    answer(there)
                except OSError:
                    return  # they have hung up, as they should

        serving = threading.Thread(target=serve)
        serving.start()
        yield listening.getsockname()[1]
        serving.join()


@pytest.mark.parametrize("answer", [drips, goes_on, floods, stalls_later])
def test_an_answer_that_does_not_end_is_not_waited_for(answer: Callable[[socket.socket], None]) -> None:
    message = EmailMessage()
    message["From"] = message["To"] = "somebody@council.example"

    with server(answer) as port, pytest.raises(TimeoutError):
        outbox.deliver(message, Settings(env="test", smtp_host=LOOPBACK, smtp_port=port, smtp_timeout_seconds=1))
