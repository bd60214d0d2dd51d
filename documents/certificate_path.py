"""X.509 certificate paths: which certificates lead from a signer's to a trusted root, and whether they are valid.

pyhanko-certvalidator builds and validates the paths (RFC 5280, section 6), before a seal is made and when one is
verified; its words about an invalid path are passed on. Nothing is fetched.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.general import SignedDataCerts
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.authority import CertTrustAnchor, TrustAnchor, TrustQualifiers
from pyhanko_certvalidator.errors import (
    InvalidCertificateError,
    NotYetValidError,
    PathBuildingError,
    PathValidationError,
    ValidationError,
)
from pyhanko_certvalidator.path import ValidationPath

from documents import certificates
from documents.certificates import SealKeyError

Roots = list[asn1_x509.Certificate]


@dataclass(frozen=True)
class CertificatePath:
    """A sealing certificate and its `issuers`, the root last.

    `problem` says why it may not seal now, '' where it may; `lies_with_issuers` whether another sealing certificate of
    the same issuers would have the same problem.
    """

    certificate: x509.Certificate
    issuers: tuple[x509.Certificate, ...]
    problem: str = ""
    lies_with_issuers: bool = False

    @property
    def intermediates(self) -> tuple[x509.Certificate, ...]:
        """The certificates between the sealing one and the root."""
        return self.issuers[:-1]

    @property
    def root(self) -> x509.Certificate:
        """The certificate at the top."""
        return self.issuers[-1]

    @property
    def first_to_end(self) -> x509.Certificate:
        """The certificate that expires first; of two at once the higher, which the lower cannot outlive."""
        return min((*reversed(self.issuers), self.certificate), key=lambda one: one.not_valid_after_utc)


def find(
    certificate: x509.Certificate,
    others: Iterable[x509.Certificate],
    now: datetime,
    roots: Iterable[x509.Certificate] | None = None,
) -> CertificatePath:
    """The path of a sealing certificate through `others` to one of `roots`: one that is valid now, if there is any.

    Without `roots`, the self-signed certificates among `others` are the roots. Raises SealKeyError where none is
    reached, or a certificate cannot be read.
    """
    signer, *above = to_asn1((certificate, *others))
    try:
        anchors = _self_signed(above, signer) if roots is None else to_asn1(roots)
        path = _validated(signer, above, list(map(_with_limits, anchors)), now)
        if not path.problem:
            # Verifying a seal asks first whether the path was valid when the sealing certificate began.
            before = _validated(signer, above, anchors, certificate.not_valid_before_utc)
            path = before if before.problem else path
    except (PathBuildingError, InvalidCertificateError, ValueError) as error:
        said = " ".join(str(error).split())
        raise SealKeyError(
            f"{said}. The certificate path must be complete and readable, the root included. Install a certificate "
            "with its whole path ('flask seal install'), or restore the sealing folder from a backup."
        ) from error
    return path if path.problem else replace(path, problem=certificates.why_not_for_sealing(signer))


def _self_signed(certificates: Roots, signer: asn1_x509.Certificate) -> Roots:
    return [one for one in certificates if one.self_signed in ("yes", "maybe") and one.sha256 != signer.sha256]


def _validated(
    signer: asn1_x509.Certificate, above: Roots, roots: list[TrustAnchor] | Roots, moment: datetime
) -> CertificatePath:
    context = ValidationContext(trust_roots=roots, other_certs=above, moment=moment, allow_fetching=False)
    try:
        return _path(asyncio.run(CertificateValidator(signer, validation_context=context).async_validate_path()))
    except PathValidationError as error:
        return _invalid_path(error, moment)


def _with_limits(root: asn1_x509.Certificate) -> TrustAnchor:
    """A root whose dates and path length count: for RFC 5280 they need not, but PDF readers heed them."""
    depth, begins, ends = root.max_path_length, root.not_valid_before, root.not_valid_after
    return CertTrustAnchor(root, TrustQualifiers(None, depth, depth, begins, ends))


def _path(found: ValidationPath) -> CertificatePath:
    *issuers, certificate = (x509.load_der_x509_certificate(one.dump()) for one in found)
    return CertificatePath(certificate, tuple(reversed(issuers)))


def _invalid_path(error: PathValidationError, moment: datetime) -> CertificatePath:
    """The path with the validator's words, and the names that its 'intermediate certificate 1' and others mean."""
    path = _path(error.original_path)
    names = (one.subject.rfc4514_string() for one in (*reversed(path.issuers), path.certificate))
    numbered = "; ".join(f"{number} {name}" for number, name in enumerate(names))
    clock = " Check this machine's clock." if isinstance(error, NotYetValidError) else ""
    problem = f"{error} (validated for {moment:%-d %B %Y}). The path from its trust anchor: {numbered}.{clock}"
    return replace(path, problem=problem, lies_with_issuers=not error.is_ee_cert)


def leads_to(certificates: SignedDataCerts, roots: Roots, moment: datetime, purpose: str = "") -> bool:
    """Whether a signer's certificate had a valid path to one of `roots` at that moment.

    `purpose` is an extended key usage that it must have, by its name in asn1crypto.
    """
    return is_valid(certificates, ValidationContext(trust_roots=roots, moment=moment, allow_fetching=False), purpose)


def is_valid(certificates: SignedDataCerts, context: ValidationContext, purpose: str = "") -> bool:
    """Whether a signer's certificate has a path that is valid in this context."""
    validator = CertificateValidator(
        certificates.signer_cert, intermediate_certs=certificates.other_certs, validation_context=context
    )
    try:
        asyncio.run(validator.async_validate_usage(set(), {purpose} if purpose else None))  # type: ignore[no-untyped-call]
    except (PathBuildingError, ValidationError):
        return False
    return True


def to_asn1(certificates: Iterable[x509.Certificate]) -> Roots:
    """The same certificates as pyHanko takes them."""
    return [asn1_x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in certificates]
