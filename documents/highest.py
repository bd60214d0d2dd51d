"""Sealing at the highest PAdES level that is available at the moment, which the record itself prints."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from documents import lasting
from documents.keys import Signer
from documents.renew import Evidence, RenewalError, renew
from documents.seal import Sealed, seal
from documents.time_service import TimeService
from documents.trust import Trust

log = logging.getLogger(__name__)

HIGHEST = "B-LTA"
NO_EVIDENCE = "The evidence that the certificates stand could not be added, so the level is lower."


@dataclass(frozen=True)
class Means:
    """What a level needs: what is trusted, a time-stamp service (None: B-B only), and revocation evidence."""

    trust: Trust
    service: TimeService | None = None
    evidence: Evidence = Evidence()

    @property
    def highest(self) -> str:
        """The level that is reached when every service answers."""
        return HIGHEST if self.service else "B-B"

    @property
    def stamped_trust(self) -> Trust:
        """What is trusted, the service's roots too."""
        return self.trust.with_time_roots(self.service.roots if self.service else ())


def seal_highest(
    render: Callable[[str, datetime | None], bytes],
    signer: Signer,
    means: Means,
    *,
    reference: str,
    at: datetime,
    aim: str,
    now: datetime | None = None,
    stamp_ends_at: datetime | None = None,
) -> Sealed:
    """Seal what `render` returns for a level and an end: at `aim`, or at the highest level below that is available.

    Both are printed but known only after sealing: where less was reached than printed, the record is rendered and
    sealed again with what was reached, so that the printed level is always true, and others can check the seal at
    least until the printed end. `stamp_ends_at`: when the service's certificates probably run out, None for unknown.
    Raises SealKeyError where the certificate may not seal.
    """
    own = lasting.of_certificate(signer.certificate, (*signer.intermediates, *means.trust.roots))
    until = own if aim == "B-B" else stamp_ends_at
    made = _sealed_for(aim, render(aim, until), signer, means, reference, at, now)
    shortfall = made.shortfall
    while made.level != aim or until is None or lasting.until(made.data, aim, means.stamped_trust) < until:
        aim, until = made.level, lasting.until(made.data, made.level, means.stamped_trust)  # both only ever fall
        made = _sealed_for(aim, render(aim, until), signer, means, reference, at, now)
    return replace(made, shortfall=shortfall or made.shortfall)


def _sealed_for(
    aim: str, pdf: bytes, signer: Signer, means: Means, reference: str, at: datetime, now: datetime | None
) -> Sealed:
    service = None if aim == "B-B" else means.service
    made = seal(pdf, signer, reference=reference, at=at, time_service=service, now=now)
    if aim != HIGHEST or service is None or made.level == "B-B":
        return made
    try:
        raised = renew(made.data, means.trust, service, means.evidence, at)
    except RenewalError as error:
        log.warning("the level of a seal could not be raised: %s", error)
        return replace(made, shortfall=NO_EVIDENCE)
    if raised.level == made.level:
        return replace(made, shortfall=NO_EVIDENCE)
    return replace(made, data=raised.data, sha256=raised.sha256, level=raised.level)
