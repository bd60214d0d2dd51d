"""The versions of a sealed record: which came before, which later one is under way, and which one counts.

A later version is a Record of its own that names the one that it amends, so that this one stays as it was sealed and
counts until the other is sealed. The numbers of their versions go on from one to the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models import Record, SealedDocument, State
from protocol.corrections import AMENDS
from records import clock
from records.deciding.states import REPLACED

UNDER_WAY = (State.DRAFT, State.RETURNED, State.SUBMITTED, State.APPROVED)


@dataclass(frozen=True)
class Counting:
    """What stands in place of a sealed record. record: that came next; version, day: of it. last: that counts now."""

    record: Record
    version: int
    day: date | None
    last: Record

    @property
    def last_day(self) -> date | None:
        """The day on which what counts now was sealed."""
        return sealed_on(self.last)


def told_in(answers: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a later version says of the one that it amends (protocol.corrections.AMENDS); {} for a first version."""
    found = answers.get(AMENDS)
    return found if isinstance(found, Mapping) else {}


def is_cancellation(record: Record) -> bool:
    """Whether a record says that the one that it amends did not happen."""
    return record.amends_id is not None and told_in(record.answers).get("cancels") is True


def before(record: Record) -> list[Record]:
    """The sealed records of which this one is a later version, the one that it amends first."""
    found: list[Record] = []
    while record.amends_id is not None:
        record = record.amends
        found.append(record)
    return found


def later_of(record: Record) -> list[Record]:
    """Every later version that was started of this record, whatever became of it, oldest first."""
    return list(Record.select().where(Record.amends == record).order_by(Record.id))


def under_way(record: Record) -> Record | None:
    """The later version on which nobody has the last word yet; None where there is none."""
    found: Record | None = Record.get_or_none((Record.amends == record) & Record.state.in_(UNDER_WAY))
    return found


def counting(record: Record) -> Counting | None:
    """What stands in place of a corrected or cancelled record; None for one that counts, and for a cancellation."""
    found = _next(record)
    if found is None:
        return None
    last = found
    while (later := _next(last)) is not None:
        last = later
    return Counting(found, found.version, sealed_on(found), last)


def _next(record: Record) -> Record | None:
    """The later version that was sealed in place of this one: after it no other can be started."""
    if record.state not in REPLACED or is_cancellation(record):
        return None
    sealed = (Record.amends == record) & Record.id.in_(SealedDocument.select(SealedDocument.record))
    found: Record | None = Record.select().where(sealed).order_by(Record.id.desc()).first()
    return found


def has_taken_effect(record: Record) -> bool:
    """Whether a sealed record is a first version, or one that stands in place of the one before it."""
    if record.amends_id is None:
        return True
    placed = _next(record.amends)
    return placed is not None and placed.id == record.id


def sealed_on(record: Record) -> date | None:
    """The day on which the record's current version was sealed, in London."""
    of_version = (SealedDocument.record == record) & (SealedDocument.version == record.version)
    found = SealedDocument.select(SealedDocument.sealed_at).where(of_version).first()
    return clock.in_london(found.sealed_at).date() if found else None


def all_of(record: Record) -> list[Record]:
    """The first version of a record and every later one that was started, in the order in which they were."""
    first = next(reversed(before(record)), record)
    found, left = [], [first]
    while left:
        found.append(left.pop(0))
        left += later_of(found[-1])
    return found
