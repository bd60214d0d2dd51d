"""Until when others can check a sealed file: at B-B until its certificates run out, above until its time-stamp's do.

Whoever knows the certificates that sealed here can check it for longer: the council's own page and command line.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from asn1crypto import x509
from cryptography.x509 import Certificate
from pyhanko.sign.general import SignedDataCerts, extract_certificate_info
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from documents import certificate_path, container
from documents.trust import Trust


def until(data: bytes, level: str, trust: Trust) -> datetime:
    """Until when (aware) others can check a sealed file of that level."""
    stamp_ends = None if level == "B-B" else stamp_ends_at(data, trust)
    if stamp_ends is not None:
        return stamp_ends
    seal, *_ = container.find_all(data)
    return _first_end(extract_certificate_info(seal.signed_data), certificate_path.to_asn1(trust.roots))


def of_certificate(certificate: Certificate, above: Iterable[Certificate]) -> datetime:
    """Until when others can check what it seals, without a time-stamp; `above` are those that lead to its root."""
    first, *others = certificate_path.to_asn1((certificate, *above))
    return _end(first, others)


def stamp_ends_at(data: bytes, trust: Trust) -> datetime | None:
    """When the first certificate of the last time-stamp expires (aware); None without a time-stamp."""
    seal, *stamps = container.find_all(data)
    roots = certificate_path.to_asn1(trust.time_roots)
    if stamps:
        return _first_end(extract_certificate_info(stamps[-1].signed_data), roots)
    (signer_info,) = seal.signed_data["signer_infos"]
    tokens = list(extract_tst_data_iter(signer_info, signed=False))
    return _first_end(extract_certificate_info(tokens[-1]), roots) if tokens else None


def _first_end(certificates: SignedDataCerts, roots: Iterable[x509.Certificate]) -> datetime:
    return _end(certificates.signer_cert, [*certificates.other_certs, *roots])


def _end(certificate: x509.Certificate, above: list[x509.Certificate]) -> datetime:
    """The earliest end of a certificate and those above it."""
    ends: datetime = certificate.not_valid_after
    issuer = next((one for one in above if one.subject == certificate.issuer), None)
    if issuer is None:
        return ends
    return min(ends, _end(issuer, [one for one in above if one.subject != issuer.subject]))
