"""Issuing the certificates of a seal (RFC 5280, with the document-signing purpose of RFC 9336), and what one that seals
may be used for. Keys are RSA of 3072 bits, which every PDF reader in use can check."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator.errors import InvalidCertificateError

KEY_BITS = 3072
ROOT_YEARS = 30
SEAL_YEARS = 10

# Clocks differ: a certificate valid from this instant would be 'not yet valid' on the next machine.
BACKDATED = timedelta(hours=1)

DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")

# Extended key usages, where there are any, must include one of these: document signing as named by the IETF, Adobe and
# Microsoft, or e-mail protection, which PDF readers have always accepted for it.
FOR_SEALING = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"},
    extd_key_usage={
        DOCUMENT_SIGNING.dotted_string,
        "adobe_authentic_documents_trust",
        "microsoft_document_signing",
        "email_protection",
    },
    explicit_extd_key_usage_required=False,
)
NOT_FOR_SEALING = (
    "The certificate is not meant for sealing documents: it must not be that of an authority, its key usage must hold "
    "digital signature or non-repudiation, and its extended key usage, if it has one, document signing."
)


class SealKeyError(Exception):
    """A sealing key cannot be made or used; the message is for operators: the reason, and what to do."""


def new_key() -> rsa.RSAPrivateKey:
    """A private key for a root or a seal."""
    return rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)


def make_root(council_name: str, key: rsa.RSAPrivateKey, now: datetime) -> x509.Certificate:
    """A self-signed certificate of the council's own sealing authority."""
    name = _name(council_name, "sealing authority")
    return (
        _builder(name, name, key, now, _years_after(now, ROOT_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(key, hashes.SHA256())
    )


def make_seal(
    council_name: str, key: rsa.RSAPrivateKey, root: x509.Certificate, root_key: rsa.RSAPrivateKey, now: datetime
) -> x509.Certificate:
    """A certificate for sealing documents alone, issued by the council's authority, valid no longer than that."""
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    purposes = x509.ExtendedKeyUsage([DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION])
    ends = min(_years_after(now, SEAL_YEARS), root.not_valid_after_utc)
    return (
        _builder(_name(council_name, "document seal"), root.subject, key, now, ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(purposes, critical=False)
        .add_extension(issuer, critical=False)
        .sign(root_key, hashes.SHA256())
    )


def make_revocation_list(root: x509.Certificate, root_key: rsa.RSAPrivateKey, now: datetime) -> bytes:
    """The authority's revocation list (CRL, DER): empty, valid for a year. Evidence that the seal was not revoked."""
    return (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.subject)
        .last_update(now - BACKDATED)
        .next_update(now + timedelta(days=366))
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
        .sign(root_key, hashes.SHA256())
        .public_bytes(Encoding.DER)
    )


def is_in_date(certificate: x509.Certificate, at: datetime) -> bool:
    """Whether an instant (aware) is within a certificate's validity period."""
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def why_not_for_sealing(certificate: asn1_x509.Certificate) -> str:
    """Why a certificate's extensions do not allow it to seal documents, as a sentence; '' where they do."""
    try:
        FOR_SEALING.validate(certificate)
    except InvalidCertificateError:
        return NOT_FOR_SEALING
    return NOT_FOR_SEALING if certificate.ca else ""


def _years_after(now: datetime, years: int) -> datetime:
    return now + timedelta(days=365.25 * years)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, now: datetime, ends: datetime
) -> x509.CertificateBuilder:
    """What both certificates share: names, key, a random serial number, the validity period."""
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BACKDATED)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(council_name: str, purpose: str) -> x509.Name:
    """The name that PDF readers show as the signer. X.509 allows 64 characters in each attribute."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "GB"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, council_name[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{council_name[: 63 - len(purpose)]} {purpose}"),
        ]
    )


def _usage(**granted: bool) -> x509.KeyUsage:
    nothing = dict.fromkeys(
        (
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    return x509.KeyUsage(**(nothing | granted))


def safe_name(certificate: asn1_x509.Certificate, part: str) -> str:
    """One attribute of a certificate's subject, which may be a stranger's, to be shown; '' where it has none."""
    value = certificate.subject.native.get(part, "")
    return printable(str(value if isinstance(value, str) else value[0]))


def printable(text: str) -> str:
    """At most 80 characters in one line, without any that are invisible or reorder what stands beside them."""
    shown = "".join(one if one.isprintable() and unicodedata.category(one) != "Cf" else " " for one in text[:400])
    return " ".join(shown.split())[:80]
