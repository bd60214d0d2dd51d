"""Putting the council's own sealing certificate in place of the one that was made here, and saying which one seals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from documents import certificates, keys
from documents.keys import SealKeyError, Signer

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


def install_pkcs12(folder: Path, data: bytes, file_passphrase: str, passphrase: str, now: datetime) -> None:
    """Seal with the certificate of a PKCS#12 file from now on, and trust the root that it brings.

    The file must hold the key, the certificate and every certificate up to a root that signed itself; its key is kept
    under `passphrase`. Raises SealKeyError, having changed nothing, where it does not, or the certificate may not seal.
    """
    signer = _opened(data, file_passphrase)
    if trouble := certificates.may_not_seal(signer.certificate, now):
        raise SealKeyError(trouble)
    *between, root = _path(signer)
    keys.trust_root(folder, root)
    keys.add_seal(folder, Signer(signer.certificate, signer.key, tuple(between)), passphrase)


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


def _path(signer: Signer) -> list[x509.Certificate]:
    """The certificates above the sealing one, the root last."""
    path: list[x509.Certificate] = []
    below = signer.certificate
    while not _issued(below, below):
        above = next((one for one in signer.chain if one not in path and _issued(one, below)), None)
        if above is None:
            raise SealKeyError(
                f"The PKCS#12 file lacks the certificate of {below.issuer.rfc4514_string()}. Export it with its whole "
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
