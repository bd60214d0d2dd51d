"""From when the seals of a certificate count no more: said by the council, or by a revocation list."""

from __future__ import annotations

from datetime import datetime, time

from documents import evidence, words
from documents.certificates import printable
from documents.evidence import Evidence
from documents.trust import Pin, Trust


def begins(pin: Pin, trust: Trust, at_hand: Evidence) -> tuple[datetime | None, str]:
    """(from when, why) the seals of a certificate count no more, (None, '') while they do.

    at_hand: evidence beside that of `trust`. why: goes on after the day in a sentence.
    """
    known = Evidence(lists=(*at_hand.lists, *trust.lists), responses=at_hand.responses)
    found = []
    if pin.distrusted_from:
        day = datetime.combine(pin.distrusted_from, time(), words.LONDON)
        found.append((day, f" (“{printable(pin.why)}”)" if pin.why else ""))
    if revoked := evidence.revoked_at((pin.certificate, *dict.fromkeys((*pin.issuers, *trust.roots))), known):
        found.append((revoked, ", when it was revoked"))
    return min(found, default=(None, ""))
