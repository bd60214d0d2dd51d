"""Lists that leave as files: so long at most, so many an hour, and noted before the first line.

What is behind a figure names records and children, so that who opens that page is noted here as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import NamedTuple

from models import Export, Staff
from records import clock
from records.errors import RecordError, TooManyRequestsError
from records.transaction import transaction

MOST_ROWS = 5_000
AN_HOUR = 20
HOUR = timedelta(hours=1)
FIGURES, BEHIND = "figures", "behind-figures"
UNLIMITED = (FIGURES, BEHIND)  # numbers alone, and a page: noted, and not counted to the limit
KEPT_FOR = timedelta(days=400)  # a whole year can be looked at, with a month to do it in
TOO_MANY = "You have saved {most} lists as files in an hour, which is the limit. Wait a little and try again."
TOO_LONG = "The list has more than {most:,} rows, which is the most for one file. Narrow it, for instance to a year."


class TooLongError(RecordError):
    """The list is longer than a file may be."""

    def __init__(self) -> None:
        super().__init__("too many rows for a file", TOO_LONG.format(most=MOST_ROWS))


class Taken(NamedTuple):
    """A list that was taken as a file. moment: in London. by: email. narrowed_to: filter=value, in the order given."""

    moment: str
    by: str
    listed: str
    rows: int
    narrowed_to: tuple[str, ...]


def note(*, by: Staff, listed: str, narrowed_to: Mapping[str, str], rows: int) -> None:
    """Note that somebody takes a list as a file, before the first line of it is sent.

    listed: what it lists, such as 'records'. narrowed_to: as in the address. Raises TooLongError for more than
    MOST_ROWS rows, TooManyRequestsError beyond AN_HOUR of what is not UNLIMITED; then nothing is noted.
    """
    if rows > MOST_ROWS:
        raise TooLongError
    now = clock.now()
    with transaction():
        mine = (Export.staff == by) & (Export.taken_at > now - HOUR) & Export.listed.not_in(UNLIMITED)
        if listed not in UNLIMITED and Export.select().where(mine).count() >= AN_HOUR:
            raise TooManyRequestsError(
                "too many lists as files", TOO_MANY.format(most=AN_HOUR), int(HOUR.total_seconds())
            )
        Export.delete().where(Export.taken_at < now - KEPT_FOR).execute()
        Export.create(staff=by, listed=listed, narrowed_to=dict(narrowed_to), rows=rows, taken_at=now)


def taken(*, staff: str = "") -> Iterator[Taken]:
    """The lists that were taken as files, the newest first, of everybody or of one address."""
    found = Export.select(Export, Staff).join(Staff).order_by(Export.id.desc())
    if staff:
        found = found.where(Staff.email == staff.casefold())
    for one in found.iterator():
        moment = clock.in_london(one.taken_at).isoformat(" ", "seconds")
        narrowed = tuple(f"{name}={value}" for name, value in one.narrowed_to.items())
        yield Taken(moment, one.staff.email, one.listed, one.rows, narrowed)
