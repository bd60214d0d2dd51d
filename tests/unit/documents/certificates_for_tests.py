"""Certificates that the app never makes: of other authorities, for other purposes, out of date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from documents.keys import SealingKey, Signer
from documents.trust import Pin, Trust
from tests.unit.documents.sample import SEALED_AT

YEAR = timedelta(days=365)


@dataclass
class _Wish:
    name: x509.Name
    key: SealingKey
    is_authority: bool
    usage: str
    purposes: tuple[x509.ObjectIdentifier, ...] = ()
    begins: datetime = SEALED_AT - 10 * YEAR
    ends: datetime = SEALED_AT + 30 * YEAR
    path_length: int | None = None


class Authority:
    """A certification authority with elliptic-curve keys, which are made in no time."""

    def __init__(self, name: str, above: Authority | None = None, **wish: Any) -> None:
        """One that signed its own certificate, or was certified by the one above it."""
        self.key: SealingKey = ec.generate_private_key(ec.SECP256R1())
        self.name = _name(name)
        self.certificate = (above or self).certify(self, **wish)

    def certify(self, other: Authority, **wish: Any) -> x509.Certificate:
        """A certificate of another authority; `wish` is what differs from a good one."""
        return self._signed(_Wish(other.name, other.key, **{"is_authority": True, "usage": "key_cert_sign", **wish}))

    def issue(
        self,
        name: str = "Fernleigh County Council seal",
        *,
        usage: str = "digital_signature",
        purposes: tuple[x509.ObjectIdentifier, ...] = (),
        is_authority: bool = False,
        begins: datetime = SEALED_AT - YEAR,
        ends: datetime = SEALED_AT + YEAR,
        key: SealingKey | None = None,
    ) -> Signer:
        """A certificate and its key."""
        key = key or ec.generate_private_key(ec.SECP256R1())
        wish = _Wish(_name(name), key, is_authority, usage, purposes, begins, ends)
        return Signer(self._signed(wish), key)

    def revoking(self, revoked: x509.Certificate, at: datetime) -> bytes:
        """Its revocation list (DER) with that certificate on it."""
        entry = x509.RevokedCertificateBuilder().serial_number(revoked.serial_number).revocation_date(at).build()
        return (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.name)
            .last_update(at)
            .next_update(at + timedelta(days=30))
            .add_revoked_certificate(entry)
            .sign(self.key, hashes.SHA256())
            .public_bytes(Encoding.DER)
        )

    def answer(self, asked: x509.Certificate, *, revoked: datetime | None, by: Signer | None = None) -> bytes:
        """An OCSP response (DER) about a certificate of its own, signed by itself or by another."""
        signer, key = (by.certificate, by.key) if by else (self.certificate, self.key)
        status = ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD
        at = revoked or SEALED_AT
        builder = (
            ocsp.OCSPResponseBuilder()
            .add_response(asked, self.certificate, hashes.SHA256(), status, at, at + YEAR, revoked, None)
            .responder_id(ocsp.OCSPResponderEncoding.HASH, signer)
        )
        builder = builder.certificates([signer]) if by else builder
        return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)  # type: ignore[arg-type]

    def _signed(self, wish: _Wish) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder(self.name, wish.name, wish.key.public_key(), x509.random_serial_number())
            .not_valid_before(wish.begins)
            .not_valid_after(wish.ends)
            .add_extension(x509.BasicConstraints(wish.is_authority, wish.path_length), critical=True)
            .add_extension(_usage(wish.usage), critical=True)
        )
        if wish.purposes:
            builder = builder.add_extension(x509.ExtendedKeyUsage(wish.purposes), critical=False)
        return builder.sign(self.key, hashes.SHA256())


def trusting(*signers: Signer, root: Authority) -> Trust:
    """Trust in certificates that sealed here, under one root."""
    pins = [Pin(signer.certificate, (*signer.intermediates, root.certificate)) for signer in signers]
    return Trust((root.certificate,), {pin.fingerprint: pin for pin in pins})


FOR_WEB_SERVERS = (ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH)


def _name(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Fernleigh County Council"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )


def _usage(granted: str) -> x509.KeyUsage:
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: name == granted for name in names})
