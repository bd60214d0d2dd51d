"""The lines of the children in a pack: who their workers were, and which record in the pack each change has."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from documents.packs.content import ChildLine, Spell
from models import Child, Staff, Team
from protocol import formatting
from records.reporting import read_lines
from records.reporting.worker_lines import Change, Kind, Line, Standing

BEGAN = {
    Kind.FIRST: "First worker in the register",
    Kind.WORKER: "Another worker",
    Kind.TEAM: "The same worker in another team",
    Kind.SAME: "The same worker again",
}
NO_RECORD, NONE_HERE, NOT_NEEDED = "No record", "None in this pack", "None is needed"


def of(children: Collection[Child], packed: Collection[str], *, whole: bool) -> Iterator[ChildLine]:
    """The lines of these children. packed: references of the records in the pack.

    whole: whether whatever was sealed about them is in the pack. Where it may not be, it is not told whether a change
    has a record that is not.
    """
    lines = read_lines.read([child.id for child in children])
    spells = [change.spell for line in lines.values() for change in line.changes]
    workers = _names(Staff, {spell.worker for spell in spells})
    teams = _names(Team, {spell.team for spell in spells})
    for child in children:
        yield ChildLine(child.local_id, child.name, tuple(_spells(lines[child.id], workers, teams, packed, whole)))


def _spells(
    line: Line, workers: dict[int, str], teams: dict[int, str], packed: Collection[str], whole: bool
) -> Iterator[Spell]:
    for change in line.changes:
        spell = change.spell
        record = record_of(change, packed, whole=whole)
        names = workers.get(spell.worker, ""), teams.get(spell.team, "")
        yield Spell(*names, spell.started_on, spell.ended_on, began(change), record)


def record_of(change: Change, packed: Collection[str], *, whole: bool) -> str:
    """The record in the pack that explains a change, or what is said of none (`of`)."""
    if change.record is not None and change.record.reference in packed:
        return change.record.reference
    if change.standing in (None, Standing.FIRST) or change.is_first_contact:
        return NOT_NEEDED
    return NO_RECORD if whole else NONE_HERE


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
