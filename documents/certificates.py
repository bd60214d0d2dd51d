"""What the certificates of a seal look like, and whether one may seal: RFC 5280, with RFC 9336's purpose of signing
documents. RSA of 3072 bits, because every PDF reader in use can check it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypeVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

_Extension = TypeVar("_Extension", bound=x509.ExtensionType)

KEY_BITS = 3072
ROOT_YEARS = 30
SEAL_YEARS = 10

# Clocks differ: a certificate that begins this instant would be 'not yet valid' on the next machine.
BACKDATED = timedelta(hours=1)

DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")

# A certificate that lists purposes must list one of these: signing documents, as the IETF, Adobe and Microsoft name
# it; e-mail protection, which PDF readers have always taken for it; or any.
SEALING_PURPOSES = frozenset(
    {
        DOCUMENT_SIGNING,
        ObjectIdentifier("1.2.840.113583.1.1.5"),
        ObjectIdentifier("1.3.6.1.4.1.311.10.3.12"),
        ExtendedKeyUsageOID.EMAIL_PROTECTION,
        ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
    }
)


class SealKeyError(Exception):
    """A sealing key cannot be made or used; the message says why, and what to do."""


def new_key() -> rsa.RSAPrivateKey:
    """A private key for a root or a seal."""
    return rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)


def make_root(council_name: str, key: rsa.RSAPrivateKey, now: datetime) -> x509.Certificate:
    """The certificate of the council's own sealing authority, signed by itself."""
    name = _name(council_name, "sealing authority")
    return (
        _begun(name, name, key, now, _years_after(now, ROOT_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(key, hashes.SHA256())
    )


def make_seal(
    council_name: str, key: rsa.RSAPrivateKey, root: x509.Certificate, root_key: rsa.RSAPrivateKey, now: datetime
) -> x509.Certificate:
    """A certificate that seals documents and can do nothing else, issued by the council's authority.

    It ends with the authority at the latest: no reader calls valid what outlives its root.
    """
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    purposes = x509.ExtendedKeyUsage([DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION])
    ends = min(_years_after(now, SEAL_YEARS), root.not_valid_after_utc)
    return (
        _begun(_name(council_name, "document seal"), root.subject, key, now, ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(purposes, critical=False)
        .add_extension(issuer, critical=False)
        .sign(root_key, hashes.SHA256())
    )


def make_revocation_list(root: x509.Certificate, root_key: rsa.RSAPrivateKey, now: datetime) -> bytes:
    """The authority's list of what it has revoked, in DER: nothing, for a year. It is proof that a seal stood."""
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


def may_not_seal(certificate: x509.Certificate, now: datetime) -> str:
    """Why a certificate may not seal now, with what to do, in one sentence; '' where it may."""
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if now > ends:
        return f"The sealing certificate ran out on {ends:%-d %B %Y}. Renew or install one before sealing."
    if now < begins:
        return (
            f"The sealing certificate is valid only from {begins:%-d %B %Y}. Check this machine's clock, or install a "
            "certificate that is valid now."
        )
    if not _is_for_sealing(certificate):
        return (
            "The certificate is not meant for sealing documents. Install one whose key usage holds digital signature "
            "or non-repudiation, and whose extended key usage, if it has one, holds document signing."
        )
    return ""


def may_not_issue(certificate: x509.Certificate, now: datetime, authorities_below: int = 0) -> str:
    """Why an authority's certificate vouches for no seal now, in a sentence with its name; '' where it does.

    `authorities_below` is how many further authorities stand between it and the seal.
    """
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    whose = f"The certificate of {certificate.subject.rfc4514_string()}, above the sealing certificate,"
    if now > ends:
        return f"{whose} ran out on {ends:%-d %B %Y}."
    if now < begins:
        return f"{whose} is valid only from {begins:%-d %B %Y}. Check this machine's clock."
    try:
        constraints, usage = _extension(certificate, x509.BasicConstraints), _extension(certificate, x509.KeyUsage)
    except ValueError:
        return f"{whose} could not be read."
    # Version 1, in which some old roots are still kept, had no way to say what a certificate is for.
    says_nothing = constraints is None and certificate.version == x509.Version.v1
    if not (says_nothing or (constraints and constraints.ca)):
        return f"{whose} is not that of an authority."
    if usage and not usage.key_cert_sign:
        return f"{whose} may not sign certificates."
    if constraints and constraints.path_length is not None and constraints.path_length < authorities_below:
        return f"{whose} does not allow so many authorities below it."
    return ""


def _is_for_sealing(certificate: x509.Certificate) -> bool:
    constraints = _extension(certificate, x509.BasicConstraints)
    usage = _extension(certificate, x509.KeyUsage)
    purposes = _extension(certificate, x509.ExtendedKeyUsage)
    is_authority = constraints is not None and constraints.ca
    signs = usage is not None and (usage.digital_signature or usage.content_commitment)
    return not is_authority and signs and (purposes is None or not SEALING_PURPOSES.isdisjoint(purposes))


def _extension(certificate: x509.Certificate, kind: type[_Extension]) -> _Extension | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def _years_after(now: datetime, years: int) -> datetime:
    return now + timedelta(days=365.25 * years)


def _begun(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, now: datetime, ends: datetime
) -> x509.CertificateBuilder:
    """What both certificates have in common: names, key, a random serial number and how long they hold."""
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
    """A name that readers show as the sealer. X.509 allows 64 characters in each of its parts."""
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
            "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
            "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
        ),
        False,
    )  # fmt: skip
    return x509.KeyUsage(**(nothing | granted))
