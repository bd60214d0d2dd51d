"""What is held of one child beyond a single record, who may read it, and that they did.

Readers are those who may read any record of the child that was not withdrawn, and those who lead the team that has the
child, or had them last. Of the rest of the page nobody is shown, or has counted, what they may not read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, fn

from models import Allocation, Child, ChildEvent, ReadingPurpose, Record, Staff, Step, Team
from protocol.folding import typed_words
from records import access, audit, clock, searches
from records.errors import NotFoundError
from records.following import promises
from records.following.promises import PromiseLine
from records.register import lookup
from records.reporting import explaining, read_lines
from records.reporting.worker_lines import Line
from records.transaction import transaction

NOT_FOUND = "This child is not in the register, or what is held of them is not for you to read."
MOST = 100  # records on the page
DECIDED = ("approved", "returned", "cannot_agree", "refused")


@dataclass(frozen=True)
class Sibling:
    """A brother or sister. worker, team: of today, None for nobody. opens: whether their page may be read."""

    child: Child
    worker: Staff | None
    team: Team | None
    opens: bool


@dataclass(frozen=True)
class OfChild:
    """What a reader sees of a child. records: those that they may read, the one saved last first.

    line: with every change; readable: ids of the records in it that may be read. promised: (record, its open promises).
    """

    child: Child
    line: Line
    people: dict[int, Staff]
    teams: dict[int, Team]
    readable: frozenset[int]
    records: tuple[Record, ...]
    decided: tuple[Step, ...]
    promised: tuple[tuple[Record, list[PromiseLine]], ...]
    siblings: tuple[Sibling, ...]


def open_to(staff: Staff, children: Collection[Child]) -> set[int]:
    """Ids of those of these children whose page this person may read."""
    ids = sorted({child.id for child in children})
    named = access.opening_a_child(staff).where(Record.child.in_(ids)).select(Record.child).distinct()
    return _led(staff, ids) | {row.child_id for row in named}


def meant(staff: Staff, text: str, listed: Iterable[Record]) -> list[Child]:
    """The children whose page this person may read and whom a search means, by name. listed: the records it found.

    Those of their teams are looked up by name and number, others are those of the records that were found.
    """
    words, above = typed_words(text), access.supervised_teams(staff) if explaining.leads(staff) else None
    of_teams = Allocation.select(Allocation.child.alias("found")).join(Team).where(above)
    found = searches.find_among(text, None if above is None else lambda _: of_teams)
    of_records = [one.child for one in listed if one.child]
    found += [one for one in of_records if words and all(word in one.search.replace(" ", "") for word in words)]
    opened = open_to(staff, found)
    by_id = {child.id: child for child in found if child.id in opened}
    return sorted(by_id.values(), key=lambda child: (child.name, child.id))[: lookup.MAX_MATCHES]


def _led(staff: Staff, ids: Sequence[int]) -> set[int]:
    """Ids of those whose present or last team this person leads or stands above."""
    above = access.supervised_teams(staff) if explaining.leads(staff) else None
    if above is None or not ids:
        return set()
    last: dict[int, Allocation] = {}
    for spell in Allocation.select().where(Allocation.child.in_(ids)):
        if spell.child_id not in last or _latest(spell) > _latest(last[spell.child_id]):
            last[spell.child_id] = spell
    teams = sorted({spell.team_id for spell in last.values()})
    led = {team.id for team in Team.select(Team.id).where(Team.id.in_(teams) & above)}
    return {child for child, spell in last.items() if spell.team_id in led}


def _latest(spell: Allocation) -> tuple[date, date, int]:
    return (spell.ended_on or date.max, spell.started_on, spell.id)


def get_child(local_id: str, staff: Staff) -> Child:
    """The child with this local id, in letters of any size.

    Raises NotFoundError where there is none whose page this person may read.
    """
    child: Child | None = Child.get_or_none(Child.local_id == local_id)
    if child is None:
        alike = Child.select().where(Child.id.in_(lookup.matching(Child, local_id)))
        child = alike.where(fn.LOWER(Child.local_id) == local_id.lower()).first()
    if child is None or child.id not in open_to(staff, [child]):
        raise NotFoundError(f"no child for staff {staff.id}", NOT_FOUND)
    return child


def note_reading(child: Child, by: Staff) -> None:
    """Note that somebody reads the page, at most once in half an hour; of an auditor or inspector also what for."""
    purpose, event = access.purpose_of(by), "viewed"
    mine = (ChildEvent.child == child) & (ChildEvent.staff == by) & (ChildEvent.event == event)
    lately = mine & (ChildEvent.happened_at > clock.now() - audit.REPEAT_INTERVAL)
    with transaction():
        if not ChildEvent.select().where(lately & (ChildEvent.purpose == purpose)).exists():
            ChildEvent.create(child=child, event=event, staff=by, purpose=purpose, happened_at=clock.now())


def events_of(local_id: str) -> list[ChildEvent]:
    """What was done with what is held of a child beside their records, the latest first, with who and what for."""
    rows = ChildEvent.select(ChildEvent, Staff, ReadingPurpose).join(Staff).switch(ChildEvent).join(Child)
    rows = rows.switch(ChildEvent).join(ReadingPurpose, JOIN.LEFT_OUTER)
    return list(rows.where(Child.local_id == local_id).order_by(ChildEvent.id.desc()))


def read(child: Child, staff: Staff, terms: dict[str, str]) -> OfChild:
    """Everything that this reader of the page sees. terms: the council's displayed ones."""
    line = read_lines.read([child.id])[child.id]
    mine = access.visible_to(staff).where(Record.child == child)
    records = tuple(mine.order_by(Record.saved_at.desc(), Record.id.desc()).limit(MOST))
    return OfChild(
        child,
        line,
        _people(line),
        {team.id: team for team in Team.select().where(Team.id.in_([one.spell.team for one in line.changes]))},
        _readable(line, staff),
        records,
        _decided(records),
        tuple(_promised(records, terms)),
        _siblings(child, staff),
    )


def _people(line: Line) -> dict[int, Staff]:
    ids = {one.spell.worker for one in line.changes} | {one.explained.by for one in line.changes if one.explained}
    ids |= {number for one in line.leaders for number in (one.leader, one.before) if number}
    return {staff.id: staff for staff in Staff.select().where(Staff.id.in_(sorted(ids)))}


def _readable(line: Line, staff: Staff) -> frozenset[int]:
    ids = [one.record.id for one in line.changes if one.record] + [one.record.id for one in line.leaders if one.record]
    ids += [one.id for one in line.unseen]
    return frozenset(row.id for row in access.visible_to(staff).where(Record.id.in_(ids)).select(Record.id))


def _decided(records: Sequence[Record]) -> tuple[Step, ...]:
    """What was decided on the current versions of these records, the latest first."""
    by = Staff.alias()
    steps = Step.select(Step, Record, by).join(Record).switch(Step).join(by, on=(Step.decided_by == by.id))
    wanted = Step.record.in_([one.id for one in records]) & Step.state.in_(DECIDED) & (Step.version == Record.version)
    return tuple(steps.where(wanted).order_by(Step.decided_at.desc(), Step.id.desc()).limit(MOST))


def _promised(records: Sequence[Record], terms: dict[str, str]) -> Any:
    for record in records:
        if record.state in promises.KEPT_IN:
            still = [one for one in promises.get_promises(record, terms) if one.is_open]
            if still:
                yield record, still


def _siblings(child: Child, staff: Staff) -> tuple[Sibling, ...]:
    found = lookup.siblings_of(child)
    opened = open_to(staff, [one for one, _ in found])
    return tuple(_sibling(one, one.id in opened) for one, _ in found)


def _sibling(child: Child, opens: bool) -> Sibling:  # noqa: FBT001
    spell = lookup.current_allocation(child)
    return Sibling(child, spell.worker if spell else None, spell.team if spell else None, opens)
