"""Disposes of what is due and agreed by two. Afterwards a record is its reference and its audit trail.

Documents stay known by length and SHA-256 (records/sealing/stages.py), so that a copy of one can still be named: it is
genuine, and was disposed of.
"""

from __future__ import annotations

from typing import Any

from peewee import SqliteDatabase

from models import (
    Acceptance,
    AnswerChange,
    Departure,
    Disposal,
    FollowUp,
    PromisedDay,
    Record,
    RecordVersion,
    Retention,
    SealedDocument,
    State,
    database,
)
from protocol.parameters import Parameters
from protocol.retention import Due
from records import audit, clock, listed_by
from records.deciding import digests
from records.errors import ConflictError
from records.keeping import agreeing, certificates, holds, known, what_goes
from records.keeping.known import STAFF_PART, WHOLE, Kept
from records.reporting import worker_changes
from records.sealing import stages
from records.sealing.describing import RESTRICTED
from records.transaction import select_for_update, transaction

NOT_AGREED = "It takes two people who agree to it first."
EMPTY: dict[str, Any] = {
    **dict.fromkeys(("child", "started_from", "takes_effect_on")),
    **dict.fromkeys(("departs", "accepts", "refuses", "promises", "crosses")),
    "answers": {},
    "typed": {},
    "to_read": [],
    "closed_reason": "",
    "state": State.DISPOSED,
}


def agreed() -> list[Disposal]:
    """What two people have agreed to, and is not done yet, the oldest first."""
    is_ready = Disposal.second_by.is_null(False) & Disposal.done_at.is_null()
    return list(Disposal.select(Disposal, Record).join(Record).where(is_ready).order_by(Disposal.id))


def problem(disposal: Disposal, figures: Parameters) -> str:
    """Why what was agreed cannot be done now; '' where it can."""
    try:
        _require(disposal, figures)
    except ConflictError as error:
        return error.shown
    return ""


def _require(disposal: Disposal, figures: Parameters) -> Kept:
    if not disposal.second_by_id:
        raise ConflictError("not agreed by two", NOT_AGREED)
    kept, due = agreeing.require_due(disposal.record, disposal.part, figures)
    if (due.rule, due.on) != (disposal.rule, disposal.due_on):
        raise ConflictError("due by another rule", agreeing.AGREE_ANEW)
    return kept


def dispose(disposal: Disposal, *, figures: Parameters, done_by: str) -> list[certificates.Certificate]:
    """Do what two people have agreed to, and return the certificates. done_by: the operator's account.

    Raises ConflictError where it is done, taken back, held or not due any more; then nothing is changed.
    """
    overwrite_deleted()
    with transaction():
        ids = sorted(record.id for record in agreeing.look(disposal.record, disposal.part, figures)[0].records)
        for number in ids:
            select_for_update(number)
        current = Disposal.get_or_none((Disposal.id == disposal.id) & Disposal.done_at.is_null())
        if current is None:
            raise ConflictError("done or taken back", agreeing.NOTHING_AGREED)
        kept = _require(current, figures)
        _remove(kept, current, done_by)
    empty_log()
    return certificates.of(Disposal.get_by_id(disposal.id))


def _remove(kept: Kept, disposal: Disposal, done_by: str) -> None:
    disposal.done_at, disposal.done_by = clock.now(), done_by
    disposal.save()
    for record in kept.records:
        if record.state != State.DISPOSED:
            (remove_whole if disposal.part == WHOLE else _remove_staff_part)(record, disposal)


def remove_whole(record: Record, disposal: Disposal) -> None:
    """Empty a record, in the caller's transaction, in which it is locked; its trail ends with the certificate."""
    detail = certificates.detail_of(record, disposal)
    _note_documents(detail)
    what_goes.remove([record.id])
    Record.update(started_from=None).where(Record.started_from == record).execute()
    Record.update(**EMPTY).where(Record.id == record.id).execute()
    holds.forget_reasons()
    if record.child_id is not None:
        worker_changes.recount([record.child_id])
    audit.append_event(record=record, event="disposed", by=None, detail=detail)


def _note_documents(detail: dict[str, Any]) -> None:
    for document in detail["documents"]:
        stages.note_disposal(document["code"], clock.today())


def _remove_staff_part(record: Record, disposal: Disposal) -> None:
    """Remove what a record withholds as about its staff; the digests of its versions can still be recomputed."""
    detail = certificates.detail_of(record, disposal, only_part=RESTRICTED)
    _note_documents(detail)
    names = digests.restricted_names(record.kind)
    for version in RecordVersion.select().where(RecordVersion.record == record):
        if version.withheld:
            names |= frozenset(version.withheld["answers"])
            _strip(version, version.withheld["answers"], version.withheld["statements"])
    SealedDocument.delete().where((SealedDocument.record == record) & (SealedDocument.part == RESTRICTED)).execute()
    for table in (AnswerChange, FollowUp, PromisedDay):
        table.delete().where((table.record == record) & table.question.in_(list(names))).execute()
    Retention.delete().where((Retention.record == record) & (Retention.part == STAFF_PART)).execute()
    kept = {name: {k: v for k, v in getattr(record, name).items() if k not in names} for name in ("answers", "typed")}
    Record.update(**kept).where(Record.id == record.id).execute()
    listed_by.note(record.id)
    audit.append_event(record=record, event="part_disposed", by=None, detail=detail)


def _strip(version: RecordVersion, names: list[str], statements: list[str]) -> None:
    version.withheld = digests.sealed_off(version)
    version.answers = {name: answer for name, answer in version.answers.items() if name not in names}
    for column in ("findings", "final_findings"):
        found = getattr(version, column)
        if found is not None:
            setattr(version, column, [one for one in found if one["statement"] not in statements])
    if version.foreseen:
        left = {one: data for one, data in version.foreseen.get("findings", {}).items() if one not in statements}
        version.foreseen = {**version.foreseen, "findings": left}
    version.save()
    for table in (Departure, Acceptance):
        table.delete().where((table.version == version) & table.statement.in_(statements)).execute()


def overwrite_deleted() -> None:
    """Have SQLite overwrite with zeros what is deleted from now on; PostgreSQL reuses the space by its own cleaning."""
    if isinstance(database.obj, SqliteDatabase):
        database.execute_sql("PRAGMA secure_delete = ON")


def empty_log() -> None:
    """Bring SQLite's log into its file, so that nothing is left in the log; where somebody reads, it is done later."""
    if isinstance(database.obj, SqliteDatabase):
        database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def agreed_by(row: Retention) -> int:
    """How many of the two have agreed to what is due, by the rule and day of today."""
    disposal = agreeing.standing(row.record, row.part, Due(row.due_on, row.rule))
    return 0 if disposal is None else 2 if disposal.second_by_id else 1


def held_by(record: Record) -> str:
    """That a record is held, and until when; '' where it is not."""
    (kept,) = known.families([record])
    held = holds.holding(kept)
    if not held:
        return ""
    last = [hold.last_day for hold in held]
    return f"held until {max(day for day in last if day)}" if all(last) else "held"
