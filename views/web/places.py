"""From where a request comes, as rate limits count it: one address has one spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# Gateways write a client's port behind its address: 192.0.2.7:1033, [2001:db8::1]:443.
_WITH_PORT = re.compile(r"\[(?P<six>[^\]]+)\](:\d+)?|(?P<four>[\d.]+):\d+")


class Places:
    """Between ProxyFix and the app. What a proxy gives that is no address counts as the place of that proxy."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, whose address is read out of what was given as one."""
        given: str = environ.get("REMOTE_ADDR", "")
        before: dict[str, Any] = environ.get("werkzeug.proxy_fix.orig", {})
        environ["REMOTE_ADDR"] = address_in(given) or address_in(before.get("REMOTE_ADDR", "")) or ""
        return self._app(environ, start_response)


def address_in(given: str) -> str:
    """The address in what was given as one: without a port or a scope, version 4 where it is mapped; '' for none."""
    match = _WITH_PORT.fullmatch(given.strip())
    try:
        address = ip_address((match["six"] or match["four"]) if match else given.strip())
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or IPv6Address(int(address))
    return str(address)
