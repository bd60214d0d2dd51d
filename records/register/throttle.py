"""Rate limits, counted in the database so that all processes share them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from peewee import OperationalError

from faults import why_unavailable
from models import SignInAttempt
from records import clock
from records.errors import TooManyRequestsError
from records.register import counting, tallies
from records.transaction import transaction

KEPT_FOR = timedelta(days=1)  # longer than the window of any limit
NOT_STORED = 0  # in place of an attempt's id: it was counted in this process, as the database cannot be written to
CLOCKS_DIFFER = timedelta(minutes=1)  # between hosts; a later attempt was counted by a clock that was wrong


@dataclass(frozen=True)
class Limit:
    """At most `most` attempts of the action `what` by one person in `window`. `shown`: the message beyond that."""

    what: str
    most: int
    window: timedelta
    shown: str


def count_attempt(limit: Limit, who: str, *, is_away: bool = False) -> int:
    """Count an attempt by `who` (such as an address; only a hash is stored). Returns the attempt's id.

    Raises TooManyRequestsError, without counting this attempt, when the limit is reached. While the database cannot be
    written to, each process counts for itself; is_away: the caller has just found that, so it is not tried again.
    """
    key, now = _key(limit, who), clock.now()
    try:
        if not is_away:
            return _count_stored(limit, key, now)
    except OperationalError as error:
        if not why_unavailable(error):
            raise
    except TooManyRequestsError:
        tallies.count(tallies.REFUSED)
        raise
    if not counting.count(key, most=limit.most, window=limit.window, now=now):
        raise _too_many(limit)
    return NOT_STORED


def _count_stored(limit: Limit, key: str, now: datetime) -> int:
    with transaction():
        lately = SignInAttempt.attempted_at.between(now - limit.window, now + CLOCKS_DIFFER)
        if SignInAttempt.select().where((SignInAttempt.key == key) & lately).count() >= limit.most:
            raise _too_many(limit)
        SignInAttempt.delete().where(SignInAttempt.attempted_at < now - KEPT_FOR).execute()
        return int(SignInAttempt.create(key=key, attempted_at=now).id)


def discard_attempt(attempt_id: int, limit: Limit, who: str) -> None:
    """Do not count this attempt (it succeeded)."""
    if attempt_id == NOT_STORED:
        counting.forget(_key(limit, who))
    else:
        SignInAttempt.delete().where(SignInAttempt.id == attempt_id).execute()


def _too_many(limit: Limit) -> TooManyRequestsError:
    return TooManyRequestsError(f"too many tries of {limit.what}", limit.shown, int(limit.window.total_seconds()))


def clear_attempts(limit: Limit, who: str) -> None:
    """Delete all attempts by `who`, who has been authenticated in another way."""
    SignInAttempt.delete().where(SignInAttempt.key == _key(limit, who)).execute()


def _key(limit: Limit, who: str) -> str:
    return hashlib.sha256(f"{limit.what} {who}".encode()).hexdigest()
