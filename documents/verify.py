"""Checking a file: whether it is a record that the council sealed, unchanged. Nothing else is called genuine.

The signature is checked over the raw bytes first, its certificate second: it must be one that sealed here (a pin) and
lead to a trusted root. Only a file that passes both is parsed as a PDF. Strangers' files are checked in a child process
with limits (documents/checked_apart.py); this module is what runs in it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO

import pikepdf
from cryptography import x509
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.general import SignedDataCerts, extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, read_certification_data
from pyhanko.sign.validation.status import SignatureCoverageLevel

from documents import (
    attachment,
    certificate_path,
    certificates,
    container,
    distrust,
    evidence,
    levels,
    timestamps,
    updates,
    words,
)
from documents.container import Container
from documents.outcomes import Outcome
from documents.reader import QuickReader
from documents.timestamps import AHEAD
from documents.trust import Pin, Trust

log = logging.getLogger(__name__)

# Far above any record; larger files are not read.
MAX_BYTES = 64 * 1024 * 1024

FITS = "This is a record that {council} sealed: the certificate is one that seals for it, and the seal fits the file."
UNCHANGED = "This is a record that {council} sealed, and not one byte of it has changed since."
ADDED_TO = (
    "This is a record that {council} sealed. Time-stamps of a trusted service were added since, with the evidence that "
    "they keep; nothing else has changed."
)
SAID = {
    Outcome.NOT_A_PDF: "This file is not a PDF.",
    Outcome.TOO_LARGE: "This file is too large to be a sealed record, so it was not looked into.",
    Outcome.TOO_COMPLEX: (
        "This file would take more memory or time to check than any sealed record does, so it was not checked to the "
        "end. It was not found to be genuine."
    ),
    Outcome.NOT_SEALED: (
        "This PDF carries no seal. It may be a draft, a print of a record, or something else altogether."
    ),
    Outcome.ALTERED: (
        "This PDF carries a seal, but the file is not as it was sealed: it has been changed, cut or added to."
    ),
    Outcome.SEALED_BY_OTHER: (
        "This PDF carries a seal that fits the file, but its certificate is not one that ever sealed for this council. "
        "It is that of “{subject}” (SHA-256 {fingerprint}). It is not one of this council’s records."
    ),
    Outcome.STAMPED_BY_OTHER: (
        "This is a record that {council} sealed, but it has a time-stamp by a service that is not trusted here. The "
        "record in it is as it was sealed; who added the time-stamp is not known."
    ),
    Outcome.DISTRUSTED: (
        "This PDF was sealed with a certificate of {council} that is not trusted from {day} on{why}. Nothing proves "
        "that it was sealed before then, so it may be a forgery."
    ),
    Outcome.FROM_THE_FUTURE: (
        "The seal of this PDF says that it was made on {at}, which is still to come. The clock of whoever made it was "
        "wrong, or the time is made up."
    ),
}
PROVEN_OLDER = "Its certificate is not trusted from {day} on{why}. A trusted time-stamp proves that this seal is older."
LOCKED = "This PDF is protected by a password. A record is never sealed that way, so there is no seal to check."
TIMES = {
    "B-B": "It was sealed on {at}, by the council’s own clock.",
    "B-T": "It was sealed on {at}. An independent time-stamp service vouches that the seal existed on {vouched}.",
}
TIMES["B-LT"] = TIMES["B-T"] + " The file carries what is needed to check its certificates later."
TIMES["B-LTA"] = TIMES["B-LT"] + " That evidence is time-stamped as well."


@dataclass(frozen=True)
class Verdict:
    """What a file is. `explanation` is for the person who asked, and says nothing about any child.

    Where a certificate that sealed here made the seal: `council`, `level` (PAdES), `sealed_at` as the seal claims,
    `fingerprint` of the certificate, what is said of the `times`, whether a stranger's time-stamp is in it, and from
    when and why its certificate is distrusted. `code` and `reference` are what the attached
    answers claim, also those of a file that is not genuine; '' where they cannot be read.
    """

    outcome: Outcome
    explanation: str
    level: str = ""
    sealed_at: datetime | None = None
    council: str = ""
    times: str = ""
    fingerprint: str = ""
    code: str = ""
    reference: str = ""
    stamped_by_other: bool = False
    distrusted_from: datetime | None = None
    distrusted_why: str = ""

    def saying_of(self, outcome: Outcome) -> str:
        """The sentence of an outcome that names the council, and what is said of the times."""
        return f"{SAID[outcome].format(council=self.council)} {self.times}"

    def saying(self, sentence: str) -> Verdict:
        """A genuine one, with a sentence (UNCHANGED, ADDED_TO) that whoever knows more may say."""
        said = f"{sentence.format(council=self.council)} {self.times}"
        return replace(self, outcome=Outcome.GENUINE, explanation=said)


class _NotGenuineError(Exception):
    """The file is not genuine; the first argument is the verdict."""

    def __init__(self, outcome: Outcome, said: str = "", **facts: object) -> None:
        super().__init__(Verdict(outcome, said or SAID[outcome], **facts))  # type: ignore[arg-type]


def verify(data: bytes, trust: Trust, now: datetime) -> Verdict:
    """The verdict on a file, by itself: the register may know more.

    Never raises but MemoryError, whatever the bytes are. The certificate is validated for the time of sealing: a seal
    stays valid after its certificate expires.
    """
    try:
        return _verified(data, trust, now)
    except _NotGenuineError as found:
        verdict: Verdict = found.args[0]
        return verdict
    except container.TooManyRangesError:
        return Verdict(Outcome.TOO_COMPLEX, SAID[Outcome.TOO_COMPLEX])
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a file that breaks a parser is not genuine, and breaks nothing else
        log.info("a file could not be verified: %s", type(error).__name__)
        return Verdict(Outcome.ALTERED, SAID[Outcome.ALTERED])


def refused_unread(data: bytes) -> Verdict | None:
    """The verdict on a file that need not be parsed for it; None where it must be."""
    try:
        _check_is_pdf(data)
        container.ranges(data)
    except _NotGenuineError as found:
        verdict: Verdict = found.args[0]
        return verdict
    except container.TooManyRangesError:
        return Verdict(Outcome.TOO_COMPLEX, SAID[Outcome.TOO_COMPLEX])
    return None


def _verified(data: bytes, trust: Trust, now: datetime) -> Verdict:
    _check_is_pdf(data)
    seal, *stamps = _find_signatures(data)
    sealer = extract_certificate_info(seal.signed_data)
    _check_signature(data, seal, sealer)
    pin = _pin_of(sealer, trust)
    roots, time_roots = certificate_path.to_asn1(trust.roots), certificate_path.to_asn1(trust.time_roots)
    issuers = [one.dump() for one in certificate_path.to_asn1(pin.issuers)]
    if not container.is_as_written(seal, sealer.signer_cert, issuers):
        raise _NotGenuineError(Outcome.ALTERED)
    sealed_at = _certified(data[: seal.end], sealer, trust)
    inside = list(timestamps.stamps_inside(seal.signed_data))
    after = [timestamps.read_stamp(stamp.signed_data, stamp.digest(data)) for stamp in stamps]
    believed = [stamp for stamp in (*inside, *after) if stamp.is_by(time_roots)]
    stranger = bool([one for one in inside if one not in believed] or (after and after[-1] not in believed))
    if after:
        _check_only_stamped(data, trust, stranger=stranger)
    level, vouched = levels.reached(data, sealer, inside, after, roots, time_roots)
    verdict = _with_facts(data, sealer, pin, level, sealed_at, vouched)
    proven_at = min((stamp.at for stamp in believed), default=None)
    return _judged(verdict, data, pin, trust, proven_at, now, stranger=stranger)


def _with_facts(
    data: bytes, sealer: SignedDataCerts, pin: Pin, level: str, sealed_at: datetime, vouched: datetime | None
) -> Verdict:
    names = (certificates.safe_name(sealer.signer_cert, part) for part in ("organization_name", "common_name"))
    council = next(filter(None, names), "")
    times = TIMES[level].format(at=words.in_time(sealed_at), vouched=words.in_time(vouched) if vouched else "")
    code, reference = attachment.stated_in(data, "code"), attachment.stated_in(data, "reference")
    found = Verdict(Outcome.GENUINE, "", level, sealed_at, council, times, pin.fingerprint, code, reference)
    return found.saying(FITS)


def _judged(
    verdict: Verdict, data: bytes, pin: Pin, trust: Trust, proven_at: datetime | None, now: datetime, *, stranger: bool
) -> Verdict:
    """The verdict, unless the time, the certificate or a time-stamp speaks against it."""
    sealed_at = verdict.sealed_at
    if sealed_at is None or sealed_at > now + AHEAD:
        said = SAID[Outcome.FROM_THE_FUTURE].format(at=words.in_time(sealed_at) if sealed_at else "")
        return replace(verdict, outcome=Outcome.FROM_THE_FUTURE, explanation=said)
    ends, why = distrust.begins(pin, trust, evidence.read(QuickReader(data)))
    verdict = replace(verdict, stamped_by_other=stranger, distrusted_from=ends, distrusted_why=why)
    if ends is not None and not (proven_at and proven_at < ends):
        said = SAID[Outcome.DISTRUSTED].format(council=verdict.council, day=words.in_date(ends), why=why)
        return replace(verdict, outcome=Outcome.DISTRUSTED, explanation=said)
    if stranger:
        said = verdict.saying_of(Outcome.STAMPED_BY_OTHER)
        return replace(verdict, outcome=Outcome.STAMPED_BY_OTHER, explanation=said)
    if ends is not None:
        said = PROVEN_OLDER.format(day=words.in_date(ends), why=why)
        return replace(verdict, explanation=f"{verdict.explanation} {said}")
    return verdict


def _check_is_pdf(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise _NotGenuineError(Outcome.TOO_LARGE)
    if b"%PDF-" not in data[:1024]:
        raise _NotGenuineError(Outcome.NOT_A_PDF)


def _find_signatures(data: bytes) -> list[Container]:
    """The seal and the document time-stamps after it; the last must cover the file up to its last byte."""
    found = container.find_all(data)
    if not found:
        raise _without_signature(data)
    if found[-1].end != len(data):
        raise _NotGenuineError(Outcome.ALTERED)
    return found


def _without_signature(data: bytes) -> _NotGenuineError:
    """The verdict on a file without a ByteRange. A sealed file that was saved again still has its signature field."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            was_signed = "/Perms" in pdf.Root or any("/V" in field for field in pdf.Root.AcroForm.Fields)
    except pikepdf.PasswordError:
        return _NotGenuineError(Outcome.NOT_SEALED, LOCKED)
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError):
        was_signed = False
    return _NotGenuineError(Outcome.ALTERED if was_signed else Outcome.NOT_SEALED)


def _check_signature(data: bytes, seal: Container, sealer: SignedDataCerts) -> None:
    """Check that the signature matches the signed bytes and the key of the certificate in it."""
    signer_info = extract_signer_info(seal.signed_data)
    intact, valid = validate_sig_integrity(signer_info, sealer.signer_cert, "data", seal.digest(data))
    if not (intact and valid):
        raise _NotGenuineError(Outcome.ALTERED)


def _pin_of(sealer: SignedDataCerts, trust: Trust) -> Pin:
    """The certificate among those that sealed here, which has a path to a root."""
    pin = trust.pins.get(sealer.signer_cert.sha256.hex())
    if pin is None:
        raise _by_other(sealer)
    _check_path(sealer, trust, sealer.signer_cert.not_valid_before)
    return pin


def _check_path(sealer: SignedDataCerts, trust: Trust, moment: datetime) -> None:
    if not certificate_path.leads_to(sealer, certificate_path.to_asn1(trust.roots), moment):
        raise _by_other(sealer)


def _by_other(sealer: SignedDataCerts) -> _NotGenuineError:
    certificate = sealer.signer_cert
    names = (certificates.safe_name(certificate, part) for part in ("common_name", "organization_name"))
    subject = ", ".join(dict.fromkeys(filter(None, names))) or "nobody named"
    said = SAID[Outcome.SEALED_BY_OTHER].format(subject=subject, fingerprint=certificate.sha256.hex())
    return _NotGenuineError(Outcome.SEALED_BY_OTHER, said)


def _certified(data: bytes, sealer: SignedDataCerts, trust: Trust) -> datetime:
    """The signing time that the seal claims. Checks that it certifies the whole file."""
    reader = QuickReader(data)
    (seal,) = reader.embedded_signatures
    at: datetime = seal.self_reported_timestamp
    _check_path(sealer, trust, at)
    seal.compute_integrity_info()
    if certificates.why_not_for_sealing(sealer.signer_cert) or not _certifies_everything(reader, seal):
        raise _NotGenuineError(Outcome.ALTERED)
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


def _check_only_stamped(data: bytes, trust: Trust, *, stranger: bool) -> None:
    """Check that the updates after the seal hold time-stamps and evidence and change nothing else.

    Evidence must lead to the trusted roots, unless a stranger's time-stamp is over it, which is said anyway.
    """
    reader = QuickReader(data)
    seal, *stamps = reader.embedded_signatures
    stamps[-1].compute_integrity_info()
    if stamps[-1].coverage != SignatureCoverageLevel.ENTIRE_FILE:
        raise _NotGenuineError(Outcome.ALTERED)
    updates.check(reader, data, seal.signed_revision)
    anchors: tuple[x509.Certificate, ...] = (*trust.roots, *trust.time_roots)
    if not stranger and not evidence.read(reader).is_by(anchors):
        raise _NotGenuineError(Outcome.ALTERED)
