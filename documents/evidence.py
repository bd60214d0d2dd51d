"""Validation data in a file and at hand: certificates, revocation lists (CRL) and OCSP responses.

Whether each leads to an anchor, so that nobody can store something else under their name; and whether they say that a
certificate was revoked. A list or response counts where it is signed by the issuer of what it speaks of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import ocsp
from cryptography.x509.ocsp import OCSPCertStatus, OCSPResponse, OCSPResponseStatus
from cryptography.x509.oid import ExtendedKeyUsageOID

from documents.reader import QuickReader

Certificates = Iterable[x509.Certificate]
_FAILS = (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm)


@dataclass(frozen=True)
class Evidence:
    """What a document security store holds, each encoded in DER."""

    certificates: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()
    responses: tuple[bytes, ...] = ()

    def is_by(self, anchors: Certificates) -> bool:
        """Whether each certificate leads to an anchor or is one, and lists and responses are signed by these."""
        try:
            left = [x509.load_der_x509_certificate(one) for one in self.certificates]
            lists = [x509.load_der_x509_crl(one) for one in self.lists]
            responses = [ocsp.load_der_ocsp_response(one) for one in self.responses]
        except ValueError:
            return False
        known = list(anchors)
        while found := [one for one in left if one in known or any(_issued(one, by) for by in known)]:
            known += found
            left = [one for one in left if one not in found]
        by_known = all(any(_signed_list(one, by) for by in known) for one in lists)
        return not left and by_known and all(any(_signed_response(one, by) for by in known) for one in responses)


def read(reader: QuickReader) -> Evidence:
    """The evidence in the document security stores of a file, also in those that a later one replaced."""
    roots = [reader.get_historical_resolver(revision).root for revision in range(reader.xrefs.total_revisions)]
    stores = [root["/DSS"] for root in roots if "/DSS" in root]
    return Evidence(
        *(
            tuple(dict.fromkeys(one.get_object().data for store in stores for one in store.get(key, ())))
            for key in ("/Certs", "/CRLs", "/OCSPs")
        )
    )


def revoked_at(path: Iterable[x509.Certificate], evidence: Evidence) -> datetime | None:
    """When the first of a path was revoked (aware); `path` goes from the sealing certificate up. None: not, as far as
    is known."""
    certificates = tuple(path)
    found = [
        at
        for certificate in certificates
        for issuer in certificates
        if _issued(certificate, issuer)
        for at in (*_by_lists(certificate, issuer, evidence.lists), *_by_responses(certificate, issuer, evidence))
    ]
    return min(found, default=None)


def _by_lists(one: x509.Certificate, issuer: x509.Certificate, lists: Iterable[bytes]) -> Iterator[datetime]:
    for data in lists:
        try:
            told = x509.load_der_x509_crl(data)
            entry = told.get_revoked_certificate_by_serial_number(one.serial_number)
            if entry is not None and _signed_list(told, issuer) and not _is_lifted(entry):
                yield entry.revocation_date_utc
        except _FAILS:
            continue


def _is_lifted(entry: x509.RevokedCertificate) -> bool:
    try:
        reason = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except x509.ExtensionNotFound:
        return False
    return reason == x509.ReasonFlags.remove_from_crl


def _by_responses(one: x509.Certificate, issuer: x509.Certificate, evidence: Evidence) -> Iterator[datetime]:
    for data in evidence.responses:
        try:
            response = ocsp.load_der_ocsp_response(data)
            if response.response_status != OCSPResponseStatus.SUCCESSFUL or not _signed_response(response, issuer):
                continue
            for told in response.responses:
                if told.serial_number == one.serial_number and told.certificate_status == OCSPCertStatus.REVOKED:
                    yield told.revocation_time_utc or datetime.min.replace(tzinfo=UTC)
        except _FAILS:
            continue


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except _FAILS:
        return False
    return _is_authority(issuer)


def _is_authority(certificate: x509.Certificate) -> bool:
    """Whether it may issue certificates: anybody may have another one of the same authority, and sign with it."""
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return False


def _signed_list(told: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    try:
        signed = told.issuer == issuer.subject and told.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]
    except _FAILS:
        return False
    return signed and _is_authority(issuer)


def _signed_response(response: OCSPResponse, issuer: x509.Certificate) -> bool:
    """Whether an authority signed a response, or one that it certified for that (RFC 6960, 4.2.2.2)."""
    try:
        delegates = [one for one in response.certificates if _answers_for_issuer(one) and _issued(one, issuer)]
    except ValueError:  # it was not successful, and says nothing
        return False
    return _is_authority(issuer) and any(_verifies(response, one) for one in (issuer, *delegates))


def _answers_for_issuer(certificate: x509.Certificate) -> bool:
    try:
        purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    return ExtendedKeyUsageOID.OCSP_SIGNING in purposes


def _verifies(response: OCSPResponse, signer: x509.Certificate) -> bool:
    key, algorithm = signer.public_key(), response.signature_hash_algorithm
    try:
        if isinstance(key, rsa.RSAPublicKey) and algorithm:
            key.verify(response.signature, response.tbs_response_bytes, padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey) and algorithm:
            key.verify(response.signature, response.tbs_response_bytes, ec.ECDSA(algorithm))
        else:
            return False
    except _FAILS:
        return False
    return True
