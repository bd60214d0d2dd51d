"""Who a child's workers were, as a line over time: each change with the record that explains it, or with none.

Pure: it takes rows as data and asks neither database nor clock. records/reporting/read_lines.py reads them.

A spell runs from `started_on` up to `ended_on`. Registers differ in whether the last day of one is the first of the
next or the day before it, so that a child counts as without a worker only from the day after both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

FIRST_CONTACT = "FCONTA"  # SSDA903, reason for a new social worker: first contact or re-referral
NEXT_DAY = timedelta(days=1)


class Kind(StrEnum):
    """What begins with a spell.

    FIRST: the register knows no earlier worker. WORKER: another worker than before. TEAM: the same worker in another
    team. SAME: the same worker in the same team again.
    """

    FIRST = "first"
    WORKER = "worker"
    TEAM = "team"
    SAME = "same"


@dataclass(frozen=True)
class Spell:
    """A worker's period with a child. id: of its row. worker, team: ids. reason_code: SSDA903, '' where unknown."""

    id: int
    worker: int
    team: int
    started_on: date
    ended_on: date | None = None
    reason_code: str = ""


@dataclass(frozen=True)
class Recorded:
    """A sealed record of a transfer of one child.

    id, worker: ids, the latter of the new worker. day: on which responsibility passes by its answers. sealed_on: may be
    long after it. stands: it was neither corrected nor cancelled since.
    """

    id: int
    reference: str
    kind: str
    worker: int | None
    day: date | None
    sealed_on: date | None = None
    stands: bool = True


@dataclass(frozen=True)
class Led:
    """A period in which somebody led a team. team, leader: ids. started_on: None where the day is unknown."""

    team: int
    leader: int
    started_on: date | None
    ended_on: date | None = None


@dataclass(frozen=True)
class HandedOver:
    """A sealed management handover of a worker, for all their children at once. worker: id. leader: of the new one."""

    id: int
    reference: str
    worker: int
    leader: int | None
    day: date | None
    stands: bool = True


@dataclass(frozen=True)
class Change:
    """A spell with what came before it and the record that explains it.

    apart: days from the day in the record to the first of the spell, negative where the spell is earlier.
    without: days on which the child had no worker before it. overlap: days on which the worker before went on.
    """

    spell: Spell
    kind: Kind
    before: Spell | None = None
    record: Recorded | None = None
    apart: int = 0
    without: int = 0
    overlap: int = 0

    @property
    def is_first_contact(self) -> bool:
        """Whether the register itself says that nobody had the child before, or since an earlier case was closed."""
        return self.spell.reason_code == FIRST_CONTACT and (self.kind == Kind.FIRST or self.without > 0)

    @property
    def lacks_record(self) -> bool:
        """Whether a worker began whom neither a sealed record nor the register's own reason explains."""
        return self.kind in (Kind.FIRST, Kind.WORKER) and self.record is None and not self.is_first_contact


@dataclass(frozen=True)
class LeaderChange:
    """Another leader of the worker: the post changed hands, or the worker went to another team with the child.

    spell: of the worker whom they lead. leader, before: ids, None for a post that was vacant.
    """

    day: date
    spell: Spell
    leader: int | None
    before: int | None
    record: HandedOver | None = None


@dataclass(frozen=True)
class Line:
    """A child's line. changes: one for each spell, the oldest first.

    unseen: records that stand, of changes that the register does not show.
    """

    changes: tuple[Change, ...] = ()
    leaders: tuple[LeaderChange, ...] = ()
    unseen: tuple[Recorded, ...] = ()

    @property
    def without_record(self) -> tuple[Change, ...]:
        """The changes that neither a record nor the register explains."""
        return tuple(change for change in self.changes if change.lacks_record)


def line_of(
    spells: Iterable[Spell],
    records: Iterable[Recorded] = (),
    *,
    tolerance: int,
    led: Sequence[Led] = (),
    handovers: Sequence[HandedOver] = (),
) -> Line:
    """The line of one child, of their spells and the sealed records about them.

    tolerance: days that a record's day and the first day of a spell may lie apart. A record explains one change and a
    change has one record: the nearest pairs first. led, handovers: of the teams and workers of the spells.
    """
    in_order = sorted(spells, key=lambda one: (one.started_on, one.ended_on or date.max, one.id))
    changes = [_change(spell, in_order[:place]) for place, spell in enumerate(in_order)]
    standing = [one for one in records if one.stands]
    pairs = _pairs(changes, standing, tolerance)
    used = {record.id for record in pairs.values()}
    return Line(
        tuple(_recorded(change, pairs.get(place)) for place, change in enumerate(changes)),
        tuple(_leader_changes(in_order, led, [one for one in handovers if one.stands], tolerance)),
        tuple(one for one in standing if one.id not in used),
    )


def _change(spell: Spell, earlier: Sequence[Spell]) -> Change:
    if not earlier:
        return Change(spell, Kind.FIRST)
    before = max(earlier, key=lambda one: (one.ended_on or date.max, one.started_on, one.id))
    kind = Kind.WORKER if before.worker != spell.worker else Kind.TEAM if before.team != spell.team else Kind.SAME
    end = before.ended_on or spell.ended_on or spell.started_on
    between = (spell.started_on - end).days
    common = (min(end, spell.ended_on or end) - spell.started_on).days
    return Change(spell, kind, before, without=max(0, between - 1), overlap=max(0, common))


def _pairs(changes: Sequence[Change], records: Sequence[Recorded], tolerance: int) -> dict[int, Recorded]:
    """Place of a change → its record."""
    possible = sorted(
        (abs((change.spell.started_on - record.day).days), place, record.id, record)
        for place, change in enumerate(changes)
        for record in records
        if record.day and record.worker == change.spell.worker and change.kind in (Kind.FIRST, Kind.WORKER)
    )
    found: dict[int, Recorded] = {}
    used: set[int] = set()
    for apart, place, number, record in possible:
        if apart <= tolerance and place not in found and number not in used:
            found[place] = record
            used.add(number)
    return found


def _recorded(change: Change, record: Recorded | None) -> Change:
    if record is None or record.day is None:
        return change
    apart = (change.spell.started_on - record.day).days
    return Change(change.spell, change.kind, change.before, record, apart, change.without, change.overlap)


def _leader_changes(
    spells: Sequence[Spell], led: Sequence[Led], handovers: Sequence[HandedOver], tolerance: int
) -> Iterator[LeaderChange]:
    """The days on which the worker went on and the leader was another."""
    for place, spell in enumerate(spells):
        before = _leader_on(spell.team, spell.started_on, led)
        came_from = [one for one in spells[:place] if one.worker == spell.worker and one.team != spell.team]
        if came_from and spell.started_on - (came_from[-1].ended_on or spell.started_on) <= NEXT_DAY:
            was = _leader_on(came_from[-1].team, spell.started_on - NEXT_DAY, led)
            yield _led_by(spell, spell.started_on, before, was, handovers, tolerance)
        for day in _turns(spell, led):
            leader = _leader_on(spell.team, day, led)
            if leader != before:
                yield _led_by(spell, day, leader, before, handovers, tolerance)
            before = leader


def _turns(spell: Spell, led: Sequence[Led]) -> list[date]:
    """The days after the first of a spell on which somebody began or ceased to lead its team."""
    days = {day for one in led if one.team == spell.team for day in (one.started_on, one.ended_on) if day}
    return sorted(day for day in days if spell.started_on < day and not (spell.ended_on and day >= spell.ended_on))


def _leader_on(team: int, day: date, led: Sequence[Led]) -> int | None:
    """Who led a team on a day, of several the one who took the post last."""
    held = [
        one
        for one in led
        if one.team == team and (one.started_on or date.min) <= day and not (one.ended_on and one.ended_on <= day)
    ]
    return max(held, key=lambda one: (one.started_on or date.min, -one.leader)).leader if held else None


def _led_by(
    spell: Spell, day: date, leader: int | None, before: int | None, handovers: Sequence[HandedOver], tolerance: int
) -> LeaderChange:
    near = sorted(
        (abs((one.day - day).days), one.id, one)
        for one in handovers
        if one.day and one.worker == spell.worker and one.leader == leader and leader is not None
    )
    record = near[0][2] if near and near[0][0] <= tolerance else None
    return LeaderChange(day, spell, leader, before, record)
