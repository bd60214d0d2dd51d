"""The one place that asks what time it is. Stored UTC; shown and judged in Europe/London."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_set_to: ContextVar[datetime | None] = ContextVar("set_to", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _set_to.get() or datetime.now(UTC)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Let it be `instant` inside. Only the demonstration's records are written so, each at its time in the past."""
    token = _set_to.set(instant)
    try:
        yield
    finally:
        _set_to.reset(token)


def today() -> date:
    """The date in London now."""
    return now().astimezone(LONDON).date()


def in_london(instant: datetime) -> datetime:
    """The same instant on a London clock."""
    return instant.astimezone(LONDON)
