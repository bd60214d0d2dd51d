"""Other records about the same child or worker: those open before one is started, those of the same change beside one.

Two records of one change can contradict each other. Whoever writes or decides on one is told of the other, even where
they may not read it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from forms import get_kind
from models import Child, Record, RecordPerson, Staff, State
from protocol.rules.needed import DEPARTS_FROM
from protocol.statements import EMERGENCY, EXCEPTION, TRANSFER
from records import access, clock, planning
from records.amending import family
from records.deciding import states

# Kinds that bring about the same: a child's move is recorded once, with its meeting or as an emergency.
TOGETHER = ((TRANSFER, EMERGENCY),)
SAME_DAYS = 14  # how far apart the days of two records of one change may be; this project's own number


class Other(NamedTuple):
    """Another record, the title of its kind, and whether whoever is told of it may read it."""

    record: Record
    title: str
    readable: bool


def open_about(about: Child | Staff) -> list[Record]:
    """Records about this child or worker that are neither sealed nor withdrawn, the newest first."""
    mine = Record.child == about if isinstance(about, Child) else _names((about.id,))
    return _found(mine & Record.state.not_in(states.CLOSED))


def under_way(children: Collection[int], kind: str, staff: Staff) -> dict[int, list[Record]]:
    """Child (id) → the records of this kind, or of one that brings about the same, that this person may read and that
    are neither sealed nor withdrawn, or whose day is still ahead; the newest first.
    """
    is_ahead = (Record.state == State.SEALED) & (Record.takes_effect_on >= clock.today())
    is_open = Record.state.not_in((*states.CLOSED, State.REFUSED)) & Record.amends.is_null()
    # By the child's index first: what somebody may read would lead SQLite through all that is sealed.
    few = [one.id for one in Record.select(Record.id).where(Record.child.in_(list(children)))]
    mine = access.visible_to(staff).where(planning.one_of(Record.id, few) & Record.kind.in_(_kinds_like(kind)))
    found: dict[int, list[Record]] = {}
    for record in mine.where(is_open | is_ahead).order_by(Record.id.desc()) if few else ():
        found.setdefault(record.child_id, []).append(record)
    return found


def _kinds_like(kind: str) -> tuple[str, ...]:
    """This kind and those that bring about the same."""
    return next((kinds for kinds in TOGETHER if kind in kinds), (kind,))


def of_same_change(record: Record, answers: Mapping[str, Any]) -> list[Record]:
    """Open and sealed records that say the same of the same child or worker as an undecided one, at the same time.

    While one of two days is not known, they may be the same: the record is named while it is open.
    """
    if record.state in (*states.CLOSED, *states.BEING_SEALED):
        return []
    mine = Record.child == record.child_id if record.child_id else _names(_workers_of(record))
    still_open = Record.state.not_in((*states.CLOSED, State.REFUSED))
    stands = still_open | (Record.state == State.SEALED)
    counts = Record.amends.is_null() | (Record.state == State.SEALED)  # not both versions, while one is corrected
    if day := get_kind(record.kind).takes_effect_on(answers):
        within = timedelta(days=SAME_DAYS)
        near = Record.takes_effect_on.between(day - within, day + within)
        when = (near & stands) | (Record.takes_effect_on.is_null() & still_open)
    else:
        when = still_open
    others = Record.id.not_in([record.id, *(one.id for one in family.before(record))])
    found = _found(mine & Record.kind.in_(_kinds_like(record.kind)) & others & counts & when)
    return [one for one in found if record.kind != EXCEPTION or _departs_alike(one, answers)]


def beside(record: Record, answers: Mapping[str, Any], staff: Staff) -> list[Other]:
    """The records of the same change as one with these answers, as this person is told of them."""
    return as_told_to(staff, of_same_change(record, answers))


def as_told_to(staff: Staff, records: Iterable[Record]) -> list[Other]:
    """The records, with whether this person may read each."""
    found = list(records)
    mine = access.visible_to(staff).where(Record.id.in_([one.id for one in found])) if found else ()
    readable = {one.id for one in mine}
    return [Other(one, get_kind(one.kind).title, one.id in readable) for one in found]


def _departs_alike(other: Record, answers: Mapping[str, Any]) -> bool:
    """Whether two exception decisions about a child depart from the same, or one does not say from what."""
    one, two = answers.get(DEPARTS_FROM), other.answers.get(DEPARTS_FROM)
    return not one or not two or one == two


def _names(workers: Iterable[int]) -> Any:
    """A condition on Record: it hands over the management of one of these workers."""
    named = (RecordPerson.part == access.HANDED_OVER_WORKER) & RecordPerson.staff.in_(list(workers))
    return Record.id.in_(RecordPerson.select(RecordPerson.record).where(named))


def _workers_of(record: Record) -> list[int]:
    """Ids of the workers whose management a record hands over."""
    named = (RecordPerson.part == access.HANDED_OVER_WORKER) & (RecordPerson.record == record)
    return [row.staff_id for row in RecordPerson.select(RecordPerson.staff).where(named)]


def _found(condition: Any) -> list[Record]:
    found = Record.select(Record, Staff).join(Staff).where(condition)
    return list(found.order_by(Record.created_at.desc(), Record.id.desc()))
