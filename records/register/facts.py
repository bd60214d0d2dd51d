"""What the register knows of a child on a day: each fact with its value, since when, and when it was last said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models import About, Child, ChildSpell
from protocol.choices import LOOKED_AFTER
from records import clock
from records.register import dated


@dataclass(frozen=True)
class Fact:
    """A fact about a child on a day.

    value: a code ('none' is known to be none). category: of the child protection plan. since: None where unknown.
    seen_on: the day of the last load that said that it ran; before the day asked for, the register may be behind.
    """

    about: About
    value: str
    category: str | None
    since: date | None
    seen_on: date


def facts_on(child: Child, on: date | None = None) -> dict[About, Fact]:
    """The facts about a child on a day (None: today). What the register does not know is not in it."""
    day = on or clock.today()
    spells = ChildSpell.select().where((ChildSpell.child == child) & dated.covers(ChildSpell, day))
    in_order = spells.order_by(dated.begins(ChildSpell), ChildSpell.id)
    return {About(row.about): _fact(row) for row in in_order}


def since(child: Child, about: About, on: date | None = None) -> date | None:
    """The day since when a child's fact of a day has held; None where it is unknown."""
    fact = facts_on(child, on).get(about)
    return fact.since if fact else None


def was_looked_after_since(child: Child, start: date) -> bool | None:
    """Whether a child was looked after on any day from `start` to today; None where the register does not know.

    Nobody is looked after before they are born.
    """
    day, first = clock.today(), dated.begins(ChildSpell)
    lasting = ChildSpell.ended_on.is_null() | (ChildSpell.ended_on > start)
    of_status = (ChildSpell.child == child) & (ChildSpell.about == About.STATUS) & (first <= day) & lasting
    spells = list(ChildSpell.select().where(of_status).order_by(first, ChildSpell.id))
    if any(row.value == LOOKED_AFTER for row in spells):
        return True
    known_until = max(start, child.date_of_birth or start)
    for row in spells:
        if (row.started_on or row.first_seen_on) > known_until:
            return None
        known_until = max(known_until, row.ended_on or day)
    return False if known_until >= day else None


def _fact(row: ChildSpell) -> Fact:
    return Fact(About(row.about), row.value, row.category, row.started_on, row.seen_on)
