"""Time-stamps (RFC 3161): an independent service's word that certain bytes existed at a certain time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import cms
from pyhanko.sign.general import SignedDataCerts, extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter, validate_sig_integrity

from documents import certificate_path
from documents.container import BrokenSignatureError

# Clocks differ by less: a seal from later than this was made with a wrong clock, or its time is made up.
AHEAD = timedelta(minutes=5)


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
