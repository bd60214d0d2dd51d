"""Changes of worker in the register: by reason and month, with a record or without, and from team to team."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from protocol.days import birthday
from records.reporting.counting.things import ChildThing, Fact, month_of

CHANGES, FLOWS, COMING_UP = "changes", "flows", "coming_up"
WITH_RECORD, WITHOUT = "record", "none"
NO_REASON = "none"
# A register is written some days after the day that a record names, and sometimes before it.
DAYS_APART = timedelta(days=31)


def changes(child: ChildThing) -> Iterator[Fact]:
    """A fact for each worker who followed another, once as a change and once from team to team. A first one is none."""
    for before, after in zip(child.workers, child.workers[1:], strict=False):
        if before.worker == after.worker:
            continue
        month, teams = month_of(after.began), tuple(sorted({before.team, after.team}))
        with_record = WITH_RECORD if _is_explained(child, after.worker, after.began) else WITHOUT
        yield Fact(CHANGES, month, after.reason or NO_REASON, with_record, teams, child=child.child)
        yield Fact(FLOWS, month, str(before.team), str(after.team), teams, child=child.child)


def _is_explained(child: ChildThing, worker: int, day: date) -> bool:
    return any(by == worker and abs(on - day) <= DAYS_APART for by, on in child.explained)


def coming_up(child: ChildThing, *, today: date, age: int, last: date, left_out: frozenset[int]) -> Iterator[Fact]:
    """A fact in the month of the birthday of a looked after child who reaches an age from today to `last`.

    left_out: teams that are for that age already.
    """
    team = child.team_now
    if child.born is None or team is None or team in left_out:
        return
    on = birthday(child.born, age)
    if today <= on <= last and any(one.holds_on(today) for one in child.looked_after):
        yield Fact(COMING_UP, month_of(on), str(age), teams=(team,), child=child.child)
