"""What is said of a document that is kept here, and whose certificate is not trusted any more.

The register vouches for what it keeps, from whatever day: whoever has a stolen key can seal, and cannot put a document
into the register. So what is kept stays genuine, and all that is sealed with that key elsewhere does not.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from documents import distrust, words
from documents.evidence import Evidence
from documents.keys import SealKeyError
from documents.trust import Trust
from models import SealedDocument
from records.sealing import pins
from settings import Settings

log = logging.getLogger(__name__)

SINCE = "Its certificate is not trusted from {day} on{why}."
KEPT = (
    "This document is kept here, so it stays genuine: whoever has a stolen key cannot put one here. Other programs do "
    "not know that: whoever doubts it can ask here."
)
KEPT_BY_CODE = (
    "The document that is kept here stays genuine. A copy is genuine only if it is the same, which its seal alone does "
    "not show: upload its PDF."
)


def said(since: datetime, why: str) -> str:
    """The sentence that a certificate is not trusted from a day on. why: as documents.distrust.begins has it."""
    return SINCE.format(day=words.in_date(since), why=why)


def said_of(fingerprint: str, settings: Settings | None = None) -> str:
    """The same of the certificate with this SHA-256 (hex); '' while it is trusted.

    Without settings, or with a damaged sealing folder, the revocation lists that lie there are not asked.
    """
    trust = _known(settings)
    pin = trust.pins.get(fingerprint)
    since, why = distrust.begins(pin, trust, Evidence()) if pin else (None, "")
    return said(since, why) if since else ""


def said_of_kept(documents: Iterable[SealedDocument], settings: Settings) -> str:
    """What the page of a record says of those of its documents whose certificate is not trusted; '' for none."""
    found = {said_of(one, settings) for one in sorted({document.certificate for document in documents})}
    return " ".join([*sorted(filter(None, found)), KEPT]) if any(found) else ""


def _known(settings: Settings | None) -> Trust:
    try:
        if settings is not None:
            return pins.trusted(settings)
    except SealKeyError:
        log.exception("the revocation lists beside the seal cannot be asked")
    return Trust().with_pins(pins.in_order())
