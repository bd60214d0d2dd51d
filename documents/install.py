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

from documents import certificate_path, keys, words
from documents.keys import SealKeyError, Signer
from documents.token import Token

WARN_DAYS = 60


@dataclass(frozen=True)
class Status:
    """Which certificate seals: whose it is, who issued it, until when it can (aware UTC), and how many whole days that
    is away. It can no longer than those above it: `above` names the one that ends first, '' where that is the sealing
    certificate itself. `trouble` says why it may not seal now, '' where it may, and `next_step` what to do before the
    end; `runs_out_soon` from 60 days before it."""

    sealer: str
    issuer: str
    until: datetime
    days_left: int
    above: str
    trouble: str
    next_step: str

    @property
    def runs_out_soon(self) -> bool:
        """Whether somebody should see to the next certificate now."""
        return self.days_left < WARN_DAYS


def status(folder: Path, now: datetime) -> Status:
    """The state of the certificate that seals. Raises SealKeyError where there is none, or it leads to no root."""
    found = keys.sealing_chain(folder, now)
    first = found.first_to_end
    until = first.not_valid_after_utc
    return Status(
        found.certificate.subject.rfc4514_string(),
        found.certificate.issuer.rfc4514_string(),
        until,
        (until - now).days,
        "" if first == found.certificate else first.subject.rfc4514_string(),
        found.trouble,
        _next_step(folder, found),
    )


def _next_step(folder: Path, found: certificate_path.CertificatePath) -> str:
    if found.first_to_end == found.certificate:
        return "Run 'flask seal renew', or install the council's next certificate with 'flask seal install'."
    return keys.begin_anew(folder) if keys.is_own_root(folder, found.root) else certificate_path.WHAT_TO_DO


def expiry_warning(folder: Path, now: datetime) -> str | None:
    """What whoever runs the service should know of the sealing certificate, in words; None while there is nothing.

    From 60 days before it or one of those above it runs out, and at once where there is none or it may not seal.
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
    which = (
        f"The certificate of {found.above}, above the sealing certificate,"
        if found.above
        else "The sealing certificate"
    )
    return (
        f"{which} runs out on {words.in_date(found.until)}, in {days}. After that no record can be sealed. "
        f"{found.next_step}"
    )


def install_pkcs12(folder: Path, data: bytes, file_passphrase: str, passphrase: str, now: datetime) -> None:
    """Seal with the certificate of a PKCS#12 file from now on, and trust the root that it brings.

    The file must hold the key, the certificate and every certificate up to a root that signed itself; its key is kept
    under `passphrase`. Raises SealKeyError, having changed nothing, where it does not, the certificate may not seal, or
    one of those above it does not vouch for it now.
    """
    _install(folder, _opened(data, file_passphrase), "The PKCS#12 file", passphrase, now)


def install_token(folder: Path, token: Token, chain: Iterable[x509.Certificate], now: datetime) -> None:
    """Seal with a token's key from now on. Its PIN is not kept: whoever seals has to give it.

    `chain` are certificates up to the root that the token itself does not hold. Raises SealKeyError, having changed
    nothing, where the token does not sign, its certificate may not seal, or the chain does not reach a root or does not
    hold now.
    """
    certificate, *others = token.certificates()
    _check_signs(token, certificate)
    _install(folder, Signer(certificate, token, (*others, *chain)), "What the token holds, with the chain,", "", now)


def _install(folder: Path, signer: Signer, source: str, passphrase: str, now: datetime) -> None:
    found = _chain(signer, source, now)
    if found.trouble:
        raise SealKeyError(found.trouble)
    keys.trust_root(folder, found.root)
    keys.add_seal(folder, Signer(signer.certificate, signer.key, found.between), passphrase)


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


def _chain(signer: Signer, source: str, now: datetime) -> certificate_path.CertificatePath:
    """The sealing certificate with those above it, of all that came with it."""
    if certificate_path.issued(signer.certificate, signer.certificate):
        raise SealKeyError("The certificate signed itself. Install one that an authority issued.")
    roots = [one for one in signer.chain if certificate_path.issued(one, one)]
    between = [one for one in signer.chain if one not in roots]
    found = certificate_path.find(signer.certificate, between, roots, now)
    if found is None:
        raise SealKeyError(
            f"{source} lacks the certificate of {certificate_path.missing(signer.certificate, between)}. It must come with its "
            "whole chain, the root included."
        )
    return found
