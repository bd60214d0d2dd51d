"""The id of each request, and what the log says of it: id, endpoint, method, status and time, never its address."""

from __future__ import annotations

import logging
import re
import secrets
import time

from flask import Flask, Response, g, request

import logs
from settings import Settings

HEADER = "X-Request-ID"
SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")

log = logging.getLogger("handover")


def follow(app: Flask, settings: Settings) -> None:
    """Give each request an id, and log how it was answered: all of them, or those that failed."""
    least = 100 if settings.log_requests == "all" else 400
    trusted = settings.proxies_in_front > 0

    @app.before_request
    def begin() -> None:
        given = request.headers.get(HEADER, "") if trusted else ""
        g.request_id = given if SAFE.fullmatch(given) else new_id()
        g.begun_at = time.perf_counter()
        logs.note()
        logs.note(request=g.request_id, route=request.endpoint or "none", method=request.method)

    @app.after_request
    def end(response: Response) -> Response:
        if request_id():
            response.headers[HEADER] = request_id()
        if response.status_code >= least and not g.get("is_logged"):
            log.info("answered", extra=seen(response.status_code))
        return response

    @app.teardown_request
    def forget(_: BaseException | None) -> None:
        logs.note()


def new_id() -> str:
    """An id for a request."""
    return secrets.token_hex(8)


def request_id() -> str:
    """The id of this request; '' before it has one."""
    return str(g.get("request_id", ""))


def seen(status: int) -> dict[str, object]:
    """What a log entry about this request's answer says besides. Marks the request as logged."""
    g.is_logged = True
    return {"status": status, "ms": round((time.perf_counter() - g.get("begun_at", time.perf_counter())) * 1000)}
