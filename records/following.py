"""What may follow approval: answers still open, added later beside the sealed record, and what has become overdue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models import Child, FollowUp, Record, RecordPerson, RecordVersion, Staff, State
from protocol import Finding
from protocol.days import date_from
from records import audit, clock, decisions
from records.errors import NotAllowedError, NotNowError
from records.renamed import answers_in
from records.transaction import locked
from records.weighing import findings_of, settled_by

OPEN_TO_ADDITIONS = (State.APPROVED, State.SEALED)
LEADERS = ("current_team_leader", "new_team_leader", "reallocating_team_leader", "outgoing_team_leader")
MAY_ADD = ("current_worker", "new_worker", *LEADERS)
MAKES_PROMISES = "emergency_transfer"  # the kind of record that says what will be done by when
CLOSING = "closing_note"
MOST_SHOWN = 50
NOT_YET = "This can be added when the record is approved."

_Own = Record.alias()


@dataclass(frozen=True)
class Overdue:
    """Something promised in an approved record whose day has passed."""

    what: str
    who: str
    due: date


def added_to(record: Record) -> list[FollowUp]:
    """What was added after approval, oldest first."""
    added = FollowUp.select(FollowUp, Staff).join(Staff).where(FollowUp.record == record)
    return list(added.order_by(FollowUp.added_at, FollowUp.id))


def answers_with_additions(record: Record, version: RecordVersion) -> dict[str, Any]:
    """The answers as sealed, with what was added since."""
    return answers_in(version) | {row.question: row.answer for row in added_to(record)}


def still_open(record: Record) -> list[Finding]:
    """The follow-ups that are open: not settled when the record was approved, nor by anything added since."""
    if record.state not in OPEN_TO_ADDITIONS:
        return []
    version = decisions.get_version(record)
    steps = decisions.steps_of(record)
    answers = answers_with_additions(record, version)
    was_open = findings_of(version, steps).open_follow_up
    # What was added later may bear a later day than the record was weighed on.
    return [finding for finding in settled_by(was_open, answers, today=clock.today()) if finding.is_open]


def may_add(record: Record, staff: Staff) -> bool:
    """Whether this person may add what follows: the author, the workers and the team leaders the record names."""
    if record.state not in OPEN_TO_ADDITIONS:
        return False
    named = (RecordPerson.record == record) & (RecordPerson.staff == staff) & RecordPerson.part.in_(MAY_ADD)
    return record.author_id == staff.id or bool(RecordPerson.select().where(named).exists())


def add(*, record: Record, by: Staff, answers: Mapping[str, Any]) -> None:
    """Add answers beside the approved record. The sealed document stays as it is."""
    with locked(record.id) as current:
        if current.state not in OPEN_TO_ADDITIONS:
            raise NotNowError("not approved", NOT_YET)
        if not may_add(current, by):
            raise NotAllowedError("may not add", "This is for the author and the people that the record names.")
        for question, answer in answers.items():
            FollowUp.create(record=current, question=question, answer=answer, staff=by, added_at=clock.now())
        audit.write(record=current, event="added_to", by=by, detail={"questions": sorted(answers)})


def overdue(record: Record, *, today: date) -> list[Overdue]:
    """Actions still planned and dates promised whose day has passed, until a closing note is added."""
    if record.state not in OPEN_TO_ADDITIONS or any(row.question == CLOSING for row in added_to(record)):
        return []
    answers = answers_with_additions(record, decisions.get_version(record))
    found = [one for name in ("service_actions", "relationship_actions") for one in _late(answers.get(name), today)]
    promised = date_from(answers.get("full_handover_on"))
    if promised and promised < today:
        found.append(Overdue("The full handover, or the closing meeting", "", promised))
    return found


def overdue_for(staff: Staff, *, today: date) -> list[tuple[Record, list[Overdue]]]:
    """What is overdue in the records that this person wrote or leads a team in, the oldest record first."""
    leads = RecordPerson.select(RecordPerson.record).where(
        (RecordPerson.staff == staff) & RecordPerson.part.in_(LEADERS)
    )
    closed = FollowUp.select(FollowUp.record).where(FollowUp.question == CLOSING)
    own = _Own.select(_Own.id).where(_Own.author == staff)
    theirs = Record.id.in_(own | leads)
    still = (Record.kind == MAKES_PROMISES) & Record.state.in_(list(OPEN_TO_ADDITIONS)) & Record.id.not_in(closed)
    records = Record.select(Record, Child).left_outer_join(Child).where(theirs & still).order_by(Record.id)
    found = ((record, overdue(record, today=today)) for record in records.limit(MOST_SHOWN))
    return [(record, late) for record, late in found if late]


def _late(rows: Any, today: date) -> list[Overdue]:
    found = []
    for row in rows if isinstance(rows, list) else []:
        due = date_from(row.get("by_when"))
        if row.get("state") == "planned" and due and due < today:
            found.append(Overdue(str(row.get("what", "")), str(row.get("who", "")), due))
    return found
