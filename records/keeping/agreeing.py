"""What is due, and the two people who agree that it is disposed of. Each record is agreed by itself.

Operators know of every record that is due, heads of service of those of their services and of those that name no team:
reference, kind, day and rule, and nothing that the record says. One of the two who agree is a head of service.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import Select, fn

from mail import outbox
from models import Disposal, LegalHold, Record, Retention, Role, Staff, State
from protocol.parameters import Parameters
from protocol.retention import UNDER_WAY, Due
from records import audit, clock
from records.errors import ConflictError, ForbiddenError, NotFoundError
from records.keeping import holds, known
from records.keeping.known import Kept
from records.transaction import locked, notify_worker

PAGE_SIZE = 50
NOT_DUE = "This record is not due any more: what the register or the council’s figures say has changed."
AGREE_ANEW = "It is due by another rule or day than two people agreed to. It has to be agreed anew."
HELD = "This record is held: nothing of it is disposed of until the hold is lifted or ends."
AGREED_BEFORE = "You have agreed to this already. It takes somebody else too."
TWO_AGREED = "Two people have agreed to this already."
A_HEAD_TOO = (
    "You and whoever agreed before you both look after Handover. One of the two who agree has to lead a whole service."
)
NOTHING_AGREED = "You have not agreed to this, or it has been taken back or done already."
NO_CLOCK = "There is no such record to be disposed of, or it is not one that you can see."


@dataclass(frozen=True)
class Listed:
    """A record that is due, as it is listed. hold: whether one stops it. agreed: by how many (0 to 2)."""

    clock: Retention
    hold: bool
    agreed: int


def is_keeper(staff: Staff, *, is_operator: bool) -> bool:
    """Whether somebody may see what is due and agree to its disposal."""
    return is_operator or staff.role == Role.HEAD_OF_SERVICE


def due_page(staff: Staff, *, is_operator: bool, page: int = 1) -> tuple[list[Listed], bool]:
    """(a page of what is due, what has been due longest first, whether there is more)."""
    found = _due(staff, is_operator=is_operator).order_by(Retention.due_on, Retention.id)
    rows = list(found.offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE + 1))
    shown = rows[:PAGE_SIZE]
    held = {one.first.id for one in known.families([row.record for row in shown]) if holds.holding(one)}
    open_ones = Disposal.select().where(Disposal.record.in_([row.record_id for row in shown]))
    agreed = {(one.record_id, one.part, one.rule, one.due_on): 2 if one.second_by_id else 1 for one in open_ones}
    listed = [
        Listed(row, row.record_id in held, agreed.get((row.record_id, row.part, row.rule, row.due_on), 0))
        for row in shown
    ]
    return listed, len(rows) > PAGE_SIZE


def count_due(staff: Staff, *, is_operator: bool) -> int:
    """How many are due that somebody may see."""
    return int(_due(staff, is_operator=is_operator).count())


def _due(staff: Staff, *, is_operator: bool) -> Select:
    return due_rows().where(known.known_to(staff, is_operator=is_operator))


def due_rows() -> Select:
    """Query of all that is due; a part about staff only where its record is not due as a whole."""
    today, Whole = clock.today(), Retention.alias()  # noqa: N806 - a table
    whole = (Whole.record == Retention.record) & (Whole.part == known.WHOLE) & (Whole.due_on <= today)
    is_all = (Retention.part == known.WHOLE) | ~fn.EXISTS(Whole.select(Whole.id).where(whole))
    return Retention.select(Retention, Record).join(Record).where((Retention.due_on <= today) & is_all)


def get(number: int, staff: Staff, *, is_operator: bool) -> Retention:
    """A record that is due, with its clock. Raises NotFoundError where there is none that this person may see."""
    found: Retention | None = _due(staff, is_operator=is_operator).where(Retention.id == number).first()
    if found is None:
        raise NotFoundError(f"no clock {number}", NO_CLOCK)
    return found


def disposal_of(record: Record, part: str) -> Disposal | None:
    """What was agreed, and not done yet."""
    is_open = (Disposal.record == record) & (Disposal.part == part) & Disposal.done_at.is_null()
    found: Disposal | None = Disposal.get_or_none(is_open)
    return found


def standing(record: Record, part: str, due: Due) -> Disposal | None:
    """What was agreed and still holds: of the rule and the day by which it is due now."""
    agreed = disposal_of(record, part)
    return agreed if agreed and (agreed.rule, agreed.due_on) == (due.rule, due.on) else None


def end_void(figures: Parameters) -> list[Disposal]:
    """End what was agreed of another rule or day than today's, and tell whoever had agreed. Returns what ended."""
    ended = []
    for one in Disposal.select(Disposal, Record).join(Record).where(Disposal.done_at.is_null()).order_by(Disposal.id):
        with locked(one.record_id) as record:
            still = disposal_of(record, one.part)
            if still is None or standing(record, one.part, look(record, one.part, figures)[1]):
                continue
            still.delete_instance()
            audit.append_event(record=record, event="disposal_ended", by=None, detail={"part": one.part})
            for staff in filter(None, (still.first_by, still.second_by)):
                outbox.queue(to=staff, kind="disposal_ended", record=record, now=clock.now())
            ended.append(one)
    if ended:
        notify_worker()
    return ended


def look(record: Record, part: str, figures: Parameters) -> tuple[Kept, Due, list[LegalHold]]:
    """A record with its later versions, when it is due today, and what holds it; read afresh."""
    (kept,) = known.families([record])
    counted = {of_part: found for _, of_part, found in known.count([kept], figures)}
    return kept, counted.get(part, Due(None, UNDER_WAY)), holds.holding(kept)


def require_due(record: Record, part: str, figures: Parameters) -> tuple[Kept, Due]:
    """Raise ConflictError for what is not due today, or is held."""
    if record.state == State.DISPOSED:
        raise ConflictError("disposed of already", NOT_DUE)
    kept, due, held = look(record, part, figures)
    if due.on is None or due.on > clock.today():
        raise ConflictError(f"not due: {due.rule}", NOT_DUE)
    if held:
        raise ConflictError("held", HELD)
    return kept, due


def agree(*, clock_row: Retention, by: Staff, figures: Parameters) -> Disposal:
    """Agree to the disposal of a record, or of its part about staff, as the first or the second of two.

    What was agreed of another rule or day is agreed anew. Raises ConflictError where it is not due or held, or two have
    agreed; ForbiddenError where neither of the two would be a head of service.
    """
    with locked(clock_row.record_id) as record:
        _, due = require_due(record, clock_row.part, figures)
        before = disposal_of(record, clock_row.part)
        if before and (before.rule, before.due_on) != (due.rule, due.on):
            before.delete_instance()
            before = None
        if before is None:
            agreed = Disposal.create(
                record=record, part=clock_row.part, rule=due.rule, due_on=due.on, first_by=by, first_at=clock.now()
            )
        else:
            agreed = _second(before, by)
        number = 2 if agreed.second_by_id else 1
        detail = {"part": clock_row.part, "rule": due.rule, "due_on": str(due.on), "number": number}
        audit.append_event(record=record, event="disposal_agreed", by=by, detail=detail)
    return agreed


def _second(disposal: Disposal, by: Staff) -> Disposal:
    if disposal.second_by_id:
        raise ConflictError("two have agreed", TWO_AGREED)
    if disposal.first_by_id == by.id:
        raise ConflictError("agreed before", AGREED_BEFORE)
    first: Any = disposal.first_by
    if Role.HEAD_OF_SERVICE not in (first.role, by.role):
        raise ForbiddenError("nobody leads a service", A_HEAD_TOO)
    disposal.second_by, disposal.second_at = by, clock.now()
    disposal.save()
    return disposal


def take_back(*, clock_row: Retention, by: Staff) -> None:
    """Take back that one agreed; that the other did stands. Raises ConflictError where there is nothing."""
    with locked(clock_row.record_id) as record:
        agreed = disposal_of(record, clock_row.part)
        if agreed is None or by.id not in (agreed.first_by_id, agreed.second_by_id):
            raise ConflictError("nothing to take back", NOTHING_AGREED)
        if agreed.second_by_id is None:
            agreed.delete_instance()
        else:
            if by.id == agreed.first_by_id:
                agreed.first_by, agreed.first_at = agreed.second_by, agreed.second_at
            agreed.second_by = agreed.second_at = None
            agreed.save()
        audit.append_event(record=record, event="disposal_taken_back", by=by, detail={"part": clock_row.part})


def find(reference: str, staff: Staff, *, is_operator: bool) -> Record | None:
    """The record with this reference that somebody may hold: whoever may know that it is due."""
    seen = known.known_to(staff, is_operator=is_operator)
    found: Record | None = Record.select().where(seen & (Record.reference == reference)).first()
    return found
