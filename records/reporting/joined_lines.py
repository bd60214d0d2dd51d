"""Joins a child's workers, the sealed records and what was explained: the line of records/reporting/worker_lines.py.

Pure: it takes rows as data and asks neither database nor clock. records/reporting/read_lines.py reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from records.reporting.cover import held_to_cover
from records.reporting.worker_lines import (
    BY_ANOTHER,
    Change,
    Explained,
    HandedOver,
    Kind,
    LeaderChange,
    Led,
    Limits,
    Line,
    Recorded,
    Spell,
)

NEXT_DAY = timedelta(days=1)


def line_of(
    spells: Iterable[Spell],
    records: Iterable[Recorded] = (),
    *,
    limits: Limits,
    explained: Iterable[Explained] = (),
    led: Sequence[Led] = (),
    handovers: Sequence[HandedOver] = (),
) -> Line:
    """The line of one child, of their spells and the sealed records about them.

    A record explains one change and a change has one record: the nearest pairs first. led, handovers: of the teams and
    workers of the spells.
    """
    in_order = sorted(spells, key=lambda one: (one.started_on, one.ended_on or date.max, one.id))
    changes = [_change(one, in_order[:place]) for place, one in enumerate(in_order)]
    standing = [one for one in records if one.stands]
    pairs = _pairs(changes, standing, limits.tolerance)
    used = {record.id for record in pairs.values()}
    recorded = [_recorded(change, pairs.get(place)) for place, change in enumerate(changes)]
    return Line(
        tuple(held_to_cover(recorded, {one.spell: one for one in explained}, limits)),
        tuple(_leader_changes(in_order, led, [one for one in handovers if one.stands], limits.tolerance)),
        tuple(one for one in standing if one.id not in used and (one.day or date.min) <= (limits.today or date.max)),
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
        if record.day and record.worker == change.spell.worker and change.kind in BY_ANOTHER
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
    return replace(change, record=record, apart=(change.spell.started_on - record.day).days)


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
            if leader != before and _is_known(spell.team, day, led):
                yield _led_by(spell, day, leader, before, handovers, tolerance)
            before = leader


def _is_known(team: int, day: date, led: Sequence[Led]) -> bool:
    """Whether the register knows who led a team before a day, or that the post was vacant after somebody had it."""
    return any(one.team == team and (one.started_on or date.min) < day for one in led)


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
