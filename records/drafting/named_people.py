"""The people and teams that a record's answers name, stored as rows so that access is one query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from models import Record, RecordPerson, RecordTeam, Staff, Team
from records import listed_by

NOT_STAFF = ("child",)


def get_id(value: Any) -> int | None:
    """The register id in an answer ({"id", "name"}), or None for any other value."""
    found = value.get("id") if isinstance(value, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def get_named_ids(answers: Mapping[str, Any]) -> dict[str, int]:
    """Question → register id, for the answers that hold one."""
    found = ((name, get_id(value)) for name, value in answers.items())
    return {name: number for name, number in found if number is not None}


def is_team(question: str) -> bool:
    """Whether a question's answer is a team: by convention its name ends with _team."""
    return question.endswith("_team")


def get_named_staff(value: Any) -> Staff | None:
    """The active member of staff whom an answer names, with their team, or None."""
    number = get_id(value)
    if number is None:
        return None
    return Staff.select(Staff, Team).left_outer_join(Team).where((Staff.id == number) & Staff.active).first()


def save_named_people(record: Record) -> None:
    """Replace the record's RecordPerson and RecordTeam rows by what its answers name, in the caller's transaction."""
    named = get_named_ids(record.answers)
    staff = {part: number for part, number in named.items() if not is_team(part) and part not in NOT_STAFF}
    teams = {part: number for part, number in named.items() if is_team(part)}
    RecordPerson.delete().where(RecordPerson.record == record).execute()
    RecordTeam.delete().where(RecordTeam.record == record).execute()
    for part, number in _existing(Staff, staff):
        RecordPerson.insert(record=record, staff=number, part=part).execute()
    for part, number in _existing(Team, teams):
        RecordTeam.insert(record=record, team=number, part=part).execute()
    listed_by.note(record.id)


def _existing(table: type[Staff] | type[Team], named: Mapping[str, int]) -> Iterable[tuple[str, int]]:
    ids = {row.id for row in table.select(table.id).where(table.id.in_(list(named.values())))} if named else set()
    return [(part, number) for part, number in named.items() if number in ids]
