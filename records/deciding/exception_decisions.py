"""Exception decisions: requesting one for a transfer, linking an existing one, and when one has ended."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from forms import get_kind
from models import Record, RecordLink, Staff, State
from protocol.choices import STAYS
from protocol.consistency import Asked
from protocol.corrections import PREFIX
from protocol.days import date_from
from protocol.decisions import TAKES_EFFECT
from records import access, audit, clock
from records.deciding import states
from records.deciding.managers import managers_named
from records.drafting.named_people import get_id
from records.drafting.references import normalise_reference
from records.drafting.starting import new_draft
from records.errors import CannotSubmitError, ConflictError, ForbiddenError
from records.reporting import history
from records.transaction import locked
from records.weighing import DECIDED, MOVES_ON, REVIEW, SERVES, STANDING, STATEMENT, answers_decided_on

KIND = "exception_decision"
SERVED = "transfer_meeting"
NO_SUCH_TRANSFER = (
    "There is no transfer meeting record of this child with that reference that you can see. Under 'Workers and "
    "teams', enter the reference of the transfer that this exception is for, as the top of that record shows it."
)
NOT_FOR_THIS = "Only an exception decision that stands, for this child and this requirement, can be used here."


def ask_for_exception(
    *, record: Record, statement: str, kind: str, prefix: str, questions: Collection[str], by: Staff
) -> Record:
    """A draft exception decision for a statement of a transfer, linked to it and prefilled from its answers.

    `questions`: names that the exception's form has. Returns the existing request, if there is one that has not ended
    when the transfer takes effect.
    """
    asked = {**record.answers, **managers_named(record.answers), MOVES_ON: record.answers.get(TAKES_EFFECT)}
    asked |= {STATEMENT: statement, SERVES: record.reference}
    asked = {
        name: value for name, value in asked.items() if name.removeprefix(PREFIX) in questions and value is not None
    }
    asking = get_kind(kind).asking
    asked = {name: value for name, value in asked.items() if name not in asking or not _is_hidden(asking[name], asked)}
    with locked(record.id) as current:
        if known := find_requested(current, statement):
            return known
        exception = new_draft(kind=kind, prefix=prefix, child=record.child, by=by, answers=asked, started_from=current)
        RecordLink.create(transfer=current, exception=exception, statement=statement)
        audit.append_event(record=current, event="exception_asked", by=by, detail={"statement": statement})
    return exception


def _is_hidden(question: Asked, answers: Mapping[str, Any]) -> bool:
    """Whether an answer hides the question; one that is blank yet does not."""
    return any(answers.get(parent) not in (None, *values) for parent, values in question.when)


def find_requested(record: Record, statement: str) -> Record | None:
    """The newest linked exception decision that lifts this statement or still may; None without one."""
    linked = [link.exception for link in history.exceptions_of(record) if link.statement == statement]
    day = takes_effect_on(record)
    return next((one for one in reversed(linked) if not has_ended(one, day) and _may_lift(one, statement)), None)


def _is_about(exception: Record, statement: str) -> bool:
    return bool(_answers_of(exception).get(STATEMENT) == statement)


def _may_lift(exception: Record, statement: str) -> bool:
    """Whether an exception decision is about a statement, and not settled as one by which the child stays."""
    settled = exception.state not in states.UNSUBMITTED
    return _is_about(exception, statement) and not (settled and _answers_of(exception).get(DECIDED) == STAYS)


def _answers_of(exception: Record) -> Mapping[str, Any]:
    undecided = exception.state in states.UNSUBMITTED
    return exception.answers if undecided else answers_decided_on(exception)


def has_ended(exception: Record, day: date | None = None) -> bool:
    """Whether an exception decision was withdrawn, refused or corrected, or is past its review date.

    Today, or on `day` where that is later.
    """
    if exception.state in (State.WITHDRAWN, State.REFUSED, State.REFUSAL_SEALED, *states.REPLACED):
        return True
    review_on, last = date_from(answers_decided_on(exception).get(REVIEW)), max(day or date.min, clock.today())
    return exception.state in STANDING and review_on is not None and review_on < last


def fallen_for_cases(answers: Mapping[str, Any]) -> list[str]:
    """References of the records by which children go along in a management handover, and that stand no more."""
    rows = answers.get("cases")
    named = [get_id(row.get("its_record")) for row in (rows if isinstance(rows, list) else ())]
    records = Record.select().where(Record.id.in_([one for one in named if one is not None]))
    return sorted(one.reference for one in records if has_ended(one) or _child_stays(one))


def _child_stays(record: Record) -> bool:
    return record.kind == KIND and answers_decided_on(record).get(DECIDED) == STAYS


def takes_effect_on(transfer: Record) -> date | None:
    """The day on which a transfer takes effect, until which an exception that it rests on has to stand."""
    return date_from(transfer.answers.get(TAKES_EFFECT))


def find_usable(*, record: Record, statement: str, staff: Staff) -> list[Record]:
    """Approved, unlinked exception decisions for this child and statement that `staff` can see and that do not end
    before the transfer takes effect.
    """
    if record.child_id is None:
        return []
    of_child = (Record.kind == KIND) & (Record.child == record.child_id) & Record.state.in_(list(STANDING))
    linked = {link.exception_id for link in history.exceptions_of(record) if link.statement == statement}
    found = access.visible_to(staff).where(of_child).order_by(Record.id)
    day = takes_effect_on(record)
    return [one for one in found if one.id not in linked and not has_ended(one, day) and _may_lift(one, statement)]


def link_existing(*, record: Record, exception: str, statement: str, by: Staff) -> None:
    """Link a draft transfer to the exception decision with reference `exception`.

    Raises ForbiddenError when `by` may not edit the draft, ConflictError when that exception cannot be used.
    """
    with locked(record.id) as current:
        if not access.may_edit(current, by):
            raise ForbiddenError(f"record {current.id} is not editable", "This record can no longer be changed.")
        offered = {one.reference: one for one in find_usable(record=current, statement=statement, staff=by)}
        if exception not in offered:
            raise ConflictError("not an exception for this", NOT_FOR_THIS)
        RecordLink.create(transfer=current, exception=offered[exception], statement=statement)
        detail = {"statement": statement, "exception": exception}
        audit.append_event(record=current, event="exception_used", by=by, detail=detail)


def link_to_transfer(exception: Record, answers: Mapping[str, Any], *, by: Staff) -> None:
    """On submission, link an exception decision to the transfer that it names, in the caller's transaction.

    Does nothing for other kinds, nor where none is named, as where the child stays: whether one has to be is for the
    protocol. A correction is linked when it is sealed (records/amending). Raises CannotSubmitError when `by` can see no
    such transfer of this child.
    """
    if exception.kind != KIND or not answers.get(SERVES):
        return
    reference = normalise_reference(str(answers[SERVES]))
    if reference not in access.references_about(exception, SERVED, by):
        raise CannotSubmitError("no such transfer", NO_SUCH_TRANSFER)
    if exception.amends_id is not None:
        return
    transfer = Record.get(Record.reference == reference)
    link = {"transfer": transfer, "exception": exception, "statement": answers[STATEMENT]}
    if RecordLink.get_or_none(**link) is None:
        RecordLink.create(**link)


def find_replacements(exception: Record) -> list[Record]:
    """Sealed exception decisions that replace an ended one: same statement, for its transfers. Without duplicates."""
    statement = str(answers_decided_on(exception).get(STATEMENT))
    served = [link.transfer for link in history.transfers_of(exception) if link.statement == statement]
    found = (_sealed_for(transfer, statement) for transfer in served if transfer.state != State.WITHDRAWN)
    return list(dict.fromkeys(one for one in found if one))


def _sealed_for(transfer: Record, statement: str) -> Record | None:
    linked = [link.exception for link in history.exceptions_of(transfer) if link.statement == statement]
    standing = (one for one in linked if one.state == State.SEALED and not has_ended(one))
    return next((one for one in standing if _is_about(one, statement)), None)


def find_relying_transfers(exception: Record) -> list[Record]:
    """Transfers linked to an exception decision that are neither sealed, refused nor withdrawn."""
    closed = (State.REFUSED, *states.CLOSED)
    return [link.transfer for link in history.transfers_of(exception) if link.transfer.state not in closed]


def statements_with_ended_exception(record: Record) -> set[str]:
    """Ids of statements for which a transfer is linked to an exception decision that has ended, or will have then."""
    day = takes_effect_on(record)
    return {link.statement for link in history.exceptions_of(record) if has_ended(link.exception, day)}
