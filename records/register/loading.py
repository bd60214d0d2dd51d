"""Loads a council's CSV files into the register, in one transaction: all of them, or all lines that are right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from models import Child, Family, Record, RecordTeam, Staff, Team, database
from records import listed_by
from records.register import (
    allocation_lines,
    child_lines,
    impossible_lines,
    leaving,
    local_ids,
    post_lines,
    posts,
    staff_lines,
)
from records.register.files import RegisterFiles
from records.register.loaded import Known, Load, Tally, Tell, say_nothing, upsert
from records.register.problems import RegisterError
from records.register.refused import Refused
from records.reporting import keeping_figures, worker_changes
from records.transaction import transaction


@dataclass(frozen=True)
class Loaded:
    """What a load did. gone: name of file → what the register has and the file no longer lists; nothing happens to it.

    gone is counted for a preview alone.
    """

    tally: Tally
    refused: Refused
    gone: dict[str, list[str]]


def load(files: RegisterFiles, *, today: date, tell: Tell = say_nothing) -> Tally:
    """Insert new rows and update changed ones; rows that the files do not mention stay as they are.

    tell: is told how far it is.

    Raises RegisterError with all problems found; then nothing is changed. What cannot be true, and was loaded all the
    same, is among the tally's warnings.
    """
    with transaction():
        now = _attempt(local_ids.as_known(files), today, tell)
        if now.refused:
            raise RegisterError(*now.refused.problems)
    return now.tally


def load_the_rest(
    files: RegisterFiles, *, today: date, before_commit: Callable[[Refused], None], tell: Tell = say_nothing
) -> Loaded:
    """Load the lines that are right, as if the others and what depends on them were not in the files.

    before_commit: is given what is refused; when it fails nothing is changed.
    """
    with transaction():
        now = _load_good(local_ids.as_known(files), today, tell)
        before_commit(now.refused)
    return Loaded(now.tally, now.refused, {})


def preview(files: RegisterFiles, *, today: date, tell: Tell = say_nothing) -> Loaded:
    """What load_the_rest would do. Nothing is changed."""
    with database.atomic() as undone:
        files = local_ids.as_known(files)
        now = _load_good(files, today, tell)
        gone = leaving.find(files)
        undone.rollback()
    return Loaded(now.tally, now.refused, gone)


def _load_good(files: RegisterFiles, today: date, tell: Tell) -> Load:
    """Load what is right, again without what was found to be wrong, until nothing is."""
    while True:
        known = len(files.refused)
        with database.atomic() as attempt:
            now = _attempt(files, today, tell)
            if len(files.refused) == known:
                return now
            attempt.rollback()


def _attempt(files: RegisterFiles, today: date, tell: Tell) -> Load:
    """Load all lines that are not refused so far. Those with problems are then refused as well, and half loaded."""
    now, known, good = Load(today, files.refused, tell=tell), len(files.refused), files.without(files.refused)
    rows = _load_lines(good, now)
    if len(files.refused) == known:
        now.store_seen()
        now.tally.warnings += impossible_lines.find(good, rows, today)
        worker_changes.recount(rows.children[line.row.child].id for line in good.allocations)
        keeping_figures.count_children_again()
    return now


def _load_teams(files: RegisterFiles, now: Load) -> dict[str, Team]:
    """Name → team. Records that name a team of another service than before are noted so (records/listed_by.py)."""
    teams = {team.name: team for team in Team.select()}
    services = {team: team.service for team in teams.values()}
    for line in now.each(files.teams):
        teams[line.row.name] = upsert(teams.get(line.row.name), Team, line.given, now.tally)
    if moved := [team for team, service in services.items() if team.service != service]:
        of_moved = RecordTeam.select(RecordTeam.record).where(RecordTeam.team.in_(moved))
        listed_by.note_all(Record.id.in_(of_moved))
    return teams


def _load_lines(files: RegisterFiles, now: Load) -> Known:
    teams = _load_teams(files, now)
    stored = list(Staff.select())
    before = {person.id: posts.main_post(person) for person in stored}
    staff = staff_lines.load(staff_lines.People(stored, files.staff), teams, now)
    children = {child.local_id: child for child in Child.select()}
    families = {family.name: family for family in Family.select().order_by(Family.id.desc())}
    known = Known(children, staff, teams)
    post_lines.load(files, known, before, now)
    for line in now.each(files.children):
        now.refuse(line, child_lines.load_child(line, children, families, now))
    child_lines.load_spells(files, known, now)
    allocation_lines.load(files.allocations, known, now)
    return known
