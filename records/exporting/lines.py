"""The lines of the children in a pack: who their workers were, and which record in the pack each change has."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from documents.packs.content import ChildLine, Spell
from models import Child, Record, Staff, Team
from protocol import formatting
from records import access
from records.reporting import list_changes, read_lines
from records.reporting.worker_lines import Change, Kind, Line, Standing

BEGAN = {
    Kind.FIRST: "First worker in the register",
    Kind.WORKER: "Another worker",
    Kind.TEAM: "The same worker in another team",
    Kind.SAME: "The same worker again",
}
NO_RECORD, NONE_HERE, NOT_NEEDED = "No record", "None in this pack", "None is needed"
NOT_PACKED = "{reference}, not in this pack"


@dataclass(frozen=True)
class Known:
    """What whoever asked knows of records beside those in the pack.

    packed, readable: references in it, and of others that they may read. teams: ids of those of whose changes they know
    whether one has a record; None where there is no sealed record that they could not read.
    """

    packed: Collection[str]
    readable: Collection[str] = ()
    teams: Collection[int] | None = None


def of(
    children: Collection[Child], packed: Collection[str], reader: Staff | None, *, whole: bool
) -> Iterator[ChildLine]:
    """The lines of these children. packed: references of the records in the pack. reader: None for an operator.

    whole: whether there is no sealed record that the reader could not read. Where there may be one, it is told of their
    own teams alone, as the page of such changes does, that a change has no record.
    """
    lines = read_lines.read([child.id for child in children])
    changes = [change for line in lines.values() for change in line.changes]
    spells = [change.spell for change in changes]
    known = _known(changes, packed, reader, whole=whole)
    workers = _names(Staff, {spell.worker for spell in spells})
    teams = _names(Team, {spell.team for spell in spells})
    for child in children:
        yield ChildLine(child.local_id, child.name, tuple(_spells(lines[child.id], workers, teams, known)))


def _known(changes: Collection[Change], packed: Collection[str], reader: Staff | None, *, whole: bool) -> Known:
    others = {one.record.reference for one in changes if one.record} - {*packed}
    if reader is None:
        return Known(packed, others)
    found = access.visible_to(reader).where(Record.reference.in_(list(others))) if others else ()
    teams = None if whole else list_changes.leads(reader, {change.spell.team for change in changes})
    return Known(packed, {record.reference for record in found}, teams)


def _spells(line: Line, workers: dict[int, str], teams: dict[int, str], known: Known) -> Iterator[Spell]:
    for change in line.changes:
        spell = change.spell
        record = record_of(change, known)
        names = workers.get(spell.worker, ""), teams.get(spell.team, "")
        yield Spell(*names, spell.started_on, spell.ended_on, began(change), record, spell.reason_code)


def record_of(change: Change, known: Known) -> str:
    """The record that explains a change, or what is said of none (`of`)."""
    reference = change.record.reference if change.record else ""
    if reference in known.packed:
        return reference
    if reference in known.readable:
        return NOT_PACKED.format(reference=reference)
    if change.standing in (None, Standing.FIRST) or change.is_first_contact:
        return NOT_NEEDED
    knows = known.teams is None or change.spell.team in known.teams
    return NO_RECORD if knows and not reference else NONE_HERE


def began(change: Change) -> str:
    """How a spell began, and how it lies to the one before."""
    said = BEGAN[change.kind]
    if change.without:
        return f"{said}, after {formatting.count(change.without, 'day')} without one"
    if change.overlap:
        return f"{said}, {formatting.count(change.overlap, 'day')} beside the one before"
    return said


def _names(table: type[Staff] | type[Team], ids: Collection[int]) -> dict[int, str]:
    return {row.id: row.name for row in table.select(table.id, table.name).where(table.id.in_(list(ids)))}
