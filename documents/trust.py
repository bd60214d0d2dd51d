"""Whether a certificate leads to one that is trusted."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.general import SignedDataCerts
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError

Roots = list[asn1_x509.Certificate]


def leads_to(certificates: SignedDataCerts, roots: Roots, moment: datetime, purpose: str = "") -> bool:
    """Whether a signer's certificate led to one of `roots` at that moment, all between in date; nothing is fetched.

    `purpose` is an extended key usage that it must have, in asn1crypto's words.
    """
    return has_path(certificates, ValidationContext(trust_roots=roots, moment=moment, allow_fetching=False), purpose)


def has_path(certificates: SignedDataCerts, context: ValidationContext, purpose: str = "") -> bool:
    """Whether pyHanko finds a path that satisfies the context."""
    return not why_no_path(certificates, context, purpose)


def why_no_path(certificates: SignedDataCerts, context: ValidationContext, purpose: str = "") -> str:
    """Why pyHanko finds no path that satisfies the context, in its words; '' where it finds one."""
    validator = CertificateValidator(
        certificates.signer_cert, intermediate_certs=certificates.other_certs, validation_context=context
    )
    try:
        asyncio.run(validator.async_validate_usage(set(), {purpose} if purpose else None))  # type: ignore[no-untyped-call]
    except (PathBuildingError, PathValidationError) as error:
        return str(error)
    return ""


def for_pyhanko(certificates: Iterable[x509.Certificate]) -> Roots:
    """The same certificates as pyHanko takes them."""
    return [asn1_x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in certificates]
