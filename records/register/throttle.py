"""Rate limits, counted in the database so that all processes share them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from models import SignInAttempt
from records import clock
from records.errors import TooManyRequestsError
from records.transaction import transaction

KEPT_FOR = timedelta(days=1)  # longer than the window of any limit


@dataclass(frozen=True)
class Limit:
    """At most `most` attempts of the action `what` by one person in `window`. `shown`: the message beyond that."""

    what: str
    most: int
    window: timedelta
    shown: str


def count_attempt(limit: Limit, who: str) -> int:
    """Count an attempt by `who` (such as an address; only a hash is stored). Returns the attempt's id.

    Raises TooManyRequestsError, without counting this attempt, when the limit is reached.
    """
    key, now = _key(limit, who), clock.now()
    with transaction():
        recent = (SignInAttempt.key == key) & (SignInAttempt.attempted_at > now - limit.window)
        if SignInAttempt.select().where(recent).count() >= limit.most:
            seconds = int(limit.window.total_seconds())
            raise TooManyRequestsError(f"too many tries of {limit.what}", limit.shown, seconds)
        SignInAttempt.delete().where(SignInAttempt.attempted_at < now - KEPT_FOR).execute()
        return int(SignInAttempt.create(key=key, attempted_at=now).id)


def discard_attempt(attempt_id: int) -> None:
    """Do not count this attempt (it succeeded)."""
    SignInAttempt.delete().where(SignInAttempt.id == attempt_id).execute()


def clear_attempts(limit: Limit, who: str) -> None:
    """Delete all attempts by `who`, who has been authenticated in another way."""
    SignInAttempt.delete().where(SignInAttempt.key == _key(limit, who)).execute()


def _key(limit: Limit, who: str) -> str:
    return hashlib.sha256(f"{limit.what} {who}".encode()).hexdigest()
