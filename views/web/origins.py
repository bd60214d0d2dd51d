"""Whether a post was sent by a page of ours, as browsers say in headers that no page can write.

Nothing of another site's post is done, kept or shown: a page that offers to send it on would make one press of a
button a decision that somebody else wrote.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import MethodNotAllowed

from records.errors import ForbiddenError

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
    """Whether an address is of this site, which is HANDOVER_BASE_URL.

    Without TLS, as on a developer's machine, it is the host that the browser asked for too. Elsewhere whoever points a
    name of theirs at this server would make its pages ours.
    """
    try:
        base, given = urlsplit(current_app.extensions["settings"].base_url), urlsplit(address)
    except ValueError:
        return False
    if base.scheme == "https":
        return given.scheme == "https" and given.netloc.casefold() == base.netloc.casefold()
    is_web = given.scheme in ("http", "https")
    return is_web and given.netloc.casefold() in (base.netloc.casefold(), request.host.casefold())
