"""Whether a post was sent by a page of ours, as browsers say in headers that no page can write.

Nothing of another site's post is done, kept or shown: a page that offers to send it on would make one press of a
button a decision that somebody else wrote.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import MethodNotAllowed

from checks_of_settings import is_loopback
from records.errors import ForbiddenError

PORTS = {"https": 443, "http": 80}
READS = ("GET", "HEAD", "OPTIONS")
ELSEWHERE = (
    "Handover takes only what its own pages send, and your browser did not say that this came from one. Nothing has "
    "been changed. Open the page again in Handover and send it from there."
)


def refuse_other_origins() -> None:
    """Before each request: ForbiddenError (403) for a post that does not come from a page of ours.

    A method that no page takes there is answered 405, wherever it comes from: nothing of it is read.
    """
    if request.method in READS or isinstance(request.routing_exception, MethodNotAllowed):
        return
    if not is_same_origin():
        raise ForbiddenError("a post from another origin", ELSEWHERE)


def is_same_origin() -> bool:
    """Whether every header that says where a request was made names this site: Sec-Fetch-Site, Origin, or Referer.

    Referer counts where a browser sends neither of the others, as old ones do. Without all three nothing says so.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is None and origin is None:
        return _is_ours(request.headers.get("Referer", ""))
    return site in (None, "same-origin") and (origin is None or _is_ours(origin))


def _is_ours(address: str) -> bool:
    """Whether an address is of this site, which is HANDOVER_BASE_URL: the same scheme, host and port.

    Without TLS, as on a developer's machine, it is every name of that machine by which the browser asked for it, too.
    Elsewhere whoever points a name of theirs at this server would make its pages ours.
    """
    base, given, asked = map(_origin, (current_app.extensions["settings"].base_url, address, f"http://{request.host}"))
    is_here = base is not None and base.scheme == "http" and asked is not None and is_loopback(asked.host)
    return given is not None and given in (base, asked if is_here else base)


class _Origin(NamedTuple):
    scheme: str
    host: str
    port: int


def _origin(address: str) -> _Origin | None:
    """Scheme, host and port of an address, with the port that its scheme has; None where it has no such thing."""
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS.get(parts.scheme)
    except ValueError:
        return None
    return _Origin(parts.scheme, parts.hostname, port) if parts.hostname and port else None
