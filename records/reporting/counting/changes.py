"""Changes of worker in the register: by reason and month, with a record or without, and from team to team."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from protocol.days import birthday
from records.reporting.counting.things import NOBODY, ChildThing, Fact, WorkerSpell, month_of

CHANGES, FLOWS, COMING_UP = "changes", "flows", "coming_up"
FLOWS_OF_KINDS = "flows_of_kinds"  # from a kind of team to a kind, for places of many teams
WITH_RECORD, WITHOUT = "record", "none"
NO_REASON = "none"


def changes(child: ChildThing) -> Iterator[Fact]:
    """Facts for each worker who followed another: the change, and from where to where. A first worker is no change."""
    for after in child.workers:
        before = _before(child, after)
        if before is None:
            continue
        month, teams = month_of(after.began), tuple(sorted({before.team, after.team}))
        # A record names both teams, so that both read it; one without is in the list of the team that took the child.
        readers = None if after.is_recorded else after.team
        with_record = WITH_RECORD if after.is_recorded else WITHOUT
        yield Fact(CHANGES, month, after.reason or NO_REASON, with_record, teams, None, child.child, readers)
        yield Fact(FLOWS, month, str(before.team), str(after.team), teams, None, child.child, readers)
        yield Fact(FLOWS_OF_KINDS, month, before.kind, after.kind, teams, None, child.child, readers)


def _before(child: ChildThing, after: WorkerSpell) -> WorkerSpell | None:
    """The time of the worker whom another followed."""
    theirs = [one for one in child.workers if one.worker == after.follows and one.began <= after.began]
    return max(theirs, key=lambda one: one.began, default=None)


def coming_up(child: ChildThing, *, today: date, age: int, last: date, left_out: frozenset[int]) -> Iterator[Fact]:
    """A fact in the month of the birthday of a looked after child who reaches an age from today to `last`.

    left_out: teams that are for that age already.
    """
    team = child.team_now
    if child.born is None or team == NOBODY or team in left_out:
        return
    on = birthday(child.born, age)
    if today <= on <= last and any(one.holds_on(today) for one in child.looked_after):
        yield Fact(COMING_UP, month_of(on), str(age), teams=(team,), child=child.child, readers_team=team)
