"""Fetching revocation evidence from the addresses in certificates, within bounds: strangers answer there."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientPayloadError, ClientResponse, ClientSession, TCPConnector
from pyhanko_certvalidator.fetchers import FetcherBackend
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend
from pyhanko_certvalidator.fetchers.api import FetchLimits
from requests.utils import DEFAULT_CA_BUNDLE_PATH

LARGEST = 5_000_000  # bytes of one list; it is kept in each record that it vouches for
CHUNK = 1 << 16  # bytes read at once
MOST_REQUESTS = 30  # of one renewal; two chains of three certificates with two addresses each take half of them


class _BoundedResponse(ClientResponse):
    """An answer of LARGEST bytes at most, which the fetchers read by this alone."""

    async def read(self) -> bytes:
        """The answer. Raises ClientPayloadError, a ClientError, where it is larger."""
        body = bytearray()
        async for chunk in self.content.iter_chunked(CHUNK):
            body += chunk
            if len(body) > LARGEST:
                self.close()
                raise ClientPayloadError("the answer is too large")
        return bytes(body)


@asynccontextmanager
async def bounded_fetching(timeout: float) -> AsyncIterator[FetcherBackend]:
    """What a ValidationContext fetches with: each answer within `timeout` seconds, and of LARGEST bytes at most."""
    trusted = TCPConnector(ssl=ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH))
    limits = FetchLimits(max_requests=MOST_REQUESTS)
    async with ClientSession(connector=trusted, response_class=_BoundedResponse) as session:
        yield AIOHttpFetcherBackend(session, timeout, limits=limits)
