"""Who a child's workers were, as a line over time: each change with the record that explains it, or with none.

Pure: it takes rows as data and asks neither database nor clock. records/reporting/read_lines.py reads them.

A spell runs from `started_on` up to `ended_on`. Registers differ in whether the last day of one is the first of the
next or the day before it, so that a child counts as without a worker only from the day after both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

FIRST_CONTACT = "FCONTA"  # SSDA903, reason for a new social worker: first contact or re-referral
COVER = "cover"  # why a change has no record, as somebody explains it
COVER_CODES = ("", "ABSENC", "OTHERS")  # SSDA903, reasons with which a spell may be cover
NEXT_DAY = timedelta(days=1)


class Kind(StrEnum):
    """What begins with a spell. FIRST: the register knows no earlier worker. WORKER: another worker than before.

    TEAM: the same worker in another team. SAME: the same worker in the same team again.
    """

    FIRST = "first"
    WORKER = "worker"
    TEAM = "team"
    SAME = "same"


BY_ANOTHER = (Kind.FIRST, Kind.WORKER)  # what begins with another worker than before


class Standing(StrEnum):
    """Whether a new worker is accounted for.

    RECORD: by a sealed record. CONTACT: by the register's own reason, first contact or re-referral. EXPLAINED: by
    somebody who said why there is no record. OPEN: by nothing. FIRST: follows nobody in the register, so is no change.
    """

    RECORD = "record"
    CONTACT = "contact"
    EXPLAINED = "explained"
    OPEN = "open"
    FIRST = "first"


CHANGES = (Standing.OPEN, Standing.EXPLAINED, Standing.CONTACT, Standing.RECORD)  # of who followed another worker


class NotCover(StrEnum):
    """Why a spell cannot be cover. FOLLOWED: by somebody else than the worker before. RETURN: it may end cover."""

    NOBODY = "nobody"
    TOO_LONG = "too_long"
    ANOTHER_REASON = "another_reason"
    FOLLOWED = "followed"
    RETURN = "return"


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
class Explained:
    """Why a change has no record, as a leader said. spell, by: ids. reason: COVER. words: free text."""

    id: int
    spell: int
    reason: str
    words: str
    by: int
    on: date


@dataclass(frozen=True)
class Limits:
    """The council's figures. tolerance: days that a record's day and the first day of a spell may lie apart.

    cover: from so many days on, cover needs a record. today: to which a spell that is open has lasted.
    """

    tolerance: int
    cover: int = 0
    today: date | None = None

    def is_cover(self, spell: Spell) -> bool:
        """Whether a spell is short enough to be cover."""
        until = spell.ended_on or self.today
        return until is not None and (until - spell.started_on).days < self.cover


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
    explained: why it has no record; cover explains the return of the worker before too. not_cover: why it is none.
    """

    spell: Spell
    kind: Kind
    before: Spell | None = None
    record: Recorded | None = None
    apart: int = 0
    without: int = 0
    overlap: int = 0
    explained: Explained | None = None
    not_cover: NotCover | None = None

    @property
    def is_first_contact(self) -> bool:
        """Whether the register itself says that nobody had the child since an earlier case was closed."""
        return self.spell.reason_code == FIRST_CONTACT and self.without > 0

    @property
    def standing(self) -> Standing | None:
        """Whether the new worker is accounted for; None where the worker is the one before."""
        if self.kind not in BY_ANOTHER:
            return None
        if self.kind == Kind.FIRST:
            return Standing.FIRST
        if self.record:
            return Standing.RECORD
        if self.is_first_contact:
            return Standing.CONTACT
        return Standing.EXPLAINED if self.explained else Standing.OPEN


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

    unseen: records that stand, of changes that the register does not show, though their day has come.
    """

    changes: tuple[Change, ...] = ()
    leaders: tuple[LeaderChange, ...] = ()
    unseen: tuple[Recorded, ...] = ()

    @property
    def without_record(self) -> tuple[Change, ...]:
        """The changes that nothing accounts for."""
        return tuple(change for change in self.changes if change.standing == Standing.OPEN)


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
        tuple(_held_to_cover(recorded, {one.spell: one for one in explained}, limits)),
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


def _held_to_cover(changes: Sequence[Change], said: Mapping[int, Explained], limits: Limits) -> Iterable[Change]:
    """The changes, with why each is no cover, or has no record. What was called cover and cannot be has no reason."""
    after = {change.before.id: change for change in reversed(changes) if change.before}
    held: dict[int, Change] = {}
    for change in changes:
        earlier = held.get(change.before.id) if change.before else None
        covered = earlier.before.worker if earlier and earlier.before and not earlier.not_cover else None
        ends = earlier if covered == change.spell.worker else None
        never = _why_no_cover(change, ends, after.get(change.spell.id), limits)
        why = (None if never else said.get(change.spell.id)) or (said.get(ends.spell.id) if ends else None)
        held[change.spell.id] = replace(change, not_cover=never, explained=why)
    return held.values()


def _why_no_cover(change: Change, ends: Change | None, after: Change | None, limits: Limits) -> NotCover | None:
    """ends: what may have been cover for this very worker, and ends with this change."""
    if change.before is None:
        return NotCover.NOBODY
    comes_back = after is not None and after.spell.worker == change.before.worker
    if ends and not ends.record and not comes_back:
        return NotCover.RETURN
    if not limits.is_cover(change.spell):
        return NotCover.TOO_LONG
    if change.spell.reason_code not in COVER_CODES:
        return NotCover.ANOTHER_REASON
    goes_on = after is None or comes_back or after.spell.worker == change.spell.worker
    return None if goes_on else NotCover.FOLLOWED


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
