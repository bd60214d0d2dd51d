"""Raises seals below the highest available level, and renews seals whose last time-stamp is about to expire."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from documents import levels, renew
from documents.highest import HIGHEST, Means
from documents.lasting import stamp_ends_at
from documents.renew import RenewalError, Renewed, ServiceAwayError
from models import Record, SealedDocument
from records import audit, clock
from records.sealing import pins, stages, time_stamps
from records.transaction import locked
from settings import Settings

log = logging.getLogger(__name__)

RENEW_BEFORE_END = timedelta(days=90)

# When the service answered but no higher level was reached, for instance because a revocation list could not be
# fetched, the document is tried again once a day.
RETRY_AFTER = timedelta(hours=23)


@dataclass(frozen=True)
class Tally:
    """Numbers of documents: raised or renewed, failed, and left because the service is unavailable.

    away: why the service is unavailable, '' if it answered.
    """

    raised: int = 0
    failed: int = 0
    left: int = 0
    away: str = ""


def count_below_highest_level(settings: Settings) -> int:
    """How many sealed documents are below the highest level; 0 without a time-stamp service."""
    if not time_stamps.is_service_set(settings):
        return 0
    return int(SealedDocument.select().where(SealedDocument.level != HIGHEST).count())


def renew_due(settings: Settings, most: int | None = None) -> Tally:
    """Raise or renew due documents, oldest first, at most `most`; does nothing without a time-stamp service.

    Stops when the service is unavailable. Safe to run concurrently: each improvement is stored once.
    """
    now = clock.now()
    means = time_stamps.means(settings, now)
    raised = failed = 0
    if not means.service:
        return Tally()
    due = _due_ids(now)[:most]
    for number in due:
        document = SealedDocument.get_by_id(number)
        try:
            raised += _raise_level(document, means)
        except ServiceAwayError as error:
            log.warning("levels of seals are raised later: %s", error)
            return Tally(raised, failed, len(due) - raised - failed, str(error))
        except RenewalError as error:
            log.error("the level of %s could not be raised: %s", document.record.reference, error)
            failed += 1
            SealedDocument.update(raise_tried_at=now).where(SealedDocument.id == number).execute()
    return Tally(raised, failed)


def _due_ids(now: datetime) -> list[int]:
    lower = SealedDocument.level != HIGHEST
    untried = SealedDocument.raise_tried_at.is_null() | (SealedDocument.raise_tried_at < now - RETRY_AFTER)
    ending = SealedDocument.stamp_ends_at < now + RENEW_BEFORE_END
    rows = SealedDocument.select(SealedDocument.id).where((lower | ending) & untried).order_by(SealedDocument.id)
    return [row.id for row in rows]


def _raise_level(document: SealedDocument, means: Means) -> bool:
    """Raise or renew one document; False when another process was first. Raises RenewalError without improvement."""
    data, trusted = bytes(document.data), means.trust.with_pins(pins.in_order())
    made = renew.renew(data, trusted, means.service, means.evidence, clock.now())  # type: ignore[arg-type]
    ends_at = stamp_ends_at(made.data, means.stamped_trust)
    if not _is_improvement(document, made.level, ends_at):
        raise RenewalError("Neither a higher level nor a longer one can be had now, so the file stays as it is.")
    return _store(document, made, ends_at)


def _is_improvement(document: SealedDocument, level: str, ends_at: datetime | None) -> bool:
    """Whether the level is higher than the document's, or the same with a later expiry."""
    before, after = levels.ORDER.index(document.level), levels.ORDER.index(level)
    longer = bool(document.stamp_ends_at and ends_at and ends_at > document.stamp_ends_at)
    return after > before or (after == before and longer)


def _store(document: SealedDocument, made: Renewed, ends_at: datetime | None) -> bool:
    with locked(document.record_id) as record:
        same = (SealedDocument.id == document.id) & (SealedDocument.sha256 == document.sha256)
        columns = {"data": made.data, "sha256": made.sha256, "level": made.level, "stamp_ends_at": ends_at}
        if not SealedDocument.update(columns).where(same).execute():
            return False
        stages.keep(
            made.data,
            code=document.code,
            reference=record.reference,
            version=document.version,
            part=document.part,
            level=made.level,
            certificate=document.certificate,
            sealed_at=document.sealed_at,
            recorded_at=clock.now(),
        )
        _log_raise(record, document, made)
    return True


def _log_raise(record: Record, document: SealedDocument, made: Renewed) -> None:
    detail = {"version": document.version, "part": document.part, "sha256": made.sha256, "level": made.level}
    audit.append_event(record=record, event="seal_raised", by=None, detail=detail)
