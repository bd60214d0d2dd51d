"""The log of web, worker and commands: one entry a fault, as text or JSON, without anything about anybody.

An entry has its time (UTC), level, logger and text, and whatever is known of: request (its id), route (the endpoint,
never the path, which may hold a token), method, status, ms, lane (of the worker), code (the database's own), stack.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, NoReturn

import faults

FIELDS = ("request", "route", "method", "status", "ms", "lane", "code")
QUIET = ("huey", "weasyprint.progress", "fontTools")  # loggers of which only warnings are kept
FIRST_SILENCE, LONGEST_SILENCE = 60.0, 3600.0  # seconds in which the same fault is not written again

_about: ContextVar[dict[str, Any] | None] = ContextVar("about", default=None)


def note(**fields: Any) -> None:
    """Say of whatever is logged from now on in this thread what it belongs to; without fields nothing any more."""
    _about.set({**(_about.get() or {}), **fields} if fields else None)


@contextmanager
def within(**fields: Any) -> Iterator[None]:
    """The same for a block."""
    token = _about.set({**(_about.get() or {}), **fields})
    try:
        yield
    finally:
        _about.reset(token)


def configure(form: str, *, level: int = logging.WARNING, again: Callable[[], float] = time.monotonic) -> None:
    """Write the log to stderr as 'text' or 'json'. `level`: of what other libraries say; our own begins at INFO."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(form))
    handler.addFilter(Repeats(again))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    logging.getLogger("handover").setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def refuse(form: str, why: str) -> NoReturn:
    """Exit with the one line that says why nothing starts, in the form of the log."""
    if form != "json":
        raise SystemExit(why)
    configure(form)
    logging.getLogger("handover.start").critical(why)
    raise SystemExit(1)


def formatter(form: str) -> logging.Formatter:
    """The formatter for 'text' or 'json'."""
    return JsonFormatter() if form == "json" else TextFormatter()


def entry(record: logging.LogRecord) -> dict[str, Any]:
    """The fields of an entry. Of an exception that a library logs its words are left out."""
    about = {**(_about.get() or {}), **{name: getattr(record, name) for name in FIELDS if hasattr(record, name)}}
    stack, text = getattr(record, "stack", ""), record.getMessage()
    if record.exc_info and (error := record.exc_info[1]):
        text = f"{text}: {faults.describe(error)}"
        about["code"], stack = faults.code_of(error), faults.stack_of(error)
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    found = {"time": at, "level": record.levelname, "logger": record.name, "text": text}
    found |= {name: about[name] for name in FIELDS if about.get(name) not in (None, "")}
    return found | ({"stack": stack} if stack else {})


class TextFormatter(logging.Formatter):
    """A line an entry: time, level, logger, text, fields; its stack in lines that begin with blanks."""

    def format(self, record: logging.LogRecord) -> str:
        """The entry as text. A line break in it would look like another entry."""
        found = entry(record)
        head = " ".join(str(found.pop(name)) for name in ("time", "level", "logger"))
        text, stack = str(found.pop("text")).replace("\n", " ").replace("\r", " "), found.pop("stack", "")
        rest = "".join(f" {name}={value}" for name, value in found.items())
        return f"{head} {text}{rest}" + (f"\n{stack}" if stack else "")


class JsonFormatter(logging.Formatter):
    """A JSON object an entry, on one line."""

    def format(self, record: logging.LogRecord) -> str:
        """The entry as JSON."""
        return json.dumps(entry(record), default=str)


class Repeats(logging.Filter):
    """Lets the same warning or fault outside of requests through once, then after silences that double.

    The next entry says how many were left out. A fault that stays away for twice its silence begins anew. Where a
    request met what every other meets too (of_service), such as a database that is away, what would be left out is kept
    as INFO: somebody may ask about the number that its page shows.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._now = now
        self._lock = threading.Lock()
        self._seen: dict[str, tuple[float, float, int]] = {}  # what → (last written, silence after it, left out since)

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to write it."""
        of_request = bool((_about.get() or {}).get("request"))
        if record.levelno < logging.WARNING or (of_request and not getattr(record, "of_service", False)):
            return True
        found = entry(record)
        what = " ".join(str(found.get(name, "")) for name in ("logger", "text", "lane", "code"))
        with self._lock:
            is_due = self._is_due(what, record)
        if of_request and not is_due:
            record.levelno, record.levelname = logging.INFO, "INFO"
        return is_due or of_request

    def _is_due(self, what: str, record: logging.LogRecord) -> bool:
        now = self._now()
        written, silence, left_out = self._seen.get(what, (now, 0.0, 0))
        if now - written < silence:
            self._seen[what] = (written, silence, left_out + 1)
            return False
        again = FIRST_SILENCE if not silence or now - written > 2 * silence else min(2 * silence, LONGEST_SILENCE)
        self._seen[what] = (now, again, 0)
        if left_out:
            times = "once" if left_out == 1 else f"{left_out} times"
            record.msg, record.args = f"{record.getMessage()} (and {times} since the last entry)", None
        self._forget_old(now)
        return True

    def _forget_old(self, now: float) -> None:
        self._seen = {what: one for what, one in self._seen.items() if now - one[0] <= 2 * LONGEST_SILENCE}
