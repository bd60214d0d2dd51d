"""How often somebody may try something, counted in the database, so that all processes count together."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from models import SignInAttempt
from records import clock
from records.errors import TooManyError
from records.transaction import transaction

FORGOTTEN_AFTER = timedelta(days=1)  # longer than any limit looks back


@dataclass(frozen=True)
class Limit:
    """At most `most` tries of `what` by one person in `window`; `shown` says so to whoever tries more often."""

    what: str
    most: int
    window: timedelta
    shown: str


def count(limit: Limit, who: str) -> int:
    """Count a try by `who` (an address, say: only its hash is kept). Returns the try's id.

    Raises TooManyError, and counts nothing, where there were too many.
    """
    key, now = _key(limit, who), clock.now()
    with transaction():
        recent = (SignInAttempt.key == key) & (SignInAttempt.attempted_at > now - limit.window)
        if SignInAttempt.select().where(recent).count() >= limit.most:
            raise TooManyError(f"too many tries of {limit.what}", limit.shown)
        SignInAttempt.delete().where(SignInAttempt.attempted_at < now - FORGOTTEN_AFTER).execute()
        return int(SignInAttempt.create(key=key, attempted_at=now).id)


def forgive(number: int) -> None:
    """Take one try back: it was a good one."""
    SignInAttempt.delete().where(SignInAttempt.id == number).execute()


def forget(limit: Limit, who: str) -> None:
    """Take back all tries by `who`: they have shown otherwise who they are."""
    SignInAttempt.delete().where(SignInAttempt.key == _key(limit, who)).execute()


def _key(limit: Limit, who: str) -> str:
    return hashlib.sha256(f"{limit.what} {who}".encode()).hexdigest()
