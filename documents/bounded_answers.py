"""Answers of another service, each within bounds: its time, its size, and from the address that was asked alone.

The council's sign-in service and its time-stamp service are asked so.
requests bounds the wait for the next byte, not for an answer, and reads whatever comes. Here the socket of a connection
reads until one moment, from before it was made, and an answer is unpacked to its bound before anybody looks at it.
"""

from __future__ import annotations

import io
import time
from typing import Any

from requests import ConnectionError as NoAnswerError
from requests import PreparedRequest, RequestException, Response, Session
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from timed_reading import TimedFile

LARGEST = 100_000  # bytes, unpacked


class TooLargeError(RequestException):
    """An answer of more than LARGEST bytes."""


def bound(session: Session) -> None:
    """Bound the answers of a session: the time-out of a request is for all of its answer.

    It follows no redirect any more: those raise TooManyRedirects.
    """
    session.max_redirects = 0
    for scheme in ("https://", "http://"):
        session.mount(scheme, _Adapter())


class _Adapter(HTTPAdapter):
    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        """The pool of connections to a host, or to the proxy in between, which will be _Timed ones."""
        pool = super().get_connection_with_tls_context(*args, **kwargs)
        pool.ConnectionCls = _TimedHTTPS if pool.scheme == "https" else _TimedHTTP
        return pool

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """Send it, and read the whole answer. Raises RequestException."""
        response = super().send(request, *args, **kwargs)
        try:
            with response.raw as raw:
                body = raw.read(LARGEST + 1, decode_content=True)
        except HTTPError as error:
            raise NoAnswerError(error, request=request) from error
        if len(body) > LARGEST:
            raise TooLargeError("the answer is too large", request=request)
        response.raw = io.BytesIO(body)
        return response


class _Timed:
    """A connection for as long as its time-out says altogether."""

    sock: Any
    timeout: Any

    def connect(self) -> None:
        until = time.monotonic() + self.timeout
        super().connect()  # type: ignore[misc]
        self.sock = _TimedSocket(self.sock, until)


class _TimedHTTP(_Timed, HTTPConnection):
    pass


class _TimedHTTPS(_Timed, HTTPSConnection):
    pass


class _TimedSocket:
    """A socket whose file for reading ends at a moment."""

    def __init__(self, sock: Any, until: float) -> None:
        self._sock, self._until = sock, until

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def makefile(self, *_args: Any, **_kwargs: Any) -> io.BufferedReader:
        """What http.client reads an answer from, its headers too."""
        return io.BufferedReader(TimedFile(self._sock, self._until))
