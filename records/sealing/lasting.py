"""How long others can check the seals of what is kept, for operators: by level, the earliest end, and what to do."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from peewee import fn

from documents import levels
from documents.lasting import of_certificate
from models import SealedDocument
from records.sealing import pins, time_stamps
from settings import Settings

# A sentence each, for the page and the command line.
WITHOUT_SERVICE = (
    "No time-stamp service is set, so seals stay at level B-B: nobody independent vouches for when they were made.",
    "Other programs can check such a seal only until its certificate runs out, and records of children are kept for up "
    "to 75 years.",
    "After that only this service and its offline command can say that a record is genuine.",
    "Set HANDOVER_TIME_STAMP_URL and HANDOVER_TIME_STAMP_ROOTS_FILE, then run 'flask documents renew': it raises what "
    "is sealed already.",
)
WITH_SERVICE = (
    "The worker raises and renews seals by itself, 90 days before their time-stamps run out; 'flask documents renew' "
    "does it at once.",
)


@dataclass(frozen=True)
class Lasting:
    """Documents of one level: how many, the earliest end of what others can check (aware), and how many end then."""

    level: str
    count: int
    earliest: datetime
    first: int


def by_level() -> list[Lasting]:
    """Of each level that is kept, the lowest first."""
    columns = (SealedDocument.level, SealedDocument.certificate, SealedDocument.stamp_ends_at)
    rows = SealedDocument.select(*columns, fn.COUNT(SealedDocument.id).alias("many")).group_by(*columns)
    ends = {pin.fingerprint: of_certificate(pin.certificate, pin.issuers) for pin in pins.in_order()}
    found: defaultdict[str, Counter[datetime]] = defaultdict(Counter)
    for row in rows:
        stamp_ends = None if row.level == "B-B" else row.stamp_ends_at
        end = stamp_ends or ends.get(row.certificate)
        if end:
            found[row.level][end] += row.many
    return [_of(level, found[level]) for level in levels.ORDER if level in found]


def _of(level: str, ends: Counter[datetime]) -> Lasting:
    earliest = min(ends)
    return Lasting(level, ends.total(), earliest, ends[earliest])


def what_to_do(settings: Settings) -> tuple[str, ...]:
    """What the operator is told of it, a sentence each."""
    return WITH_SERVICE if time_stamps.is_service_set(settings) else WITHOUT_SERVICE


def stamp_to_expect(now: datetime) -> datetime | None:
    """When the next time-stamp will probably run out: as the last one that was kept; None where none was."""
    last = SealedDocument.select(SealedDocument.stamp_ends_at).where(SealedDocument.stamp_ends_at > now)
    found = last.order_by(SealedDocument.id.desc()).first()
    return found.stamp_ends_at if found else None
