"""The people and teams that a record names, kept beside it so that need to know is one query."""

from __future__ import annotations

from typing import Any

from models import Record, RecordPerson, RecordTeam, Staff, Team

PEOPLE = (
    "current_worker", "current_team_leader", "new_worker", "new_team_leader", "lead_family_worker",
    "pre_birth_cluster_worker", "pre_birth_own_worker", "baby_worker",
)  # fmt: skip
TEAMS = ("current_team", "new_team", "pre_birth_lead_team")
NAMING = frozenset(PEOPLE + TEAMS)


def _id_in(value: Any) -> int | None:
    found = value.get("id") if isinstance(value, dict) else None
    return found if isinstance(found, int) else None


def staff_named(value: Any) -> Staff | None:
    """The member of staff in post whom an answer names, with their team, or None."""
    number = _id_in(value)
    if number is None:
        return None
    return Staff.select(Staff, Team).left_outer_join(Team).where((Staff.id == number) & Staff.active).first()


def keep(record: Record) -> None:
    """Note whom and which teams the answers name now, in the caller's transaction."""
    RecordPerson.delete().where(RecordPerson.record == record).execute()
    RecordTeam.delete().where(RecordTeam.record == record).execute()
    named = {part: _id_in(record.answers.get(part)) for part in PEOPLE + TEAMS}
    known = Staff.select(Staff.id).where(Staff.id.in_([named[part] for part in PEOPLE if named[part]]))
    staff_ids = {staff.id for staff in known}
    teams = Team.select(Team.id).where(Team.id.in_([named[part] for part in TEAMS if named[part]]))
    team_ids = {team.id for team in teams}
    for part in PEOPLE:
        if named[part] in staff_ids:
            RecordPerson.insert(record=record, staff=named[part], part=part).execute()
    for part in TEAMS:
        if named[part] in team_ids:
            RecordTeam.insert(record=record, team=named[part], part=part).execute()
