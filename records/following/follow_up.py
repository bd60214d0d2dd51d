"""Follow-up after approval: what is still open, what is added beside the sealed record, what became of promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from models import FollowUp, PromisedDay, Record, RecordPerson, RecordVersion, Staff
from protocol import Finding
from protocol.consistency import clashes_with
from protocol.days import date_from
from records import audit, clock
from records.deciding import decisions
from records.errors import ConflictError, ForbiddenError
from records.following import promises
from records.following.promises import LEADERS
from records.renamed import answers_in
from records.transaction import locked
from records.weighing import figures_on, findings_of, settle_with_answers

OPEN_TO_ADDITIONS = promises.KEPT_IN
MAY_ADD = ("current_worker", "new_worker", *LEADERS)
CLOSING = "closing_note"
NOT_YET = "This can be added when the record is approved."
NOT_YOURS = "This is for the author and the people that the record names."
SAID_ALREADY = "Somebody has said already what became of this."


def get_additions(record: Record) -> list[FollowUp]:
    """Answers added after approval, oldest first."""
    answers = (FollowUp.record == record) & (FollowUp.question != promises.PROMISED)
    added = FollowUp.select(FollowUp, Staff).join(Staff).where(answers)
    return list(added.order_by(FollowUp.added_at, FollowUp.id))


def answers_with_additions(record: Record, version: RecordVersion) -> dict[str, Any]:
    """The version's answers, overridden by those added after approval."""
    return answers_in(version) | {row.question: row.answer for row in get_additions(record)}


def contradicted_by(record: Record, added: Mapping[str, Any]) -> dict[str, str]:
    """Question → what cannot be true of the answer that is to be added, beside the record and what was added before."""
    today = clock.today()
    answers = answers_with_additions(record, decisions.get_version(record)) | dict(added)
    return clashes_with(added, record.kind, answers, today=today, parameters=figures_on(today))


def first_day_of(day: PromisedDay) -> date:
    """The first day on which a promise can have been kept: it was still to come when the record was submitted."""
    return decisions.get_version(day.record).weighed_on


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
            raise ForbiddenError("may not add", NOT_YOURS)
        for question, answer in answers.items():
            FollowUp.create(record=current, question=question, answer=answer, staff=by, added_at=clock.now())
        end_what_is_met(current, closed=CLOSING in answers)
        audit.append_event(record=current, event="added_to", by=by, detail={"questions": sorted(answers)})


def end_what_is_met(record: Record, *, closed: bool) -> None:
    """Nothing more is due of what the added answers meet; after a closing note, of nothing.

    What is still open is due by the day to come that was added for it.
    """
    still = {finding.statement: finding.question or "" for finding in get_open(record)}
    due = PromisedDay.select().where((PromisedDay.record == record) & (PromisedDay.statement != ""))
    promises.end(record, None if closed else {day.statement for day in due} - still.keys())
    answers = answers_with_additions(record, decisions.get_version(record))
    for statement, question in still.items():
        promises.put_off(record, statement, date_from(answers.get(question or "")))


def may_say(day: PromisedDay, staff: Staff) -> bool:
    """Whether this person may say what became of a promise: whoever may add, and whoever was to do it."""
    return day.staff_id == staff.id or may_add(day.record, staff)


def said_by(staff: Staff, days: Sequence[PromisedDay]) -> frozenset[int]:
    """Ids of those of these open promises of which this person may say what became, or add what followed."""
    records = {day.record_id for day in days}
    named = RecordPerson.record.in_(records) & (RecordPerson.staff == staff) & RecordPerson.part.in_(MAY_ADD)
    theirs = {row.record_id for row in RecordPerson.select(RecordPerson.record).where(named)}
    mine = (one for one in days if staff.id in (one.staff_id, one.record.author_id) or one.record_id in theirs)
    return frozenset(day.id for day in mine)


def say_what_became(day: PromisedDay, *, by: Staff, became: str, on: date | None = None, why: str = "") -> None:
    """Keep beside the approved record that something promised was done on a day, is put off to one, or did not happen.

    Raises ConflictError when it has been said before or the record is not approved, ForbiddenError when `by` may not.
    """
    with locked(day.record_id) as record:
        current = PromisedDay.get_by_id(day.id)
        if current.ended_at or record.state not in OPEN_TO_ADDITIONS:
            raise ConflictError("ended", SAID_ALREADY)
        if not may_say(current, by):
            raise ForbiddenError("may not say", NOT_YOURS)
        promises.save_what_became(current, by=by, became=became, on=on, why=why)
        detail = {"promise": current.id, "became": became}
        audit.append_event(record=record, event="promise_answered", by=by, detail=detail)
