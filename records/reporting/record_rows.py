"""Rows of the list of records as a file: what the list shows and is narrowed by, and nothing else of the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from models import Acceptance, Departure, Record, RecordPerson, RecordTeam, Staff, Team
from protocol.statements import places
from protocol.terms import TermFiller
from records import clock
from records.reporting import due_first, finders, listing, unusual, work
from records.reporting.csv_files import Cell

AT_ONCE = 200  # records that are read together
HEADINGS = (
    *("Reference", "Kind of record", "Stands at", "Local id", "Child", "Responsibility passes on", "Reason code"),
    *("From", "To", "Teams", "Written by", "Waits for", "Due on", "Overdue"),
    *("Departs from", "Accepted as not met", "Last saved at"),
)


class Words(NamedTuple):
    """What is written in place of codes: kind → title, state → words, and the filler of the council's terms."""

    kinds: Mapping[str, str]
    states: Mapping[str, str]
    fill_terms: TermFiller


def rows_of(ids: Sequence[int], words: Words) -> Iterator[list[Cell]]:
    """A row of HEADINGS for each of these records, in this order."""
    for start in range(0, len(ids), AT_ONCE):
        yield from _rows(listing.with_child(ids[start : start + AT_ONCE]), words)


def _rows(records: list[Record], words: Words) -> Iterator[list[Cell]]:
    ids = [record.id for record in records]
    people, teams = _people(ids), _teams(ids)
    due, steps, noted = due_first.due_days(ids), work.get_open_steps(records), unusual.statements_of(ids)
    wrote = Staff.select(Staff.id, Staff.name).where(Staff.id.in_({record.author_id for record in records}))
    authors: dict[int, str] = dict(iter(wrote.tuples()))
    for record in records:
        named, day = people.get(record.id, []), due.get(record.id)
        yield [
            *(record.reference, words.kinds[record.kind], words.states[record.state]),
            *((record.child.local_id, record.child.name) if record.child else ("", "")),
            *(record.takes_effect_on, record.reason_code),
            *(_joined(name for part, name in named if part in parts) for parts in (finders.GIVING, finders.TAKING)),
            *(_joined(teams.get(record.id, [])), authors[record.author_id]),
            _joined(step.assignee.name for step in steps.get(record.id, [])),
            *(day, "yes" if day and day < clock.today() else ""),
            *(_places(noted[model].get(record.id, []), words) for model in (Departure, Acceptance)),
            record.saved_at,
        ]


def _people(records: list[int]) -> dict[int, list[tuple[str, str]]]:
    """Record id → (part, name) of those whom it names."""
    rows: Any = RecordPerson.select(RecordPerson.record, RecordPerson.part, Staff.name).join(Staff)
    found: dict[int, list[tuple[str, str]]] = {}
    for record, part, name in rows.where(RecordPerson.record.in_(records)).order_by(RecordPerson.id).tuples():
        found.setdefault(record, []).append((part, name))
    return found


def _teams(records: list[int]) -> dict[int, list[str]]:
    rows: Any = RecordTeam.select(RecordTeam.record, Team.name).join(Team)
    found: dict[int, list[str]] = {}
    for record, name in rows.where(RecordTeam.record.in_(records)).order_by(RecordTeam.id).tuples():
        found.setdefault(record, []).append(name)
    return found


def _places(statements: list[str], words: Words) -> str:
    return _joined(words.fill_terms(place) for place in places(statements))


def _joined(texts: Iterable[str]) -> str:
    """These texts, each once."""
    return "; ".join(dict.fromkeys(texts))
