"""Who a child's workers were, as a line over time: each change with the record that explains it, or with none.

What a line is made of. records/reporting/read_lines.py reads the rows, records/reporting/joined_lines.py joins them.

A spell runs from `started_on` up to `ended_on`. Registers differ in whether the last day of one is the first of the
next or the day before it, so that a child counts as without a worker only from the day after both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FIRST_CONTACT = "FCONTA"  # SSDA903, reason for a new social worker: first contact or re-referral
COVER = "cover"  # why a change has no record, as somebody explains it


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
    """Why a change cannot be explained as cover, or not by itself.

    FOLLOWED: by somebody else than the worker before. PART, RETURN: of cover that may be explained, where it began.
    RETURN_ALONE: of somebody who had the child before, after what was no cover.
    """

    NOBODY = "nobody"
    TOO_LONG = "too_long"
    ANOTHER_REASON = "another_reason"
    FOLLOWED = "followed"
    PART = "part"
    RETURN = "return"
    RETURN_ALONE = "return_alone"


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
    explained: why it has no record, with all of the cover that it is part of. not_cover: why it is not explained as
    cover. cover: the spell with which the cover began that it is part of or ends. lasted: days of what is too long.
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
    cover: Spell | None = None
    lasted: int = 0

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
