"""Follow-up after approval: open answers, answers added beside the sealed record, and overdue commitments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms import KINDS, get_kind
from models import Child, FollowUp, Record, RecordPerson, RecordVersion, Staff, State
from protocol import Finding
from protocol.days import date_from
from records import audit, clock
from records.deciding import decisions
from records.errors import ConflictError, ForbiddenError
from records.renamed import answers_in
from records.transaction import locked
from records.weighing import findings_of, settle_with_answers

OPEN_TO_ADDITIONS = (State.APPROVED, State.SEALED)
LEADERS = ("current_team_leader", "new_team_leader", "reallocating_team_leader", "outgoing_team_leader")
MAY_ADD = ("current_worker", "new_worker", *LEADERS)
CLOSING = "closing_note"
MAX_RECORDS = 50
NOT_YET = "This can be added when the record is approved."

_Own = Record.alias()


@dataclass(frozen=True)
class Overdue:
    """A commitment of an approved record whose date has passed. `who`: as typed, '' if nobody is named."""

    what: str
    who: str
    due: date


def get_additions(record: Record) -> list[FollowUp]:
    """Answers added after approval, oldest first."""
    added = FollowUp.select(FollowUp, Staff).join(Staff).where(FollowUp.record == record)
    return list(added.order_by(FollowUp.added_at, FollowUp.id))


def answers_with_additions(record: Record, version: RecordVersion) -> dict[str, Any]:
    """The version's answers, overridden by those added after approval."""
    return answers_in(version) | {row.question: row.answer for row in get_additions(record)}


def get_open(record: Record) -> list[Finding]:
    """Follow-up findings that are still open, taking into account answers added after approval."""
    if record.state not in OPEN_TO_ADDITIONS:
        return []
    version = decisions.get_version(record)
    steps = decisions.steps_of(record)
    answers = answers_with_additions(record, version)
    was_open = findings_of(version, steps).open_follow_up
    # Settled as of today: added answers may contain later dates than the day of weighing.
    return [finding for finding in settle_with_answers(was_open, answers, today=clock.today()) if finding.is_open]


def may_add(record: Record, staff: Staff) -> bool:
    """Whether this person may add follow-up: the author, and the workers and team leaders that the record names."""
    if record.state not in OPEN_TO_ADDITIONS:
        return False
    named = (RecordPerson.record == record) & (RecordPerson.staff == staff) & RecordPerson.part.in_(MAY_ADD)
    return record.author_id == staff.id or bool(RecordPerson.select().where(named).exists())


def add(*, record: Record, by: Staff, answers: Mapping[str, Any]) -> None:
    """Add answers beside the approved record; the sealed document is unchanged.

    Raises ConflictError when it is not approved, ForbiddenError when `by` may not add.
    """
    with locked(record.id) as current:
        if current.state not in OPEN_TO_ADDITIONS:
            raise ConflictError("not approved", NOT_YET)
        if not may_add(current, by):
            raise ForbiddenError("may not add", "This is for the author and the people that the record names.")
        for question, answer in answers.items():
            FollowUp.create(record=current, question=question, answer=answer, staff=by, added_at=clock.now())
        audit.append_event(record=current, event="added_to", by=by, detail={"questions": sorted(answers)})


def get_overdue(record: Record, *, today: date) -> list[Overdue]:
    """Planned actions and promised dates that have passed; [] once a closing note was added."""
    if record.state not in OPEN_TO_ADDITIONS or any(row.question == CLOSING for row in get_additions(record)):
        return []
    answers = answers_with_additions(record, decisions.get_version(record))
    kind = get_kind(record.kind)
    rows = [one for name in kind.promised_rows for one in _overdue_rows(answers.get(name), today)]
    days = [(what, date_from(answers.get(name))) for name, what in kind.promised_days]
    return rows + [Overdue(what, "", due) for what, due in days if due and due < today]


def get_overdue_of(staff: Staff, *, today: date) -> list[tuple[Record, list[Overdue]]]:
    """(record, overdue commitments) for records that this person wrote or is a named leader of, oldest first."""
    leads = RecordPerson.select(RecordPerson.record).where(
        (RecordPerson.staff == staff) & RecordPerson.part.in_(LEADERS)
    )
    closed = FollowUp.select(FollowUp.record).where(FollowUp.question == CLOSING)
    own = _Own.select(_Own.id).where(_Own.author == staff)
    theirs = Record.id.in_(own | leads)
    promising = [kind.key for kind in KINDS.values() if kind.promised_rows or kind.promised_days]
    still = Record.kind.in_(promising) & Record.state.in_(list(OPEN_TO_ADDITIONS)) & Record.id.not_in(closed)
    records = Record.select(Record, Child).left_outer_join(Child).where(theirs & still).order_by(Record.id)
    found = ((record, get_overdue(record, today=today)) for record in records.limit(MAX_RECORDS))
    return [(record, late) for record, late in found if late]


def _overdue_rows(rows: Any, today: date) -> list[Overdue]:
    found = []
    for row in rows if isinstance(rows, list) else []:
        due = date_from(row.get("by_when"))
        if row.get("state") == "planned" and due and due < today:
            found.append(Overdue(str(row.get("what", "")), str(row.get("who", "")), due))
    return found
