"""Loads a council's CSV files into the register, in one transaction: all of them, or all lines that are right.

What is stored is read first, many rows at a time. Then each line is worked out in memory, and at the end what is new
and changed is written together (records/register/rows.py). A preview is the same without the end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from models import Child, Family, Record, RecordTeam, Staff, Team
from records import listed_by
from records.register import (
    allocation_lines,
    child_lines,
    impossible_lines,
    leaving,
    local_ids,
    post_lines,
    posts,
    spelling,
    staff_lines,
)
from records.register.files import RegisterFiles
from records.register.loaded import Known, Load, Tally, Tell, say_nothing
from records.register.problems import RegisterError
from records.register.refused import Refused
from records.reporting import keeping_figures, worker_changes
from records.reporting.plain_rows import rows_of
from records.transaction import snapshot, transaction


@dataclass(frozen=True)
class Loaded:
    """What it did. gone: name of file → what the register has and the file no longer lists: nothing happens to it."""

    tally: Tally
    refused: Refused
    gone: dict[str, list[str]]


@dataclass(frozen=True)
class _WorkedOut:
    """Lines of files, worked out and not written yet: `now` with what they change, `known` with what is so then.

    gone: as Loaded has it.
    """

    files: RegisterFiles
    now: Load
    known: Known
    gone: dict[str, list[str]]

    def write(self) -> None:
        """Write it, and count again what rests on it."""
        services: dict[int, str] = dict(rows_of(Team.select(Team.id, Team.service)))
        self.now.write()
        teams = self.known.teams.values()
        if moved := [team.id for team in teams if services.get(team.id, team.service) != team.service]:
            of_moved = RecordTeam.select(RecordTeam.record).where(RecordTeam.team.in_(moved))
            listed_by.note_all(Record.id.in_(of_moved))  # they name a team of another service than before
        worker_changes.recount(self.known.children[line.row.child].id for line in self.files.allocations)
        keeping_figures.count_children_again()


def load(files: RegisterFiles, *, today: date, tell: Tell = say_nothing) -> Tally:
    """Insert new rows and update changed ones; rows that the files do not mention stay as they are.

    tell: is told how far it is.

    Raises RegisterError with all problems found; then nothing is changed. What cannot be true, and was loaded all the
    same, is among the tally's warnings.
    """
    with transaction():
        found = _work_out(spelling.as_known(files), today, tell)
        if found.now.refused:
            raise RegisterError(*found.now.refused.problems)
        found.write()
    return found.now.tally


def load_the_rest(
    files: RegisterFiles, *, today: date, before_commit: Callable[[Refused], None], tell: Tell = say_nothing
) -> Loaded:
    """Load the lines that are right, as if the others and what depends on them were not in the files.

    before_commit: is given what is refused; when it fails nothing is changed.
    """
    with transaction():
        found = _work_out_good(spelling.as_known(files), today, tell)
        found.write()
        before_commit(found.now.refused)
    return Loaded(found.now.tally, found.now.refused, found.gone)


def preview(files: RegisterFiles, *, today: date, tell: Tell = say_nothing) -> Loaded:
    """What load_the_rest would do. Nothing is changed, and nobody waits meanwhile."""
    with snapshot():
        found = _work_out_good(spelling.as_known(files), today, tell)
    return Loaded(found.now.tally, found.now.refused, found.gone)


def _work_out_good(files: RegisterFiles, today: date, tell: Tell) -> _WorkedOut:
    """Work out what is right, again without what was found to be wrong, until nothing is."""
    while True:
        known = len(files.refused)
        found = _work_out(files, today, tell)
        if len(files.refused) == known:
            return found


def _work_out(files: RegisterFiles, today: date, tell: Tell) -> _WorkedOut:
    """Work out all lines that are not refused so far. Those with problems are then refused as well."""
    now, before, good = Load(today, files.refused, tell=tell), len(files.refused), files.without(files.refused)
    known = _work_out_lines(good, now)
    gone: dict[str, list[str]] = {}
    if len(files.refused) == before:
        now.tally.warnings += [*good.doubtful, *impossible_lines.find(good, known, today)]
        gone, now.tally.cut_off = leaving.find(files)
    return _WorkedOut(good, now, known, gone)


def _load_teams(files: RegisterFiles, now: Load) -> dict[str, Team]:
    """Name → team."""
    teams = {team.name: team for team in Team.select()}
    for line in now.each(files.teams):
        teams[line.row.name] = now.upsert(teams.get(line.row.name), Team, line.given)
    return teams


def _work_out_lines(files: RegisterFiles, now: Load) -> Known:
    teams = _load_teams(files, now)
    stored = list(Staff.select())
    before = {person.id: posts.main_post(person) for person in stored}
    staff = staff_lines.load(staff_lines.People(stored, files.staff), teams, now)
    children = {child.local_id: child for child in Child.select()}
    families = {family.name: family for family in Family.select().order_by(Family.id.desc())}
    now.tally.warnings += local_ids.likely_same(files, children)
    known = Known(children, staff, teams)
    known.read(files.local_ids)
    post_lines.load(files, known, before, now)
    for line in now.each(files.children):
        now.refuse(line, child_lines.load_child(line, children, families, now))
    child_lines.load_spells(files, known, now)
    allocation_lines.load(files.allocations, known, now)
    return known
