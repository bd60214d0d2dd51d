"""Legal holds: nothing that is held is disposed of, whatever is due and whoever has agreed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from peewee import fn

from mail import outbox
from models import Disposal, LegalHold, Record, Staff, State
from records import audit, clock
from records.amending import family
from records.errors import ConflictError, NotFoundError
from records.keeping import known
from records.keeping.known import Kept
from records.transaction import notify_worker, select_for_update, transaction

GONE = "This record has been disposed of: there is nothing left to hold."
NO_CHILD = "This record is about no child: hold the record itself."
LIFTED = "This hold was lifted already."
NO_HOLD = "There is no such hold, or it is not one that you can see."


def place(
    *, record: Record, of_child: bool, why: str, by: Staff, last_day: date | None, review_on: date | None
) -> LegalHold:
    """Hold a record with its later versions, or (of_child) every record about its child, those still to come too.

    What two people had agreed to, or one, has to be agreed anew. One of the two days must be given. Raises
    ConflictError where the record has gone, or is about no child.
    """
    with transaction():
        held = _locked(_concerned(record, of_child=of_child))
        if held[0].state == State.DISPOSED:
            raise ConflictError("hold of what was disposed of", GONE)
        if of_child and held[0].child_id is None:
            raise ConflictError("hold without a child", NO_CHILD)
        hold = LegalHold.create(
            record=None if of_child else _first(held[0]),
            child=held[0].child_id if of_child else None,
            why=why,
            placed_by=by,
            placed_at=clock.now(),
            last_day=last_day,
            review_on=review_on,
        )
        detail = {"hold": hold.id, "last_day": str(last_day or ""), "of": "child" if of_child else "record"}
        _note(held, event="held", by=by, detail=detail)
        ids = [one.id for one in held]
        Disposal.delete().where(Disposal.record.in_(ids) & Disposal.done_at.is_null()).execute()
    return hold


def lift(*, hold: LegalHold, by: Staff, why: str) -> None:
    """Lift a hold, and tell whoever placed it, unless they lift it. Raises ConflictError when it was lifted already."""
    with transaction():
        held = _locked(_concerned_by(hold))
        lifted = LegalHold.update(lifted_by=by, lifted_at=clock.now(), lifted_why=why)
        if not lifted.where((LegalHold.id == hold.id) & LegalHold.lifted_at.is_null()).execute():
            raise ConflictError("lifted before", LIFTED)
        _note(held, event="hold_lifted", by=by, detail={"hold": hold.id})
        if hold.placed_by_id != by.id and held:
            placed_by: Any = hold.placed_by
            outbox.queue(to=placed_by, kind="hold_lifted", record=held[0], about={"by": by.id}, now=clock.now())
    notify_worker()


def holding(kept: Kept, on: date | None = None) -> list[LegalHold]:
    """The holds that stop the disposal of a record on a day (None: today): of it, or of a child whom it is about."""
    concerned = LegalHold.record.in_([record.id for record in kept.records])
    concerned |= LegalHold.child.in_([number for number in kept.children if number is not None])
    return list(LegalHold.select().where(_in_force(on or clock.today()) & concerned).order_by(LegalHold.id))


def forget_reasons() -> None:
    """Clear the reasons of holds that are over, about children of whom no record is left; who held and when stay."""
    is_left = fn.EXISTS(Record.select(Record.id).where(Record.child == LegalHold.child))
    over = LegalHold.child.is_null(False) & ~_in_force(clock.today()) & ~is_left
    told = (LegalHold.why != "") | (LegalHold.lifted_why != "")
    LegalHold.update(why="", lifted_why="").where(over & told).execute()


def in_force() -> list[LegalHold]:
    """Every hold that is in force today, those first whose day to be looked at again comes first."""
    holds = LegalHold.select(LegalHold, Staff).join(Staff, on=(LegalHold.placed_by == Staff.id))
    return list(
        holds.where(_in_force(clock.today())).order_by(
            LegalHold.review_on.is_null(), LegalHold.review_on, LegalHold.last_day, LegalHold.id
        )
    )


def get(number: int) -> LegalHold:
    """A hold that was not lifted. Raises NotFoundError."""
    found: LegalHold | None = LegalHold.get_or_none((LegalHold.id == number) & LegalHold.lifted_at.is_null())
    if found is None:
        raise NotFoundError(f"no hold {number}", NO_HOLD)
    return found


def is_seen_by(hold: LegalHold, staff: Staff, *, is_operator: bool) -> bool:
    """Whether somebody may know of a hold: an operator, and a head of service of whose services a record is."""
    return is_operator or any(True for _ in references(hold, staff, is_operator=False))


def references(hold: LegalHold, staff: Staff, *, is_operator: bool) -> list[str]:
    """The references of what a hold holds, as far as somebody may know them."""
    held = Record.id == hold.record_id if hold.record_id else Record.child == hold.child_id
    seen = Record.select().where(held & known.known_to(staff, is_operator=is_operator))
    return [record.reference for record in seen.order_by(Record.id)]


def _in_force(day: date) -> Any:
    return LegalHold.lifted_at.is_null() & (LegalHold.last_day.is_null() | (LegalHold.last_day >= day))


def _first(record: Record) -> Record:
    return next(reversed(family.before(record)), record)


def _concerned(record: Record, *, of_child: bool) -> list[int]:
    """Ids of the records that a hold concerns, the one that was named first."""
    of_it = [one.id for one in family.all_of(record)]
    if of_child and record.child_id:
        of_it += [one.id for one in Record.select(Record.id).where(Record.child == record.child_id).order_by(Record.id)]
    return list(dict.fromkeys((record.id, *of_it)))


def _concerned_by(hold: LegalHold) -> list[int]:
    if hold.record_id:
        held: Any = hold.record
        return [one.id for one in family.all_of(held)]
    return [one.id for one in Record.select(Record.id).where(Record.child == hold.child_id)]


def _locked(ids: list[int]) -> list[Record]:
    """These records, locked in the order of their ids, so that no two wait for each other; in the order as given."""
    found = {number: select_for_update(number) for number in sorted(ids)}
    return [found[number] for number in ids]


def _note(records: Iterable[Record], *, event: str, by: Staff, detail: dict[str, Any]) -> None:
    for record in records:
        if record.state != State.DISPOSED:
            audit.append_event(record=record, event=event, by=by, detail=detail)
