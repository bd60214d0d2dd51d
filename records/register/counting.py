"""Attempts counted in this process, for rate limits while the database cannot be written to."""

from __future__ import annotations

import threading
from collections import deque
from datetime import datetime, timedelta

MOST_KEYS = 10_000  # beyond which the oldest are forgotten

_attempts: dict[str, deque[datetime]] = {}
_lock = threading.Lock()


def count(key: str, *, most: int, window: timedelta, now: datetime) -> bool:
    """Count an attempt. False, without counting it, where there were `most` in the `window` before."""
    with _lock:
        kept = _attempts.pop(key, deque())
        while kept and not now - window < kept[0] <= now:
            kept.popleft()
        is_within = len(kept) < most
        if is_within:
            kept.append(now)
        _attempts[key] = kept
        while len(_attempts) > MOST_KEYS:
            del _attempts[next(iter(_attempts))]
        return is_within


def forget(key: str) -> None:
    """Do not count the last attempt (it succeeded)."""
    with _lock:
        if kept := _attempts.get(key):
            kept.pop()
