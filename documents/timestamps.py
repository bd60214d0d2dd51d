"""Time-stamps (RFC 3161): an independent service's word that certain bytes existed at a certain time."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from asn1crypto import cms, tsp
from cryptography import x509
from pyhanko.sign.general import SignedDataCerts, extract_certificate_info, extract_signer_info
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter, validate_sig_integrity
from requests import Session

from documents import bounded_answers, certificate_path
from documents.container import BrokenSignatureError

# Clocks differ by less: a seal from later than this was made with a wrong clock, or its time is made up.
AHEAD = timedelta(minutes=5)


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


@dataclass(frozen=True)
class Stamp:
    """A time-stamp whose signature and digest were checked: its time (aware), and the certificates in it."""

    at: datetime
    certificates: SignedDataCerts

    def is_by(self, roots: certificate_path.Roots) -> bool:
        """Whether its certificate is for time-stamping, and had a valid path to one of the roots at its time."""
        return certificate_path.leads_to(self.certificates, roots, self.at, "time_stamping")


def read_stamp(token: cms.SignedData, digest: bytes) -> Stamp:
    """The time-stamp in a token over data with this SHA-256. Raises BrokenSignatureError where it does not match."""
    content = token["encap_content_info"]["content"]
    info = content.parsed
    imprint = info["message_imprint"]
    certificates = extract_certificate_info(token)
    signer_info = extract_signer_info(token)
    signed_digest = hashlib.new(signer_info["digest_algorithm"]["algorithm"].native, bytes(content)).digest()
    intact, valid = validate_sig_integrity(signer_info, certificates.signer_cert, "tst_info", signed_digest)
    matches = imprint["hash_algorithm"]["algorithm"].native == "sha256" and imprint["hashed_message"].native == digest
    if not (intact and valid and matches):
        raise BrokenSignatureError("a time-stamp does not match the data that it stamps")
    return Stamp(info["gen_time"].native, certificates)


def stamps_inside(signed_data: cms.SignedData) -> Iterator[Stamp]:
    """The time-stamps among a signature's unsigned attributes."""
    signer_info = extract_signer_info(signed_data)
    digest = hashlib.sha256(signer_info["signature"].native).digest()
    for token in extract_tst_data_iter(signer_info, signed=False):
        yield read_stamp(token, digest)
