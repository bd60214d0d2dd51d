"""What the clocks of records need to know: the days of their children, when they were closed, what is still open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from peewee import fn

from documents import digest
from forms import get_kind
from forms.engine.picker import ChildQuestion
from forms.engine.rows import RowsQuestion
from models import (
    About,
    AuditEvent,
    Child,
    ChildSpell,
    Disposal,
    Record,
    RecordLink,
    RecordTeam,
    RecordVersion,
    Staff,
    State,
)
from protocol.parameters import Parameters
from protocol.retention import OLD_DIGEST, UNDER_WAY, Due, KnownChild, when_due, when_staff_part_due
from records import access, clock
from records.deciding import states
from records.drafting import named_people

WHOLE, STAFF_PART = "whole", "staff"
GONE_AFTER = timedelta(days=366)  # since a load last said that a status runs: the register has the child no more
# Events that change nothing of a record. Any other day counts as one on which it was not closed yet.
READINGS = (
    *("viewed", "viewed_for", "printed_draft", "exported", "opened", "downloaded", "verified", "seal_raised"),
    *("restricted_part_opened", "restricted_part_downloaded", "letter_printed"),
    *("copied_out", "packed", "pack_asked", "pack_downloaded"),
    *("held", "hold_lifted", "disposal_agreed", "disposal_taken_back", "disposal_ended"),
    "part_disposed",
)


def known_to(staff: Staff, *, is_operator: bool) -> Any:
    """A peewee condition on Record: somebody who sees what is due knows of it, and can hold it.

    Operators know of every record, heads of service of their services', and of those that were closed and name no team.
    """
    if is_operator:
        return Record.id.is_null(False)
    teamless = ~fn.EXISTS(RecordTeam.select(RecordTeam.id).where(RecordTeam.record == Record.id))
    return (teamless & Record.state.in_(states.CLOSED)) | access.is_of_post(staff)


@dataclass
class Kept:
    """A record that was closed, as one with its later versions, the first version first. children: ids; None: of a
    child whom a row names and the register does not know. staff_part_gone: whether that was disposed of. old_digests:
    whether a version's digest needs it.
    """

    records: list[Record]
    closed_on: date | None = None
    children: set[int | None] = field(default_factory=set)
    is_open: bool = False
    staff_part_gone: bool = False
    old_digests: bool = False

    @property
    def first(self) -> Record:
        """The first version, by which all of it is known."""
        return self.records[0]

    @property
    def is_about_staff(self) -> bool:
        """Whether it is a worker's record, and no child's."""
        return get_kind(self.first.kind).about == "worker"

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that have a clock: what a record withholds as about its staff has one of its own."""
        apart = get_kind(self.first.kind).restricted and not self.staff_part_gone
        return (WHOLE, STAFF_PART) if apart else (WHOLE,)


def families(firsts: Sequence[Record]) -> list[Kept]:
    """The records of these first versions, with what their clocks need."""
    found = {record.id: Kept([record]) for record in firsts}
    first_of, last = {record.id: record.id for record in firsts}, [record.id for record in firsts]
    while last:
        later = list(Record.select().where(Record.amends.in_(last)).order_by(Record.id))
        for record in later:
            first_of[record.id] = first_of[record.amends_id]
            found[first_of[record.id]].records.append(record)
        last = [record.id for record in later]
    for number, day in _closed_on(first_of).items():
        kept = found[first_of[number]]
        kept.closed_on = max(day, kept.closed_on or day)
    for number in _open_beside(first_of):
        found[first_of[number]].is_open = True
    done = (Disposal.part == STAFF_PART) & Disposal.done_at.is_null(False)
    for disposal in Disposal.select().where(Disposal.record.in_(list(found)) & done):
        found[disposal.record_id].staff_part_gone = True
    old = RecordVersion.record.in_(list(first_of)) & (RecordVersion.recipe != digest.RECIPE)
    for version in RecordVersion.select(RecordVersion.record).where(old):
        found[first_of[version.record_id]].old_digests = True
    for kept in found.values():
        kept.is_open |= any(record.state not in states.CLOSED for record in kept.records)
        kept.children = _children_of(kept)
    return list(found.values())


def count(kept: Sequence[Kept], figures: Parameters) -> Iterator[tuple[Kept, str, Due]]:
    """When each part of each record is due."""
    numbers = {number for one in kept for number in one.children if number is not None}
    children: Mapping[int | None, KnownChild] = known_children(numbers)
    for one in kept:
        for part in one.parts:
            yield one, part, _due(one, part, children, figures)


def _due(one: Kept, part: str, children: Mapping[int | None, KnownChild], figures: Parameters) -> Due:
    if one.is_open or one.closed_on is None:
        return Due(None, UNDER_WAY)
    if part == STAFF_PART and one.old_digests:
        return Due(None, OLD_DIGEST)
    if part == STAFF_PART:
        return when_staff_part_due(closed_on=one.closed_on, figures=figures)
    known = [children.get(number) for number in sorted(one.children, key=lambda number: number or 0)]
    return when_due(known, closed_on=one.closed_on, figures=figures, about_staff=one.is_about_staff)


def known_children(numbers: Collection[int]) -> dict[int | None, KnownChild]:
    """What the register knows of these children, by id."""
    spells: dict[int, list[ChildSpell]] = defaultdict(list)
    of_status = ChildSpell.about == About.STATUS
    for row in ChildSpell.select().where(ChildSpell.child.in_(list(numbers)) & of_status):
        spells[row.child_id].append(row)
    return {child.id: _known(child, spells[child.id]) for child in Child.select().where(Child.id.in_(list(numbers)))}


def _known(child: Child, spells: list[ChildSpell]) -> KnownChild:
    ends = [_end_of(spell) for spell in spells]
    return KnownChild(
        statuses=frozenset(filter(None, (child.status, *(spell.value for spell in spells)))),
        born=child.date_of_birth,
        expected=child.expected_date_of_birth,
        died=child.date_of_death,
        adopted=child.adoption_order_on,
        involved_until=max(day for day in ends if day) if ends and all(ends) else None,
    )


def _end_of(spell: ChildSpell) -> date | None:
    """The last day that is known of a status; None while it runs. What no load has said for long has ended."""
    if spell.ended_on or clock.today() - spell.seen_on <= GONE_AFTER:
        ended: date | None = spell.ended_on
        return ended
    last: date = spell.seen_on
    return last


def _closed_on(numbers: Collection[int]) -> dict[int, date]:
    """Record id → the day in London on which it last changed, by its audit trail."""
    last = fn.MAX(AuditEvent.happened_at)
    of_them = AuditEvent.record.in_(list(numbers)) & AuditEvent.event.not_in(READINGS)
    rows = AuditEvent.select(AuditEvent.record, last.alias("last")).where(of_them).group_by(AuditEvent.record)
    moments: dict[int, Any] = {row.record_id: AuditEvent.happened_at.python_value(row.last) for row in rows}
    return {number: clock.in_london(moment).date() for number, moment in moments.items()}


def _open_beside(numbers: Collection[int]) -> set[int]:
    """Ids of those beside which a record is open that was started from it, or that rests on it or serves it."""
    ids, is_open = list(numbers), Record.state.not_in(states.CLOSED)
    found = {row.started_from_id for row in Record.select().where(Record.started_from.in_(ids) & is_open)}
    for one, other in ((RecordLink.transfer, RecordLink.exception), (RecordLink.exception, RecordLink.transfer)):
        links: Any = RecordLink.select(one).join(Record, on=(other == Record.id)).where(one.in_(ids) & is_open)
        found |= {number for (number,) in links.tuples()}
    return found


def _children_of(kept: Kept) -> set[int | None]:
    """Ids of the children whom a record is about: its child, or of a worker's record those whom it names."""
    if not kept.is_about_staff:
        return {record.child_id for record in kept.records if record.state != State.DISPOSED}
    ids = [record.id for record in kept.records]
    versions = RecordVersion.select(RecordVersion.answers).where(RecordVersion.record.in_(ids))
    answers = [*(record.answers for record in kept.records), *(version.answers for version in versions)]
    return {number for one in answers for number in _named_in(kept.first.kind, one)}


def _named_in(kind: str, answers: Mapping[str, Any]) -> Iterator[int | None]:
    for name, question in get_kind(kind).questions.items():
        if isinstance(question, ChildQuestion) and answers.get(name):
            yield named_people.get_id(answers[name])
        if isinstance(question, RowsQuestion):
            columns = [column for column, cell in question.columns.items() if isinstance(cell, ChildQuestion)]
            rows = answers.get(name) or []
            yield from (named_people.get_id(row[one]) for row in rows for one in columns if row.get(one))
