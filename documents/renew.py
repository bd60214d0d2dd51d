"""Raising and renewing the PAdES level of a sealed file, by an incremental update: its earlier bytes stay as they are.

The update adds revocation evidence (certificates, CRLs and OCSP responses) and a document time-stamp over it. Repeated
before the certificate of that time-stamp expires, it keeps a seal verifiable without limit.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from pyhanko.sign.signers.pdf_signer import PdfTimeStamper, TimestampDSSContentSettings
from pyhanko.sign.validation.dss import DocumentSecurityStore, collect_validation_info
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError

from documents import certificate_path, container
from documents.certificate_path import Roots
from documents.outcomes import Outcome
from documents.reader import QuickReader
from documents.revocation import bounded_fetching
from documents.seal import Appender
from documents.time_service import TimeService
from documents.trust import Trust
from documents.verify import verify

log = logging.getLogger(__name__)

# What is kept here stays worth renewing when its time-stamp service is not used any more, or its certificate is
# distrusted: the register says when it was kept.
RENEWABLE = (Outcome.GENUINE, Outcome.STAMPED_BY_OTHER, Outcome.DISTRUSTED)


class RenewalError(Exception):
    """The level of a file could not be raised; the message says why. The file is unchanged."""


class ServiceAwayError(RenewalError):
    """The time-stamp service failed: trying other files now would fail too."""


@dataclass(frozen=True)
class Renewed:
    """The updated file, its SHA-256 (hex), and its new level."""

    data: bytes
    sha256: str
    level: str


@dataclass(frozen=True)
class Evidence:
    """Sources of revocation evidence: CRLs at hand (DER), and whether to fetch more from the URLs in certificates."""

    lists: tuple[bytes, ...] = ()
    fetch: bool = True


def renew(data: bytes, trust: Trust, time_service: TimeService, evidence: Evidence, now: datetime) -> Renewed:
    """Add evidence and a time-stamp to a sealed file: B-LTA where the evidence is available, else B-T.

    Raises RenewalError where the file is not genuine, ServiceAwayError where the time-stamp service fails.
    """
    believed = trust.with_time_roots(time_service.roots)
    if verify(data, believed, now).outcome not in RENEWABLE:
        raise RenewalError("The file is not a genuine record of this council, so nothing was added to it.")
    made = _added(data, time_service, evidence, certificate_path.to_asn1((*trust.roots, *time_service.roots)), now)
    verdict = verify(made, believed, now)
    if verdict.outcome not in RENEWABLE or verdict.level == "B-B":
        raise RenewalError("The time-stamp that came back does not fit or is not by the service that was asked.")
    return Renewed(made, hashlib.sha256(made).hexdigest(), verdict.level)


def _added(data: bytes, time_service: TimeService, evidence: Evidence, roots: Roots, now: datetime) -> bytes:
    try:
        try:
            return asyncio.run(_with_evidence(data, time_service, evidence, roots, now))
        except (PathBuildingError, PathValidationError, TimeoutError) as error:  # the service's own is another kind
            log.warning("no revocation evidence is available: %s", type(error).__name__)
            return asyncio.run(_only_stamped(data, time_service))
    except Exception as error:
        raise ServiceAwayError("The time-stamp service did not answer as it should. Try again later.") from error


async def _with_evidence(
    data: bytes, time_service: TimeService, evidence: Evidence, roots: Roots, now: datetime
) -> bytes:
    async with bounded_fetching(time_service.timeout) as fetching:
        context = ValidationContext(
            trust_roots=roots,
            moment=now,
            crls=evidence.lists,
            allow_fetching=evidence.fetch,
            fetcher_backend=fetching,
            revocation_mode="require",
            retroactive_revinfo=True,
        )
        seal, *stamps = QuickReader(data).embedded_signatures
        paths = await collect_validation_info(seal, context)
        for stamp in stamps[-1:]:
            paths += await collect_validation_info(stamp, context, skip_timestamp=True)
        writer = Appender(BytesIO(data))
        DocumentSecurityStore.supply_dss_in_writer(writer, None, paths=paths, validation_context=context)
        settings = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)
        output = await _stamper(data, time_service).async_timestamp_pdf(
            writer, "sha256", validation_context=context, dss_settings=settings
        )
    made: bytes = output.getvalue()
    return made


async def _only_stamped(data: bytes, time_service: TimeService) -> bytes:
    output = await _stamper(data, time_service).async_timestamp_pdf(Appender(BytesIO(data)), "sha256")
    made: bytes = output.getvalue()
    return made


def _stamper(data: bytes, time_service: TimeService) -> PdfTimeStamper:
    """The field is numbered: with pyHanko's random names two renewals of one file would differ."""
    number = len(container.find_all(data))
    return PdfTimeStamper(time_service.client(), field_name=f"TimeStamp{number}")
