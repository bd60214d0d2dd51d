"""The people and teams that a record names, kept beside it so that need to know is one query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from models import Record, RecordPerson, RecordTeam, Staff, Team

NOT_STAFF = ("child",)


def id_in(value: Any) -> int | None:
    """The id that an answer holds for somebody or something of the register, or None."""
    found = value.get("id") if isinstance(value, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def named_in(answers: Mapping[str, Any]) -> dict[str, int]:
    """Question → id, of the answers that name somebody or something of the register."""
    found = ((name, id_in(value)) for name, value in answers.items())
    return {name: number for name, number in found if number is not None}


def is_team(question: str) -> bool:
    """Whether a question's answer is a team: the names of such questions end so."""
    return question.endswith("_team")


def staff_named(value: Any) -> Staff | None:
    """The member of staff in post whom an answer names, with their team, or None."""
    number = id_in(value)
    if number is None:
        return None
    return Staff.select(Staff, Team).left_outer_join(Team).where((Staff.id == number) & Staff.active).first()


def keep(record: Record) -> None:
    """Note whom and which teams the answers name now, in the caller's transaction."""
    named = named_in(record.answers)
    staff = {part: number for part, number in named.items() if not is_team(part) and part not in NOT_STAFF}
    teams = {part: number for part, number in named.items() if is_team(part)}
    RecordPerson.delete().where(RecordPerson.record == record).execute()
    RecordTeam.delete().where(RecordTeam.record == record).execute()
    for part, number in _known(Staff, staff):
        RecordPerson.insert(record=record, staff=number, part=part).execute()
    for part, number in _known(Team, teams):
        RecordTeam.insert(record=record, team=number, part=part).execute()


def _known(table: type[Staff] | type[Team], named: Mapping[str, int]) -> Iterable[tuple[str, int]]:
    ids = {row.id for row in table.select(table.id).where(table.id.in_(list(named.values())))} if named else set()
    return [(part, number) for part, number in named.items() if number in ids]
