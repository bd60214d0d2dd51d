"""How often somebody guessed or was refused, by the hour and what it was: a number, and nothing about who."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from peewee import OperationalError, fn

from faults import why_unavailable
from models import Tally
from records import clock
from records.transaction import transaction

WRONG_PASSWORDS = "wrong passwords"
UNKNOWN_CODES = "codes that no document has"
SEARCHES = "searches of children beyond the limit"
REFUSED = "tries refused as too many"
DAY = timedelta(days=1)
KEPT_FOR = 2 * DAY
# From how many in a day operators are told: more than people make by mistake.
MANY = {WRONG_PASSWORDS: 500, UNKNOWN_CODES: 100, SEARCHES: 30, REFUSED: 100}


def count(what: str) -> None:
    """Count one more of this. What is refused is refused all the same where it cannot be written down."""
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    one_more = Tally.insert(what=what, hour=hour, number=1).on_conflict(
        conflict_target=[Tally.what, Tally.hour], update={Tally.number: Tally.number + 1}
    )
    try:
        with transaction():
            one_more.execute()
    except OperationalError as error:
        if not why_unavailable(error):
            raise


def of_last_day() -> dict[str, int]:
    """How many there were of each in the last 24 hours, by whole hours."""
    since = clock.now() - DAY
    rows: Any = Tally.select(Tally.what, fn.SUM(Tally.number)).where(Tally.hour > since).group_by(Tally.what).tuples()
    return dict.fromkeys(MANY, 0) | {what: int(number) for what, number in rows}
