"""Which PAdES level a sealed file has reached (ETSI EN 319 142-1), by the time-stamp services that are trusted here.

B-B     sealed; the time is the sealing system's claim
B-T     a trusted time-stamp proves that the seal existed at its time
B-LT    the file also contains revocation evidence for all certificates
B-LTA   and a trusted time-stamp over that evidence, which can be renewed before it expires
"""

from __future__ import annotations

from datetime import datetime

from pyhanko.sign.general import SignedDataCerts
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import ValidationInfoReadingError

from documents import certificate_path
from documents.certificate_path import Roots
from documents.reader import QuickReader
from documents.timestamps import Stamp

ORDER = ("B-B", "B-T", "B-LT", "B-LTA")


def reached(
    data: bytes, sealer: SignedDataCerts, inside: list[Stamp], after: list[Stamp], roots: Roots, time_roots: Roots
) -> tuple[str, datetime | None]:
    """The level, and the earliest trusted time (None at B-B).

    `inside` are the stamps in the seal, `after` the document time-stamps behind it in order; all match their data.
    """
    trusted = [stamp for stamp in (*inside, *after) if stamp.is_by(time_roots)]
    if not trusted:
        return "B-B", None
    first = min(stamp.at for stamp in trusted)
    if not sealer.signer_cert.not_valid_before <= first <= sealer.signer_cert.not_valid_after:
        return "B-B", None
    if not _has_evidence(data, sealer, trusted, first, roots, time_roots):
        return "B-T", first
    return ("B-LTA" if after and after[-1] in trusted else "B-LT"), first


def _has_evidence(
    data: bytes, sealer: SignedDataCerts, stamps: list[Stamp], first: datetime, roots: Roots, time_roots: Roots
) -> bool:
    """Whether the file has revocation evidence for the sealer's and the stamps' certificates at their times."""
    try:
        store = DocumentSecurityStore.read_dss(QuickReader(data))
    except ValidationInfoReadingError:
        return False
    checked = [(sealer, first, roots), *((stamp.certificates, stamp.at, time_roots) for stamp in stamps)]
    return all(_unrevoked(store, *one) for one in checked)


def _unrevoked(store: DocumentSecurityStore, certificates: SignedDataCerts, moment: datetime, roots: Roots) -> bool:
    context = store.as_validation_context(
        {
            "trust_roots": roots,
            "moment": moment,
            "revocation_mode": "require",
            "retroactive_revinfo": True,
            "allow_fetching": False,
        }
    )
    return certificate_path.is_valid(certificates, context)
