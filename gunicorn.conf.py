"""gunicorn's configuration. The address to bind is given on the command line."""

import logging
import os
import re
import secrets
import sys
import traceback
from typing import Any

from gunicorn.arbiter import Arbiter
from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.http.errors import InvalidHeader, UnsupportedTransferCoding
from gunicorn.workers.gthread import ThreadWorker

import logs

MOST = 64  # of either: a slip of the hand would fill the machine before anybody could mend it


def _number(name: str, usual: int) -> int:
    given = os.environ.get(name, str(usual))
    if not re.fullmatch("[0-9]{1,3}", given) or not 1 <= int(given) <= MOST:
        sys.exit(f"{name} must be a whole number from 1 to {MOST}")
    return int(given)


workers = _number("WEB_CONCURRENCY", 2)
threads = _number("WEB_THREADS", 4)
timeout = 60
graceful_timeout = 4
control_socket_disable = True
forwarder_headers = ""  # no header of a client says where the app begins (SCRIPT_NAME) or which path it asked for
preload_app = True  # saves memory; safe because no database connection is open before the fork

# URLs may contain tokens of emailed links, and access is logged in the audit trail: no access log, and no URL in the
# message about a request that failed before it reached the app.
accesslog = None


class _WithoutAddresses(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        said = str(record.msg)
        if said.startswith("Error handling request"):
            kind, _, frames = record.exc_info or (None, None, None)  # the exception's own message may hold an address
            record.exc_info, record.args = None, None
            record.msg = "A request could not be handled"
            record.msg += f": {kind.__name__}\n{''.join(traceback.format_tb(frames))}" if kind else ""
        elif said.startswith("Invalid request from"):
            record.msg, record.args = "A request could not be understood", None  # what follows: whose, and what it said
        return True


class QuietLogger(Logger):
    """gunicorn's logger without requested URLs."""

    def setup(self, cfg: Config) -> None:
        """Set up the log and add the filter."""
        super().setup(cfg)
        self.error_log.addFilter(_WithoutAddresses())
        for handler in self.error_log.handlers:
            handler.setFormatter(logs.formatter(os.environ.get("HANDOVER_LOG_FORMAT", "text")))


logger_class = QuietLogger


# Of answers that gunicorn gives by itself, which never reach the app. Browsers heed the first over TLS alone.
OWN_HEADERS = (
    "Strict-Transport-Security: max-age=31536000",
    "Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options: nosniff",
    "Referrer-Policy: same-origin",
    "Cross-Origin-Opener-Policy: same-origin",
    "Cross-Origin-Resource-Policy: same-origin",
    "Cache-Control: no-store",
)
OWN_TEXT = "The request could not be understood.\n"


class _OwnAnswer:
    """A client's socket on which gunicorn's page about an error becomes a plain one, with headers and without echo."""

    def __init__(self, client: Any, request: str) -> None:
        self._client, self._request = client, request

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def sendall(self, answer: bytes) -> None:
        """Send the status line of gunicorn's answer with our headers and text."""
        status = answer.partition(b"\r\n")[0].decode("latin-1")
        kind, length = "Content-Type: text/plain; charset=utf-8", f"Content-Length: {len(OWN_TEXT)}"
        request = f"X-Request-ID: {self._request}"
        lines = [status, "Connection: close", kind, length, request, *OWN_HEADERS, "", OWN_TEXT]
        self._client.sendall("\r\n".join(lines).encode("latin-1"))


def _is_unread(body: Any) -> bool:
    """Whether something of a request's body, by its length or in chunks, has not been read."""
    return bool(getattr(body.reader, "length", 0) or getattr(body.reader, "parser", None))


class QuietWorker(ThreadWorker):
    """gunicorn's worker with threads, whose own answers have security headers."""

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Answer a request. What is refused before its body is read ends the connection, and the answer says so."""
        asked = req.should_close
        req.should_close = lambda: asked() or _is_unread(req.body)
        return super().handle_request(req, conn)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Any) -> None:
        """Answer a request that failed before it reached the app: by 400 where a transfer coding is unknown."""
        if isinstance(exc, UnsupportedTransferCoding):
            exc = InvalidHeader(str(exc))
        with logs.within(request=(number := secrets.token_hex(8))):
            super().handle_error(req, _OwnAnswer(client, number), addr, exc)


worker_class = QuietWorker


def on_starting(server: Arbiter) -> None:
    """Say how many threads there are, and exit where the database, or the seal, is not this version's or service's."""
    from commands.context import get_start_problem
    from views.web import council_service

    app = server.app.wsgi()
    council_service.let_wait(app, threads)
    settings = app.extensions["settings"]
    if why_not := get_start_problem(settings):
        logs.refuse(settings.log_format, why_not)
