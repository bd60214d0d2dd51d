"""The one place that asks what time it is. Stored UTC; shown and judged in Europe/London."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The date in London now."""
    return now().astimezone(LONDON).date()


def in_london(instant: datetime) -> datetime:
    """The same instant on a London clock."""
    return instant.astimezone(LONDON)
