"""Installing the council's own sealing certificate, and the status of the one that seals."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from asn1crypto.algos import SignedDigestAlgorithm
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko_certvalidator.sig_validate import DEFAULT_SIGNATURE_VALIDATOR

from documents import certificate_path, keys, words
from documents.container import ALGORITHMS
from documents.keys import SealKeyError, Signer
from documents.token import Token

WARN_DAYS = 60


@dataclass(frozen=True)
class Status:
    """Which certificate seals: its subject and issuer, until when it can (aware UTC), and how many whole days are left.

    `issuer_that_ends_first` names the certificate above it that expires before it, '' where it expires first itself.
    `problem` says why it may not seal now, '' where it may; `next_step` what to do about that, or before the end.
    """

    sealer: str
    issuer: str
    until: datetime
    days_left: int
    issuer_that_ends_first: str
    problem: str
    next_step: str

    @property
    def runs_out_soon(self) -> bool:
        """Whether fewer than 60 days are left."""
        return self.days_left < WARN_DAYS


def status(folder: Path, now: datetime) -> Status:
    """The state of the certificate that seals. Raises SealKeyError where there is none, or it leads to no root."""
    path = keys.sealing_path(folder, now)
    first = path.first_to_end
    until = first.not_valid_after_utc
    return Status(
        path.certificate.subject.rfc4514_string(),
        path.certificate.issuer.rfc4514_string(),
        until,
        (until - now).days,
        "" if first == path.certificate else first.subject.rfc4514_string(),
        path.problem,
        keys.next_step(folder, path),
    )


def expiry_warning(folder: Path, now: datetime) -> str | None:
    """What operators should know about the sealing certificate; None while there is nothing.

    From 60 days before it or one of those above it expires, and at once where there is none or it may not seal.
    """
    try:
        found = status(folder, now)
    except SealKeyError as error:
        return str(error)
    if found.problem:
        return f"{found.problem} {found.next_step}"
    if not found.runs_out_soon:
        return None
    days = "1 day" if found.days_left == 1 else f"{found.days_left} days"
    issuer = found.issuer_that_ends_first
    which = f"The certificate of {issuer}, above the sealing certificate," if issuer else "The sealing certificate"
    return (
        f"{which} runs out on {words.in_date(found.until)}, in {days}. After that no record can be sealed. "
        f"{found.next_step}"
    )


def install_pkcs12(folder: Path, data: bytes, file_passphrase: str, passphrase: str, now: datetime) -> None:
    """Seal with the certificate of a PKCS#12 file from now on, and trust its root.

    The file must hold the key, the certificate and every certificate up to a self-signed root; the key is stored under
    `passphrase`. Raises SealKeyError, and changes nothing, where it does not, or the certificate may not seal now.
    """
    _install(folder, _opened(data, file_passphrase), passphrase, now)


def install_token(folder: Path, token: Token, issuers: Iterable[x509.Certificate], now: datetime) -> None:
    """Seal with a token's key from now on. Its PIN is not stored: whoever seals has to give it.

    `issuers` are certificates up to the root that the token itself does not hold. Raises SealKeyError, and changes
    nothing, where the token does not sign, the path reaches no root, or the certificate may not seal now.
    """
    certificate, *others = token.certificates()
    _check_signs(token, certificate)
    _install(folder, Signer(certificate, token, (*others, *issuers)), "", now)


def _install(folder: Path, given: Signer, passphrase: str, now: datetime) -> None:
    """`given` has the root among its intermediates."""
    path = certificate_path.find(given.certificate, given.intermediates, now)
    if path.problem:
        raise SealKeyError(f"{path.problem} {keys.next_step(folder, path)}")
    keys.trust_root(folder, path.root)
    keys.add_seal(folder, Signer(given.certificate, given.key, path.intermediates), passphrase)


def _check_signs(token: Token, certificate: x509.Certificate) -> None:
    """Check that the token's key belongs to the certificate, by a signature."""
    (parsed,), sample = certificate_path.to_asn1([certificate]), b"Handover: does this key belong to the certificate?"
    try:
        algorithm = SignedDigestAlgorithm({"algorithm": ALGORITHMS[parsed.public_key.algorithm]})
    except KeyError as error:
        raise SealKeyError("The token's key is of a kind that PDF readers cannot check. Use RSA or ECDSA.") from error
    signature = asyncio.run(token.sign(sample, certificate))
    try:
        DEFAULT_SIGNATURE_VALIDATOR.validate_signature(signature, sample, parsed.public_key, algorithm)
    except InvalidSignature as error:
        raise SealKeyError("The token's key is not that of its certificate.") from error


def _opened(data: bytes, file_passphrase: str) -> Signer:
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(data, file_passphrase.encode())
    except ValueError as error:
        raise SealKeyError(
            "The PKCS#12 file could not be opened. Check that it is one, and that the passphrase is its own."
        ) from error
    if certificate is None or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise SealKeyError("The PKCS#12 file must hold a certificate and its RSA or ECDSA key.")
    return Signer(certificate, key, tuple(others))
