"""The certificates above the one that seals, up to a root: which they are, and whether they vouch for a seal now.

What passes here the app's own check of a sealed file calls genuine: the question is put to the same validator. That one
takes a root as it is, but other people's readers do not, and its words are not for operators: so the certificates are
looked at one by one first. Nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from pyhanko.sign.general import SignedDataCerts
from pyhanko_certvalidator import ValidationContext

from documents import certificates, trust

WHAT_TO_DO = (
    "Ask whoever issued the sealing certificate for one whose whole chain is valid and stays so, and install it with "
    "'flask seal install'."
)

Certificates = Sequence[x509.Certificate]


@dataclass(frozen=True)
class CertificatePath:
    """A sealing certificate and those `above` it, the root last. `trouble` says why it may not seal now, and what to
    do; '' where it may."""

    certificate: x509.Certificate
    above: tuple[x509.Certificate, ...]
    trouble: str = ""

    @property
    def between(self) -> tuple[x509.Certificate, ...]:
        """The certificates between the sealing one and the root."""
        return self.above[:-1]

    @property
    def root(self) -> x509.Certificate:
        """The certificate at the top."""
        return self.above[-1]

    @property
    def first_to_end(self) -> x509.Certificate:
        """The certificate that ends before the others; of two at once the higher, which the lower cannot outlive."""
        return min((*reversed(self.above), self.certificate), key=lambda one: one.not_valid_after_utc)


def find(
    certificate: x509.Certificate, between: Certificates, roots: Certificates, now: datetime
) -> CertificatePath | None:
    """The chain of a sealing certificate up to one of `roots`: one that vouches for it now, if any does.

    Authorities are certified again, and crosswise: files hold several certificates of one authority. None where no
    root is reached.
    """
    found = [
        CertificatePath(certificate, above, _trouble(certificate, above, now))
        for above in _ways(certificate, between, roots)
    ]
    return min(found, key=lambda path: bool(path.trouble), default=None)


def missing(certificate: x509.Certificate, between: Certificates) -> str:
    """The name of the authority whose certificate would have to come next."""
    below, left = certificate, list(between)
    while above := next((one for one in left if issued(one, below)), None):
        left.remove(above)
        below = above
    return below.issuer.rfc4514_string()


def issued(above: x509.Certificate, below: x509.Certificate) -> bool:
    """Whether the one signed the other; what the one is for, and until when, is not asked."""
    try:
        below.verify_directly_issued_by(above)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _ways(
    below: x509.Certificate, between: Certificates, roots: Certificates
) -> Iterator[tuple[x509.Certificate, ...]]:
    yield from ((root,) for root in roots if issued(root, below))
    for one in between:
        if issued(one, below):
            others = [other for other in between if other != one]
            yield from ((one, *way) for way in _ways(one, others, roots))


def _trouble(certificate: x509.Certificate, above: tuple[x509.Certificate, ...], now: datetime) -> str:
    if said := certificates.may_not_seal(certificate, now):
        return said
    for number, one in enumerate(above):
        if said := certificates.may_not_issue(one, now, authorities_below=number):
            return f"{said} {WHAT_TO_DO}"
    # The check of a file asks first whether the chain stood when the sealing certificate began.
    for moment in (now, certificate.not_valid_before_utc):
        if said := _why_no_path(certificate, above, moment):
            on = f"{moment:%-d %B %Y}"
            return f"The chain above the sealing certificate did not hold on {on} ({said}). {WHAT_TO_DO}"
    return ""


def _why_no_path(certificate: x509.Certificate, above: Certificates, moment: datetime) -> str:
    signer, *between, root = trust.for_pyhanko((certificate, *above))
    context = ValidationContext(trust_roots=[root], moment=moment, allow_fetching=False)
    return trust.why_no_path(SignedDataCerts(signer, between, []), context)
