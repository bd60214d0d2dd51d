"""The service that makes time-stamps. Who checks one (timestamps.py) asks nobody, and needs no client."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from asn1crypto import tsp
from cryptography import x509
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from requests import Session

from documents import bounded_answers


@dataclass(frozen=True)
class TimeService:
    """A time-stamp authority (TSA): its URL, and the roots of its certificates.

    `timeout` is in seconds per request and its whole answer; a seal makes two. `login` is (user name, password), None
    for none.
    """

    url: str
    roots: tuple[x509.Certificate, ...]
    timeout: float = 10.0
    login: tuple[str, str] | None = field(default=None, repr=False)

    def client(self) -> TimeStamper:
        """A client of the service, which raises OSError where there is no answer within bounds, or a refusal."""
        return _Client(self.url, timeout=self.timeout, auth=self.login)  # type: ignore[no-untyped-call]


class _Client(RequestsHTTPTimeStamper):
    """pyHanko's client, whose own request would read for as long, and as much, as the service likes."""

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return await asyncio.to_thread(self._ask, req)

    def _ask(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        headers = self.request_headers()
        with Session() as session:
            bounded_answers.bound(session)
            answer = session.post(self.url, req.dump(), headers=headers, auth=self.auth, timeout=self.timeout)
        if answer.headers.get("Content-Type") != "application/timestamp-reply":
            raise TimestampRequestError("what the service answered is no time-stamp")
        return tsp.TimeStampResp.load(answer.content)
