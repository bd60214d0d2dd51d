"""Time-stamps (RFC 3161): an independent service's word that certain bytes existed at a certain time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from asn1crypto import cms
from cryptography import x509
from pyhanko.sign.general import SignedDataCerts, extract_certificate_info, extract_signer_info
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter, validate_sig_integrity

from documents import certificate_path
from documents.container import BrokenSignatureError


@dataclass(frozen=True)
class TimeService:
    """Where time-stamps are asked for, and the roots that the service's certificates lead to.

    `timeout` is how many seconds an answer may take; the service is asked twice for each seal. `login` is the name and
    password that it wants, None where it wants none.
    """

    url: str
    roots: tuple[x509.Certificate, ...]
    timeout: float = 10.0
    login: tuple[str, str] | None = field(default=None, repr=False)

    def asked(self) -> TimeStamper:
        """A client that asks the service. It raises OSError where there is no answer, or one that grants nothing."""
        return HTTPTimeStamper(self.url, timeout=self.timeout, auth=self.login)


@dataclass(frozen=True)
class Stamp:
    """One time-stamp that fits what it stamps: its time (aware), and the certificates that came with it."""

    at: datetime
    certificates: SignedDataCerts

    def is_by(self, roots: certificate_path.Roots) -> bool:
        """Whether it leads to one of the roots, by a certificate for stamping time that was in date."""
        return certificate_path.leads_to(self.certificates, roots, self.at, "time_stamping")


def read_stamp(token: cms.SignedData, digest: bytes) -> Stamp:
    """The stamp that a token holds over bytes of this SHA-256. Raises BrokenSignatureError where it does not fit."""
    content = token["encap_content_info"]["content"]
    info = content.parsed
    imprint = info["message_imprint"]
    certificates = extract_certificate_info(token)
    signer_info = extract_signer_info(token)
    said = hashlib.new(signer_info["digest_algorithm"]["algorithm"].native, bytes(content)).digest()
    intact, valid = validate_sig_integrity(signer_info, certificates.signer_cert, "tst_info", said)
    fits = imprint["hash_algorithm"]["algorithm"].native == "sha256" and imprint["hashed_message"].native == digest
    if not (intact and valid and fits):
        raise BrokenSignatureError("a time-stamp does not fit what it stamps")
    return Stamp(info["gen_time"].native, certificates)


def stamps_inside(signed_data: cms.SignedData) -> Iterator[Stamp]:
    """The time-stamps that a signature carries of itself."""
    signer_info = extract_signer_info(signed_data)
    digest = hashlib.sha256(signer_info["signature"].native).digest()
    for token in extract_tst_data_iter(signer_info, signed=False):
        yield read_stamp(token, digest)
