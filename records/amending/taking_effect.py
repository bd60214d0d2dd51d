"""What follows when a later version is sealed: it counts in place of the one before, with what was added to that."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from models import FollowUp, PromisedDay, Record, RecordLink, RecordVersion, Refusal, Staff, State, Step
from protocol.statements import EXCEPTION
from records import audit, listed_by
from records.amending import family
from records.deciding import decisions, exception_decisions, refusals, states
from records.drafting.references import normalise_reference
from records.following import follow_up, promises
from records.renamed import answers_in
from records.reporting import history
from records.transaction import select_for_update
from records.weighing import SERVES, STATEMENT

BY = "Corrected by version {version}, {reference}."


def event_at_seal(record: Record) -> str:
    """The event of the state machine when an approved or refused record is sealed."""
    return "cancelled" if record.state == State.APPROVED and family.is_cancellation(record) else "sealed"


def take_effect(record: Record, version: RecordVersion, steps: Sequence[Step], *, told: Collection[Staff]) -> None:
    """Put a later version that has been sealed in the place of the one before, in the caller's transaction.

    Everybody who was told of that one is told, but those in `told`. A correction or cancellation of an approved record
    that was refused leaves that as it is.
    """
    earlier = select_for_update(record.amends_id)
    if record.state == State.REFUSAL_SEALED and earlier.state == State.SEALED:
        return
    event = "cancelled" if record.state == State.CANCELLED else "corrected"
    state = states.next_state(earlier.state, event)
    Record.update(state=state).where(Record.id == earlier.id).execute()
    detail = {"later": record.reference, "of_version": version.number}
    audit.append_event(record=earlier, event=event, by=None, detail=detail)
    if event == "corrected":
        _settle(earlier, record, version)
        _relink(earlier, record, version)
        if record.state == State.SEALED:
            _carry_on(earlier, record, version, steps)
    promises.end(earlier)
    people = (staff for staff in decisions.get_people_to_notify(earlier) if staff.active and staff not in told)
    decisions.notify(sorted(people, key=lambda staff: int(staff.id)), event, earlier)


def _settle(earlier: Record, record: Record, version: RecordVersion) -> None:
    """What was refused in the earlier version binds no more: what was decided on this one stands. Nobody settled it."""
    why = BY.format(version=version.number, reference=record.reference)
    for refusal in Refusal.select().where((Refusal.record == earlier) & Refusal.settled_at.is_null()):
        refusals.mark_settled(refusal, by=None, reason=why)


def _relink(earlier: Record, record: Record, version: RecordVersion) -> None:
    """Transfers that rest on a corrected exception rest on this one, or their people are told that they cannot."""
    answers = answers_in(version)
    statement, serves = answers.get(STATEMENT), normalise_reference(str(answers.get(SERVES) or ""))
    same = [link for link in history.transfers_of(earlier) if link.statement == statement]
    for link in same if record.state == State.SEALED else ():
        _link(link.transfer, record, link.statement)
    named = Record.get_or_none(Record.reference == serves) if serves and record.kind == EXCEPTION else None
    if named and record.state == State.SEALED:
        _link(named, record, str(statement))
    kept = {link.transfer_id for link in same} if record.state == State.SEALED else set()
    for transfer in exception_decisions.find_relying_transfers(earlier):
        if transfer.id not in kept:
            decisions.notify(decisions.get_people_to_notify(transfer), "exception_ended", transfer)


def _link(transfer: Record, exception: Record, statement: str) -> None:
    link = {"transfer": transfer, "exception": exception, "statement": statement}
    if RecordLink.get_or_none(**link) is None:
        RecordLink.create(**link)


def _carry_on(earlier: Record, record: Record, version: RecordVersion, steps: Sequence[Step]) -> None:
    """Keep this version's promises, with what has become of the same ones since, and what was added to the earlier."""
    promises.keep_promises(record, version, steps)
    additions = follow_up.get_additions(earlier)
    for row in additions:
        FollowUp.create(record=record, question=row.question, answer=row.answer, staff=row.staff, added_at=row.added_at)
    was, now = answers_in(decisions.get_version(earlier)), answers_in(version)
    own = {_place(day): day for day in PromisedDay.select().where(PromisedDay.record == record)}
    for day in PromisedDay.select().where(PromisedDay.record == earlier).order_by(PromisedDay.id):
        if day.question and _said(was, day) == _said(now, day):
            _carry_on_promise(day, own.get(_place(day)), record)
    listed_by.note(record.id)
    follow_up.end_what_is_met(record, closed=any(row.question == follow_up.CLOSING for row in additions))


def _carry_on_promise(day: PromisedDay, own: PromisedDay | None, record: Record) -> None:
    columns = {"question": day.question, "row": day.row, "staff": day.staff_id}
    kept = own or PromisedDay.create(record=record, due_on=day.due_on, **columns)
    kept.due_on, kept.ended_at = day.due_on, day.ended_at
    kept.save()
    said = (FollowUp.record == day.record_id) & (FollowUp.question == promises.PROMISED)
    for row in FollowUp.select().where(said).order_by(FollowUp.id):
        if row.answer.get("promise") == day.id:
            answer = {**row.answer, "promise": kept.id}
            FollowUp.create(
                record=record, question=row.question, answer=answer, staff=row.staff_id, added_at=row.added_at
            )


def _place(day: PromisedDay) -> tuple[str, int | None, str]:
    return day.question, day.row, day.statement


def _said(answers: dict[str, Any], day: PromisedDay) -> Any:
    said = answers.get(day.question)
    if day.row is None or not isinstance(said, list):
        return said
    return said[day.row] if day.row < len(said) else None
