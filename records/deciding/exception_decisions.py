"""Exception decisions and the transfers that rely on them: asking for one, relying on one that stands, and its end."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from models import Record, RecordLink, Staff, State
from protocol.days import date_from
from records import access, audit, clock
from records.deciding import states
from records.deciding.managers import managers_named
from records.drafting.starting import new_draft
from records.errors import CannotSubmitError, NotAllowedError, NotNowError
from records.reporting import history
from records.transaction import locked
from records.weighing import REVIEW, STANDING, STATEMENT, answers_decided_on

KIND = "exception_decision"
TRANSFER = "serves_transfer"  # what an exception decision is told of the transfer that asks for it
SERVED = "transfer_meeting"
NO_SUCH_TRANSFER = (
    "There is no transfer meeting record of this child with that reference that you can see. Under 'What is departed "
    "from', enter the reference of the transfer that this exception is for, as it stands at the head of that record."
)
NOT_FOR_THIS = "Only an exception decision that stands, for this child and this requirement, can be used here."


def ask_for_exception(
    *,
    record: Record,
    statement: str,
    kind: str,
    prefix: str,
    questions: Collection[str],
    by: Staff,
    proposed: Mapping[str, Any] | None = None,
) -> Record:
    """A draft exception decision for one statement of a transfer, linked to it, with what the transfer knows filled in.

    `proposed` are further answers. Asking again finds the first, unless that one can never lift the statement.
    """
    asked = {**record.answers, **managers_named(record.answers), **(proposed or {})}
    asked |= {STATEMENT: statement, TRANSFER: record.reference}
    asked = {name: value for name, value in asked.items() if name in questions}
    with locked(record.id) as current:
        if known := asked_for(current, statement):
            return known
        exception = new_draft(kind=kind, prefix=prefix, child=record.child, by=by, answers=asked, started_from=current)
        RecordLink.create(transfer=current, exception=exception, statement=statement)
        audit.write(record=current, event="exception_asked", by=by, detail={"statement": statement})
    return exception


def asked_for(record: Record, statement: str) -> Record | None:
    """The newest exception linked for this statement that lifts it, or may come to."""
    linked = [link.exception for link in history.exceptions_of(record) if link.statement == statement]
    return next((one for one in reversed(linked) if not has_ended(one) and _is_about(one, statement)), None)


def _is_about(exception: Record, statement: str) -> bool:
    undecided = exception.state in states.UNSUBMITTED
    answers = exception.answers if undecided else answers_decided_on(exception)
    return bool(answers.get(STATEMENT) == statement)


def has_ended(exception: Record) -> bool:
    """Whether an exception decision was withdrawn, or stood and is past its review date."""
    if exception.state == State.WITHDRAWN:
        return True
    review_on = date_from(answers_decided_on(exception).get(REVIEW))
    return exception.state in STANDING and review_on is not None and review_on < clock.today()


def usable(*, record: Record, statement: str, staff: Staff) -> list[Record]:
    """The exceptions that a transfer may come to rely on for a statement: for this child, standing, in sight."""
    if record.child_id is None:
        return []
    of_child = (Record.kind == KIND) & (Record.child == record.child_id) & Record.state.in_(list(STANDING))
    linked = {link.exception_id for link in history.exceptions_of(record) if link.statement == statement}
    found = access.visible_to(staff).where(of_child).order_by(Record.id)
    return [one for one in found if one.id not in linked and not has_ended(one) and _is_about(one, statement)]


def use(*, record: Record, exception: str, statement: str, by: Staff) -> None:
    """Let a draft transfer rely on the exception decision of this reference too.

    Raises NotAllowedError when the draft is not theirs to write, NotNowError when that exception cannot be used.
    """
    with locked(record.id) as current:
        if not access.may_edit(current, by):
            raise NotAllowedError(f"record {current.id} is not editable", "This record can no longer be changed.")
        offered = {one.reference: one for one in usable(record=current, statement=statement, staff=by)}
        if exception not in offered:
            raise NotNowError("not an exception for this", NOT_FOR_THIS)
        RecordLink.create(transfer=current, exception=offered[exception], statement=statement)
        detail = {"statement": statement, "exception": exception}
        audit.write(record=current, event="exception_used", by=by, detail=detail)


def link_to_transfer(exception: Record, answers: Mapping[str, Any], *, by: Staff) -> None:
    """Link an exception decision, as it is submitted, to the transfer that it names, in the caller's transaction.

    Raises CannotSubmitError when there is no such transfer of this child that `by` can see. Other records need none.
    """
    if exception.kind != KIND:
        return
    reference = "".join(str(answers.get(TRANSFER, "")).split()).upper()
    of_child = (Record.kind == SERVED) & (Record.child == exception.child_id) & (Record.reference == reference)
    transfer = access.visible_to(by).where(of_child).first()
    if transfer is None:
        raise CannotSubmitError("no such transfer", NO_SUCH_TRANSFER)
    link = {"transfer": transfer, "exception": exception, "statement": answers[STATEMENT]}
    if RecordLink.get_or_none(**link) is None:
        RecordLink.create(**link)


def standing_instead(exception: Record) -> list[Record]:
    """The exception decisions that stand for the transfers of one that has ended, and for its statement: each once."""
    statement = str(answers_decided_on(exception).get(STATEMENT))
    served = [link.transfer for link in history.transfers_of(exception) if link.statement == statement]
    found = (_sealed_for(transfer, statement) for transfer in served if transfer.state != State.WITHDRAWN)
    return list(dict.fromkeys(one for one in found if one))


def _sealed_for(transfer: Record, statement: str) -> Record | None:
    linked = [link.exception for link in history.exceptions_of(transfer) if link.statement == statement]
    standing = (one for one in linked if one.state == State.SEALED and not has_ended(one))
    return next((one for one in standing if _is_about(one, statement)), None)


def relying_on(exception: Record) -> list[Record]:
    """The transfers that rely on an exception decision and are not sealed yet."""
    closed = (State.SEALED, State.WITHDRAWN)
    return [link.transfer for link in history.transfers_of(exception) if link.transfer.state not in closed]


def ended_for(record: Record) -> set[str]:
    """The statements for which a transfer is linked to an exception that has ended."""
    return {link.statement for link in history.exceptions_of(record) if has_ended(link.exception)}
