"""Raising the level of seals that fell short, and renewing those whose last time-stamp will soon prove nothing."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from documents import levels, renew
from documents.highest import HIGHEST, Means
from documents.renew import RenewalError, Renewed, ServiceAwayError
from models import Record, SealedDocument
from records import audit, clock
from records.sealing import time_stamps
from records.transaction import locked
from settings import Settings

log = logging.getLogger(__name__)

RENEWED_AHEAD = timedelta(days=90)

# Where no higher level could be had although the service answered, such as when a list of revoked certificates could
# not be fetched: it is tried once a day.
TRIED_AGAIN_AFTER = timedelta(hours=23)


@dataclass(frozen=True)
class Tally:
    """What a run did: documents raised or renewed, those that could not be, and those left because the service is away.

    `away` is what the service did, in words, '' where it answered.
    """

    raised: int = 0
    failed: int = 0
    left: int = 0
    away: str = ""


def how_many_fall_short(settings: Settings) -> int:
    """How many sealed documents have a lower level than can be had with these settings."""
    if not time_stamps.is_service_set(settings):
        return 0
    return int(SealedDocument.select().where(SealedDocument.level != HIGHEST).count())


def renew_what_is_due(settings: Settings, most: int | None = None) -> Tally:
    """Raise or renew each document for which it is due (`most` of them), the oldest first; none without a service.

    Ends at once when the service is away. Running twice, even at once, stores each step once.
    """
    now = clock.now()
    means = time_stamps.means(settings, now)
    raised = failed = 0
    if not means.service:
        return Tally()
    due = _due(now)[:most]
    for number in due:
        document = SealedDocument.get_by_id(number)
        try:
            raised += _raise(document, means)
        except ServiceAwayError as error:
            log.warning("levels of seals are raised later: %s", error)
            return Tally(raised, failed, len(due) - raised - failed, str(error))
        except RenewalError as error:
            log.error("the level of %s could not be raised: %s", document.record.reference, error)
            failed += 1
            SealedDocument.update(raise_tried_at=now).where(SealedDocument.id == number).execute()
    return Tally(raised, failed)


def _due(now: datetime) -> list[int]:
    lower = SealedDocument.level != HIGHEST
    untried = SealedDocument.raise_tried_at.is_null() | (SealedDocument.raise_tried_at < now - TRIED_AGAIN_AFTER)
    ending = SealedDocument.stamp_ends_at < now + RENEWED_AHEAD
    rows = SealedDocument.select(SealedDocument.id).where((lower | ending) & untried).order_by(SealedDocument.id)
    return [row.id for row in rows]


def _raise(document: SealedDocument, means: Means) -> bool:
    """Add to one document; False when another process was first. Raises RenewalError where it gains nothing."""
    data = bytes(document.data)
    made = renew.renew(data, means.roots, means.service, means.evidence, clock.now())  # type: ignore[arg-type]
    ends_at = renew.stamp_ends_at(made.data)
    if not _gains(document, made.level, ends_at):
        raise RenewalError("Neither a higher level nor a longer one can be had now, so the file stays as it is.")
    return _store(document, made, ends_at)


def _gains(document: SealedDocument, level: str, ends_at: datetime | None) -> bool:
    """Whether that level is higher than the document's, or the same for longer."""
    before, after = levels.ORDER.index(document.level), levels.ORDER.index(level)
    longer = bool(document.stamp_ends_at and ends_at and ends_at > document.stamp_ends_at)
    return after > before or (after == before and longer)


def _store(document: SealedDocument, made: Renewed, ends_at: datetime | None) -> bool:
    with locked(document.record_id) as record:
        same = (SealedDocument.id == document.id) & (SealedDocument.sha256 == document.sha256)
        columns = {"data": made.data, "sha256": made.sha256, "level": made.level, "stamp_ends_at": ends_at}
        if not SealedDocument.update(columns).where(same).execute():
            return False
        _note(record, document, made)
    return True


def _note(record: Record, document: SealedDocument, made: Renewed) -> None:
    detail = {"version": document.version, "part": document.part, "sha256": made.sha256, "level": made.level}
    audit.write(record=record, event="seal_raised", by=None, detail=detail)
