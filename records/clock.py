"""The only source of the current time. Instants are stored in UTC; dates and displayed times are Europe/London."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_frozen_at: ContextVar[datetime | None] = ContextVar("set_to", default=None)


def now() -> datetime:
    """The current time: timezone-aware, UTC."""
    return _frozen_at.get() or datetime.now(UTC)


@contextmanager
def frozen_at(instant: datetime) -> Iterator[None]:
    """Freeze the clock at `instant` within the block. Used only to write the demonstration's records in the past."""
    token = _frozen_at.set(instant)
    try:
        yield
    finally:
        _frozen_at.reset(token)


def today() -> date:
    """The current date in London."""
    return now().astimezone(LONDON).date()


def in_london(instant: datetime) -> datetime:
    """The same instant in the Europe/London time zone."""
    return instant.astimezone(LONDON)
