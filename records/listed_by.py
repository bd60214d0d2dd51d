"""What lists may find a record by, noted on the record itself, so that an index leads to those records as they were
saved (records/reporting/listing.py).

A list that many records would be in asks each of these, and no other, whether it really is so. So what is noted may be
too much, and never too little: whoever adds or ends one of these things notes it in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from peewee import SqliteDatabase, Value, fn

from models import Acceptance, Departure, PromisedDay, Record, RecordTeam, RecordVersion, Refusal, Team, database

MARK = "|"
_Other, _OtherTeam = RecordTeam.alias(), Team.alias()


def note(record_id: int) -> None:
    """Note what is so of one record now."""
    note_all(Record.id == record_id)


def note_all(condition: Any = True) -> None:  # noqa: FBT002 - a condition of SQL
    """Note of the records that meet a condition whether they depart from something, left something to accept, were
    refused, have open promises, name teams of several services.
    """
    queries: dict[Any, Any] = {
        Record.refuses: Refusal.select(Refusal.id).where(Refusal.record == Record.id),
        Record.promises: PromisedDay.select(PromisedDay.id).where(
            (PromisedDay.record == Record.id) & PromisedDay.ended_at.is_null()
        ),
        Record.crosses: _teams_of_two_services(),
    }
    noted = {column: fn.NULLIF(fn.EXISTS(query), False) for column, query in queries.items()}
    noted |= {Record.departs: _statements(Departure), Record.accepts: _statements(Acceptance)}
    Record.update(noted).where(condition).execute()


def is_noted_of(column: Any, statements: Iterable[str]) -> Any:
    """A condition: one of these statements is noted in departs or accepts, which is `column`."""
    return reduce(or_, (column.contains(f"{MARK}{statement}{MARK}") for statement in statements))


def _statements(model: type[Departure] | type[Acceptance]) -> Any:
    """Query of the statements, each between two signs, of all versions of a record; NULL for none."""
    together = fn.GROUP_CONCAT if isinstance(database.obj, SqliteDatabase) else fn.STRING_AGG
    joined = Value(MARK).concat(together(model.statement, MARK)).concat(MARK)
    return model.select(joined).join(RecordVersion).where(RecordVersion.record == Record.id)


def _teams_of_two_services() -> Any:
    teams = RecordTeam.select(RecordTeam.id).join(Team, on=RecordTeam.team == Team.id)
    teams = teams.join(_Other, on=_Other.record == RecordTeam.record).join(_OtherTeam, on=_Other.team == _OtherTeam.id)
    return teams.where((RecordTeam.record == Record.id) & (Team.service != _OtherTeam.service))
