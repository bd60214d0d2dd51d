"""Verifying that a file is a record that the council sealed, unchanged: nothing else is called genuine.

The signature is checked over the raw bytes first, its certificate path second; only a file that passes both, and so
comes from the council byte by byte, is parsed as a PDF. So almost nothing of a hostile file is interpreted.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO

import pikepdf
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.general import SignedDataCerts, extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, read_certification_data
from pyhanko.sign.validation.status import SignatureCoverageLevel

from documents import attachment, certificate_path, certificates, container, levels, timestamps, words
from documents.certificate_path import Roots
from documents.container import Container
from documents.reader import QuickReader

log = logging.getLogger(__name__)

# Far above any record; larger files are not read.
MAX_BYTES = 64 * 1024 * 1024

NOT_A_PDF = "This file is not a PDF."
TOO_LARGE = "This file is too large to be a sealed record, so it was not looked into."
NOT_SEALED = "This PDF carries no seal. It may be a draft, a print of a record, or something else altogether."
LOCKED = "This PDF is protected by a password. A record is never sealed that way, so there is no seal to check."
ALTERED = "This PDF carries a seal, but the file is not as it was sealed: it has been changed, cut or added to."
SEALED_BY_OTHER = (
    "This PDF carries a seal that fits the file, but it was not made with this council’s certificate. It is not one of "
    "this council’s records."
)
GENUINE = "This is a record that {council} sealed, and not one byte of it has changed since."
TIMES = {
    "B-B": "It was sealed on {at}, by the council’s own clock.",
    "B-T": "It was sealed on {at}. An independent time-stamp service vouches that the seal existed on {vouched}.",
}
TIMES["B-LT"] = TIMES["B-T"] + " The file carries what is needed to check its certificates later."
TIMES["B-LTA"] = TIMES["B-LT"] + " That evidence is time-stamped as well."


@dataclass(frozen=True)
class Verdict:
    """What a file is: `outcome` is 'genuine', 'altered', 'sealed_by_other', 'not_sealed' or 'not_a_pdf'.

    `level` (PAdES), `sealed_at` (aware), `signer_name` and `code` (the short code in print) are set for a genuine file
    only. `explanation` is for the person who asked, and says nothing about any child.
    """

    outcome: str
    explanation: str
    level: str = ""
    sealed_at: datetime | None = None
    signer_name: str = ""
    covers_whole_file: bool = False
    code: str = ""


class _NotGenuineError(Exception):
    """The file is not genuine; the first argument is the verdict."""


def verify(data: bytes, roots: Iterable[x509.Certificate], time_roots: Iterable[x509.Certificate] = ()) -> Verdict:
    """The verdict on a file, trusting seals that lead to one of `roots` and time-stamps to one of `time_roots`.

    Never raises, whatever the bytes are. The certificate is validated for the time of sealing: a seal stays valid after
    its certificate expires. A time-stamp of a service that is not trusted must match the file, but proves nothing.
    """
    try:
        return _verified(data, certificate_path.to_asn1(roots), certificate_path.to_asn1(time_roots))
    except _NotGenuineError as found:
        verdict: Verdict = found.args[0]
        return verdict
    except Exception as error:  # noqa: BLE001 - a file that breaks a parser is not genuine, and breaks nothing else
        log.info("a file could not be verified: %s", type(error).__name__)
        return Verdict("altered", ALTERED)


def _verified(data: bytes, roots: Roots, time_roots: Roots) -> Verdict:
    _check_is_pdf(data)
    seal, *stamps = _find_signatures(data)
    sealer = extract_certificate_info(seal.signed_data)
    _check_signature(data, seal, sealer)
    _check_ours(sealer, roots, sealer.signer_cert.not_valid_before)
    if not container.is_as_written(seal, sealer.signer_cert):
        raise _NotGenuineError(Verdict("altered", ALTERED))
    sealed_at = _certified(data[: seal.end], sealer, roots)
    inside = list(timestamps.stamps_inside(seal.signed_data))
    after = [timestamps.read_stamp(stamp.signed_data, stamp.digest(data)) for stamp in stamps]
    if after:
        _check_only_stamped(data)
    level, vouched_for = levels.reached(data, sealer, inside, after, roots, time_roots)
    return replace(_genuine(sealer.signer_cert, level, sealed_at, vouched_for), code=attachment.stated_in(data, "code"))


def _genuine(certificate: asn1_x509.Certificate, level: str, sealed_at: datetime, vouched: datetime | None) -> Verdict:
    signer, council = _named(certificate, "common_name"), _named(certificate, "organization_name")
    times = TIMES[level].format(at=words.in_time(sealed_at), vouched=words.in_time(vouched) if vouched else "")
    said = f"{GENUINE.format(council=council or signer)} {times}"
    return Verdict("genuine", said, level, sealed_at, signer or council, covers_whole_file=True)


def _check_is_pdf(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise _NotGenuineError(Verdict("not_sealed", TOO_LARGE))
    if b"%PDF-" not in data[:1024]:
        raise _NotGenuineError(Verdict("not_a_pdf", NOT_A_PDF))


def _find_signatures(data: bytes) -> list[Container]:
    """The seal and the document time-stamps after it; the last must cover the file up to its last byte."""
    found = container.find_all(data)
    if not found:
        raise _NotGenuineError(_without_signature(data))
    if found[-1].end != len(data):
        raise _NotGenuineError(Verdict("altered", ALTERED))
    return found


def _without_signature(data: bytes) -> Verdict:
    """The verdict on a file without a ByteRange. A sealed file that was saved again still has its signature field."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            was_signed = "/Perms" in pdf.Root or any("/V" in field for field in pdf.Root.AcroForm.Fields)
    except pikepdf.PasswordError:
        return Verdict("not_sealed", LOCKED)
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError):
        was_signed = False
    return Verdict("altered", ALTERED) if was_signed else Verdict("not_sealed", NOT_SEALED)


def _check_signature(data: bytes, seal: Container, sealer: SignedDataCerts) -> None:
    """Check that the signature matches the signed bytes and the key of the certificate in it."""
    signer_info = extract_signer_info(seal.signed_data)
    intact, valid = validate_sig_integrity(signer_info, sealer.signer_cert, "data", seal.digest(data))
    if not (intact and valid):
        raise _NotGenuineError(Verdict("altered", ALTERED))


def _check_ours(sealer: SignedDataCerts, roots: Roots, moment: datetime) -> None:
    """Check that the certificate had a valid path to one of the roots at that moment."""
    if not certificate_path.leads_to(sealer, roots, moment):
        raise _NotGenuineError(Verdict("sealed_by_other", SEALED_BY_OTHER))


def _certified(data: bytes, sealer: SignedDataCerts, roots: Roots) -> datetime:
    """The signing time that the seal claims. Checks that it certifies the whole file."""
    reader = QuickReader(data)
    (seal,) = reader.embedded_signatures
    at: datetime = seal.self_reported_timestamp
    _check_ours(sealer, roots, at)
    seal.compute_integrity_info()
    if certificates.why_not_for_sealing(sealer.signer_cert) or not _certifies_everything(reader, seal):
        raise _NotGenuineError(Verdict("altered", ALTERED))
    return at


def _certifies_everything(reader: QuickReader, seal: EmbeddedPdfSignature) -> bool:
    """Whether the seal is the certification signature, permits no changes, and covers the whole file."""
    certification, found = read_certification_data(reader), seal.summarise_integrity_info()
    return (
        certification is not None
        and certification.permission == MDPPerm.NO_CHANGES
        and certification.author_sig.get_object() == seal.sig_object
        and found["coverage"] == SignatureCoverageLevel.ENTIRE_FILE
        and bool(found["docmdp_ok"])
    )


def _check_only_stamped(data: bytes) -> None:
    """Check that the updates after the seal hold time-stamps and evidence and change nothing else."""
    seal, *stamps = QuickReader(data).embedded_signatures
    for signature in (seal, stamps[-1]):
        signature.compute_integrity_info()
    unchanged = seal.summarise_integrity_info()["docmdp_ok"]
    if not unchanged or stamps[-1].coverage != SignatureCoverageLevel.ENTIRE_FILE:
        raise _NotGenuineError(Verdict("altered", ALTERED))


def _named(certificate: asn1_x509.Certificate, part: str) -> str:
    """One attribute of a certificate's subject, '' where it has none."""
    value = certificate.subject.native.get(part, "")
    return str(value if isinstance(value, str) else value[0])
