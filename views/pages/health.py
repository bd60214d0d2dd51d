"""What a load balancer and a monitor ask: does the process answer, and is the service ready."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field

from flask import Blueprint, Response, current_app, jsonify
from flask.typing import ResponseReturnValue

import logs
from records.reporting import health
from records.reporting.health import Level
from views.web import sessions, tracing
from views.web.guard import open_to_anyone

bp = Blueprint("health", __name__)

log = logging.getLogger("handover")

KEPT_SECONDS = 5.0  # for which an answer is given again, however often it is asked for
WAIT_SECONDS = 1.5  # for what another holds in the database: whoever asks every few seconds wants to know before that


@dataclass
class Kept:
    """The last answer of this process for some parts. One request looks, and whoever comes meanwhile waits for it."""

    needed_for: tuple[str, ...]
    lock: threading.Lock = field(default_factory=threading.Lock)
    words: dict[str, str] = field(default_factory=dict)
    is_ready: bool = False
    until: float = 0.0

    def look(self) -> None:
        """Look anew, unless the last answer is young enough."""
        with self.lock:
            if time.monotonic() < self.until:
                return
            found = health.look(sessions.settings(), self.needed_for, WAIT_SECONDS)
            self.words = {part.name: one.word for part, one in found.items()}
            self.is_ready = health.level_of(found) < Level.FAILS
            self.until = time.monotonic() + KEPT_SECONDS


@bp.record
def keep(state: object) -> None:
    """Each app keeps answers of its own."""
    state.app.extensions["ready"] = {  # type: ignore[attr-defined]
        "pages": Kept(("pages",)),
        "service": Kept(("pages", "service")),
    }


@bp.get("/health")
@open_to_anyone
def show_health() -> ResponseReturnValue:
    """Whether the web process answers. Asks no database."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/ready")
@open_to_anyone
def show_ready() -> ResponseReturnValue:
    """Whether the service can do all of its work: 200 or 503, with a word for each part."""
    return _answer("service")


@bp.get("/ready/pages")
@open_to_anyone
def show_pages_ready() -> ResponseReturnValue:
    """Whether this process can serve pages, for a load balancer: the worker, the seal and the disk are left out."""
    return _answer("pages")


def _answer(what: str) -> ResponseReturnValue:
    """The answer. Whoever asks every few seconds shows its number to nobody, so that it is no request's fault."""
    kept: Kept = current_app.extensions["ready"][what]
    with logs.within(request=""):
        kept.look()
        status = 200 if kept.is_ready else 503
        if not kept.is_ready:
            wrong = ", ".join(f"{name} {word}" for name, word in kept.words.items() if word != "ok")
            log.warning("not ready: %s", wrong, extra=tracing.seen(status))
    return jsonify(ready=kept.is_ready, parts=kept.words), status
