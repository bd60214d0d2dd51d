"""The council's seal on a record: a PAdES certification signature that permits no changes.

It proves a document's origin and integrity, as an advanced electronic seal. It is not the signature of anybody named
in the record.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents import certificate_path, certificates, container, timestamps
from documents.keys import SealingKey, SealKeyError, Signer
from documents.time_service import TimeService
from documents.timestamps import AHEAD
from documents.token import Token

log = logging.getLogger(__name__)

FIELD = "Seal"
FROM_THE_FUTURE = (
    "The time of sealing is more than five minutes ahead of the clock, so nothing was sealed: it would be checked as a "
    "seal from the future. Set this machine's clock right."
)
NO_STAMP = "The time-stamp service gave no time-stamp that could be used, so the record was sealed without one."


@dataclass(frozen=True)
class Sealed:
    """A sealed file: its bytes, their SHA-256 (hex), the level reached, and the certificate's SHA-256 (hex).

    `shortfall` says why the level is lower than requested, '' where it is not.
    """

    data: bytes
    sha256: str
    level: str
    certificate_fingerprint: str
    shortfall: str = ""


def seal(
    pdf: bytes,
    signer: Signer,
    *,
    reference: str,
    at: datetime,
    time_service: TimeService | None = None,
    now: datetime | None = None,
) -> Sealed:
    """Seal a rendered record with signing time `at` (aware): PAdES B-B, or B-T where a time-stamp service answers.

    A failing service lowers the level and nothing else. Without a service the same file, key and time give the same
    bytes. `signer` is what keys.load_signer validated; raises SealKeyError where it is not in date then or not
    meant for sealing, or the time is more than five minutes after `now` or what the service says.
    """
    if problem := certificates.why_not_for_sealing(certificate_path.to_asn1([signer.certificate])[0]):
        raise SealKeyError(problem)
    if now is not None and at > now + AHEAD:
        raise SealKeyError(FROM_THE_FUTURE)
    if not certificates.is_in_date(signer.certificate, at):
        raise SealKeyError("The sealing certificate is not valid at the time of sealing. Run 'flask seal status'.")
    if time_service is None:
        return _sealed(asyncio.run(_signed(pdf, signer, reference, at, None)), signer, "B-B")
    try:
        data = asyncio.run(_signed(pdf, signer, reference, at, time_service.client()))
        _check_stamp(data, time_service, at)
    except SealKeyError:  # a token that fails would fail without a time-stamp too
        raise
    except Exception as error:  # noqa: BLE001 - whatever a service on the network does, the record is sealed
        log.warning("no time-stamp from %s: %s", time_service.url, type(error).__name__)
        return replace(seal(pdf, signer, reference=reference, at=at, now=now), shortfall=NO_STAMP)
    return _sealed(data, signer, "B-T")


def _sealed(data: bytes, signer: Signer, level: str) -> Sealed:
    return Sealed(data, hashlib.sha256(data).hexdigest(), level, signer.fingerprint)


def _check_stamp(data: bytes, time_service: TimeService, at: datetime) -> None:
    (made,) = container.find_all(data)
    (stamp,) = timestamps.stamps_inside(made.signed_data)
    if not stamp.is_by(certificate_path.to_asn1(time_service.roots)):
        raise container.BrokenSignatureError("the time-stamp is not by the service that was asked")
    if at > stamp.at + AHEAD:
        raise SealKeyError(FROM_THE_FUTURE)


async def _signed(pdf: bytes, signer: Signer, reference: str, at: datetime, timestamper: TimeStamper | None) -> bytes:
    """The steps of pyHanko's PdfSigner, one by one: only so can the signing time be set."""
    metadata = _metadata(signer.certificate, reference)
    session = signers.PdfSigner(metadata, _KeySigner(signer), timestamper=timestamper).init_signing_session(
        Appender(BytesIO(pdf))
    )
    session.system_time = at
    size = await session.estimate_signature_container_size(None, tight=False)
    prepared = session.prepare_tbs_document(validation_info=None, bytes_reserved=size)
    output = BytesIO()
    digest, _ = prepared.digest_tbs_document(output=output)
    await prepared.perform_signature(digest.document_digest, PdfCMSSignedAttributes(signing_time=at))
    return output.getvalue()


def _metadata(certificate: x509.Certificate, reference: str) -> signers.PdfSignatureMetadata:
    return signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=f"Decision record {reference}, sealed as it was decided",
        name=_part(certificate, NameOID.COMMON_NAME),
        location=_part(certificate, NameOID.ORGANIZATION_NAME),
    )


def _part(certificate: x509.Certificate, kind: x509.ObjectIdentifier) -> str | None:
    values = certificate.subject.get_attributes_for_oid(kind)
    return str(values[0].value) if values else None


class _KeySigner(signers.Signer):
    """Signs with a loaded key or a token. pyHanko's SimpleSigner would parse and check the key for each signature."""

    def __init__(self, signer: Signer) -> None:
        certificate, *intermediates = certificate_path.to_asn1([signer.certificate, *signer.intermediates])
        store = SimpleCertificateStore.from_certs(intermediates)  # type: ignore[no-untyped-call]
        super().__init__(signing_cert=certificate, cert_registry=store, embed_roots=False)
        self._key: SealingKey | Token = signer.key
        self._certificate = signer.certificate

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:
            public = self._certificate.public_key()
            return bytes(public.key_size // 8 if isinstance(public, rsa.RSAPublicKey) else 144)
        if isinstance(self._key, Token):
            return await self._key.sign(data, self._certificate)
        if isinstance(self._key, ec.EllipticCurvePrivateKey):
            return self._key.sign(data, ec.ECDSA(hashes.SHA256()))
        return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())


class Appender(IncrementalPdfFileWriter):
    """Appends signatures and nothing else: metadata stay as rendered, so that PDF/A's two copies agree, and the second
    file identifier is derived from the bytes instead of random."""

    def _update_meta(self) -> None:
        pass

    @classmethod
    def _handle_id(cls, prev: Any) -> generic.ArrayObject:
        second = hashlib.sha256(prev.stream.getbuffer()).digest()[:16]
        return generic.ArrayObject([prev.trailer["/ID"][0], generic.ByteStringObject(second)])
