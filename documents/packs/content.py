"""What the contents page of a pack says: plain values, worded as they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from documents.content import Council


@dataclass(frozen=True)
class Packed:
    """A sealed record in the pack. file: its place there. child: local id, '' for a record about a worker.

    outcome: the sentence that its first page begins with. found: the heading of what the check of its file said.
    counts: whether its record counts. explained: what else was said. is_genuine: whether it said that the file is.
    trail: what the check of its audit trail said.
    """

    file: str
    reference: str
    version: int
    title: str
    child: str
    outcome: str
    sealed_at: datetime
    sha256: str
    is_genuine: bool
    found: str
    counts: str
    explained: str
    level: str
    trail_is_whole: bool
    trail: str


@dataclass(frozen=True)
class Spell:
    """A worker's period in a child's line. what: how it began. record: that it began with, or what is said of none.

    code: the register's reason, '' for none.
    """

    worker: str
    team: str
    started_on: date
    ended_on: date | None
    what: str
    record: str
    code: str = ""


@dataclass(frozen=True)
class ChildLine:
    """Who a child's workers were, the first one first."""

    local_id: str
    name: str
    spells: tuple[Spell, ...]


@dataclass(frozen=True)
class Agreed:
    """Somebody who agreed to a record. who: 'Una Sey', 'Una Sey for Rhys Bevan'. on: the day in London."""

    who: str
    part: str
    on: date


@dataclass(frozen=True)
class Departed:
    """What one record says of a statement that it does not keep to. how: 'Departed from', 'Lifted by EDR-…'.

    ground: of an exception decision, on which ground it was asked for. agreed: who agreed to the record; empty for one
    that was refused.
    """

    reference: str
    version: int
    how: str
    reason: str
    agreed: tuple[Agreed, ...]
    ground: str = ""


@dataclass(frozen=True)
class Clause:
    """A statement of the protocol with the records that do not keep to it. place: '1.4.2, Transfer meeting'."""

    statement: str
    place: str
    wording: str
    level: str
    departures: tuple[Departed, ...]


@dataclass(frozen=True, kw_only=True)
class PackContents:
    """A pack. made_for: who asked for it and in which role. what_for: as they said. asked: what it is of, a sentence.

    without: which of the chosen children have no record in it, a sentence; '' for none.
    terms of roles and clauses are filled in. verify_at: where a record is checked, without https://.
    """

    council: Council
    made_at: datetime
    made_for: str
    what_for: str
    asked: str
    documents: tuple[Packed, ...]
    children: tuple[ChildLine, ...] = ()
    without: str = ""
    clauses: tuple[Clause, ...] = ()
    verify_at: str = ""
    root_fingerprint: str = ""
    marking: str = ""

    @property
    def faults(self) -> Iterator[Packed]:
        """The documents of which a check did not say that all is well."""
        return (one for one in self.documents if not (one.is_genuine and one.trail_is_whole))
