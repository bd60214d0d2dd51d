"""Putting the council's own sealing certificate in place of the one that was made here, and saying which one seals."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from documents import certificates, keys, words
from documents.keys import SealKeyError, Signer
from documents.token import Token

WARN_DAYS = 60


@dataclass(frozen=True)
class Status:
    """Which certificate seals: whose it is, who issued it, until when (aware UTC), and in how many whole days it runs
    out. `trouble` says why it may not seal now, '' where it may; `runs_out_soon` from 60 days before its end."""

    sealer: str
    issuer: str
    until: datetime
    days_left: int
    trouble: str

    @property
    def runs_out_soon(self) -> bool:
        """Whether somebody should see to the next certificate now."""
        return self.days_left < WARN_DAYS


def status(folder: Path, now: datetime) -> Status:
    """The state of the certificate that seals. Raises SealKeyError where there is none."""
    certificate = keys.sealing_certificate(folder)
    until = certificate.not_valid_after_utc
    return Status(
        certificate.subject.rfc4514_string(),
        certificate.issuer.rfc4514_string(),
        until,
        (until - now).days,
        certificates.may_not_seal(certificate, now),
    )


def expiry_warning(folder: Path, now: datetime) -> str | None:
    """What whoever runs the service should know of the sealing certificate, in words; None while there is nothing.

    From 60 days before it runs out, and at once where there is none or it may not seal.
    """
    try:
        found = status(folder, now)
    except SealKeyError as error:
        return str(error)
    if found.trouble:
        return found.trouble
    if not found.runs_out_soon:
        return None
    days = "1 day" if found.days_left == 1 else f"{found.days_left} days"
    return (
        f"The sealing certificate runs out on {words.in_date(found.until)}, in {days}. After that no record can be "
        "sealed. Run 'flask seal renew', or install the council's next certificate with 'flask seal install'."
    )


def install_pkcs12(folder: Path, data: bytes, file_passphrase: str, passphrase: str, now: datetime) -> None:
    """Seal with the certificate of a PKCS#12 file from now on, and trust the root that it brings.

    The file must hold the key, the certificate and every certificate up to a root that signed itself; its key is kept
    under `passphrase`. Raises SealKeyError, having changed nothing, where it does not, or the certificate may not seal.
    """
    _install(folder, _opened(data, file_passphrase), "The PKCS#12 file", passphrase, now)


def install_token(folder: Path, token: Token, chain: Iterable[x509.Certificate], now: datetime) -> None:
    """Seal with a token's key from now on. Its PIN is not kept: whoever seals has to give it.

    `chain` are certificates up to the root that the token itself does not hold. Raises SealKeyError, having changed
    nothing, where the token does not sign, its certificate may not seal, or the chain does not reach a root.
    """
    certificate, *others = token.certificates()
    _check_signs(token, certificate)
    _install(folder, Signer(certificate, token, (*others, *chain)), "What the token holds, with the chain,", "", now)


def _install(folder: Path, signer: Signer, source: str, passphrase: str, now: datetime) -> None:
    if trouble := certificates.may_not_seal(signer.certificate, now):
        raise SealKeyError(trouble)
    *between, root = _path(signer, source)
    keys.trust_root(folder, root)
    keys.add_seal(folder, Signer(signer.certificate, signer.key, tuple(between)), passphrase)


def _check_signs(token: Token, certificate: x509.Certificate) -> None:
    """The token's key is the certificate's: what the one signs, the other verifies."""
    sample, public = b"Handover asks whether this key is the certificate's", certificate.public_key()
    if not isinstance(public, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise SealKeyError("The token's key is of a kind that PDF readers cannot check. Use RSA or ECDSA.")
    signature = asyncio.run(token.sign(sample, certificate))
    try:
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, sample, padding.PKCS1v15(), hashes.SHA256())
        else:
            public.verify(signature, sample, ec.ECDSA(hashes.SHA256()))
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


def _path(signer: Signer, source: str) -> list[x509.Certificate]:
    """The certificates above the sealing one, the root last."""
    path: list[x509.Certificate] = []
    below = signer.certificate
    while not _issued(below, below):
        above = next((one for one in signer.chain if one not in path and _issued(one, below)), None)
        if above is None:
            raise SealKeyError(
                f"{source} lacks the certificate of {below.issuer.rfc4514_string()}. It must come with its whole "
                "chain, the root included."
            )
        path.append(above)
        below = above
    if not path:
        raise SealKeyError("The certificate signed itself. Install one that an authority issued.")
    return path


def _issued(above: x509.Certificate, below: x509.Certificate) -> bool:
    try:
        below.verify_directly_issued_by(above)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True
