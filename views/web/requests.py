"""Requests whose address is no address: what no browser sends, and what is made of it."""

from __future__ import annotations

import re
from typing import Any

from flask import request
from htmx_flask import HtmxAwareRequest
from werkzeug.exceptions import BadHost

_NOT_ASCII = re.compile(rb"[\x80-\xff]")


class Request(HtmxAwareRequest):
    """HTMX's request, in whose query every byte beyond ASCII is percent-encoded, as browsers send it.

    Werkzeug's args and full_path raise UnicodeDecodeError where such bytes stand there as they are and are not UTF-8.
    """

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        sent: bytes = self.query_string  # type: ignore[has-type]
        self.query_string = _NOT_ASCII.sub(lambda found: b"%%%02X" % ord(found[0]), sent)


def refuse_bad_host() -> None:
    """Before each request, and before whatever may answer with a page: the BadHost that routing met, if it did.

    Without a host a page has no address to link to, so no other refusal could be shown.
    """
    if isinstance(request.routing_exception, BadHost):
        raise request.routing_exception
