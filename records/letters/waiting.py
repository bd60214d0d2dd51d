"""Letters that wait for somebody: to be written by the new worker, or agreed to by whoever leads the new team."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from forms.letters import words
from models import Child, Letter, Record, RecordPerson, RecordTeam, Staff
from records import access, clock, planning
from records.deciding import assignment
from records.letters import agreeing, standing
from records.letters.standing import LetterNow
from settings import Settings

# A record asks for no letter, so after these weeks nobody is asked for one any more.
ASKED_FOR = timedelta(weeks=13)
MOST = 50  # records that are looked at, the newest
WRITER, TEAM = "new_worker", "new_team"


@dataclass(frozen=True)
class LettersWaiting:
    """Letters of one record that wait for the same person: to be written, or else to be agreed to."""

    record: Record
    letters: tuple[LetterNow, ...]
    to_write: bool

    @property
    def whom(self) -> str:
        """To whom they are."""
        return " and ".join(words.WHOM[one.recipient] for one in self.letters)

    @property
    def saved(self) -> Letter | None:
        """The text that was saved last; None where nobody has written any of them."""
        saved = [one.saved for one in self.letters if one.saved]
        return max(saved, key=lambda row: row.written_at, default=None)


def waiting_for(staff: Staff, settings: Settings) -> list[LettersWaiting]:
    """The letters that wait for this person, those to be written first, of the newest record first.

    While their own decision on the record is open they agree with that, so nothing is here for them yet.
    """
    return [*_to_write(staff, settings), *_to_agree(staff, settings)]


def _to_write(staff: Staff, settings: Settings) -> list[LettersWaiting]:
    left = Staff.alias()
    of_record = (RecordPerson.record == Record.id) & (RecordPerson.part == WRITER)
    theirs: Any = RecordPerson.select(RecordPerson.record).where(
        (RecordPerson.staff == staff) & (RecordPerson.part == WRITER)
    )
    of_those_who_left = (
        Record.select(Record.id)
        .join(RecordPerson, on=of_record)
        .join(left, on=(RecordPerson.staff == left.id) & ~left.active)
        .where(Record.author == staff)
    )
    records = _recent().where(Record.id.in_(theirs | of_those_who_left))
    found = ((one, standing.letters_of(one, settings)) for one in records if standing.may_write(one, staff))
    return _with_any(found, lambda one: one.is_to_write, to_write=True)


def _to_agree(staff: Staff, settings: Settings) -> list[LettersWaiting]:
    since = clock.now() - ASKED_FOR
    unanswered = Letter.select(Letter.record).where(Letter.agreed.is_null() & (Letter.written_at >= since))
    theirs = reduce(or_, (_of_leader(one) for one in (staff, *assignment.stood_in_for(staff))))
    records = _recent().where(Record.id.in_(unanswered) & theirs)
    found = ((one, standing.letters_of(one, settings)) for one in records if agreeing.may_agree(one, staff))
    return _with_any(found, lambda one: one.waits, to_write=False)


def _of_leader(staff: Staff) -> Any:
    """A condition on Record: it may be one for whose letters this person answers."""
    of_team = RecordTeam.select(RecordTeam.record).where((RecordTeam.team == staff.team_id) & (RecordTeam.part == TEAM))
    return Record.id.in_(access.concerning(staff) | of_team)


def find_as_stand_in(reference: str, staff: Staff, settings: Settings) -> Record | None:
    """The record whose letters wait for somebody for whom this person stands in today, and who reads it for that."""
    if not assignment.stood_in_for(staff):
        return None
    return next((one.record for one in _to_agree(staff, settings) if one.record.reference == reference), None)


def _recent() -> Any:
    open_for_letters = planning.not_by_index(Record.state).in_(list(standing.WRITABLE))
    recent = planning.not_by_index(Record.saved_at) >= clock.now() - ASKED_FOR
    records = Record.select(Record, Child).left_outer_join(Child).where(open_for_letters & recent)
    return records.order_by(Record.saved_at.desc(), Record.id.desc()).limit(MOST)


def _with_any(
    found: Iterable[tuple[Record, list[LetterNow]]], is_asked_for: Callable[[LetterNow], bool], *, to_write: bool
) -> list[LettersWaiting]:
    waiting = ((record, tuple(filter(is_asked_for, letters))) for record, letters in found)
    return [LettersWaiting(record, letters, to_write) for record, letters in waiting if letters]
