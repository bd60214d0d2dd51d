"""Submitting a draft as an immutable version with its chain of steps; recalling and withdrawing a record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from documents import digest
from forms import get_kind
from models import Departure, Record, RecordVersion, Staff, State, StepState
from protocol import PROTOCOL_VERSION, Weighing, updating
from protocol.chains.selection import confirms_corrections
from protocol.corrections import STORED
from records import access, audit, clock, council, editions, listed_by
from records.amending import family
from records.deciding import accepting, chain, correcting, decisions, digests, exception_decisions, refusals, states
from records.deciding.assignment import Assignment, assign
from records.drafting import from_register, reading_again, saving
from records.errors import CannotSubmitError, ConflictError, ForbiddenError
from records.letters import writing as letters
from records.reporting import operations
from records.transaction import locked, notify_worker
from records.weighing import contradictions_in, exceptions_for, findings_to_data, weigh_answers

REFUSED_BEFORE = (
    "This has been refused before, which this page did not say when you opened it. Read who refused it and why, at the "
    "top of this page, before you submit."
)
NOT_FROM_BELOW = "Somebody did not agree to this record, so it stays as it is until whoever decides now has settled it."
FALLEN = (
    "{} was refused, withdrawn or has ended: no child goes along by it. Name another record, or say that they stay."
)
CHANGED = "This record was changed while you were reading it. Check your answers again before you submit."


def submit(
    *, record: Record, by: Staff, answers: Mapping[str, Any], declared: bool, refusals_read: Collection[int] = ()
) -> RecordVersion:
    """Submit the draft as `by` read it (`record.revision`) with its applicable answers. Returns the new version.

    refusals_read: ids of the earlier refusals that `by` read with it. Raises ConflictError when it is already submitted
    or has changed since, ForbiddenError for anybody but the author, CannotSubmitError when a requirement is unmet, an
    answer is to be read again, answers contradict each other, a refusal that binds it was not read, a step has nobody,
    or `declared` is False and a declaration is due.
    """
    with locked(record.id) as current:
        state = states.next_state(current.state, "submitted")
        if not access.acts_as_author(current, by):
            raise ForbiddenError("not the author", "Only the person who started this record can submit it.")
        if current.revision != record.revision:
            raise ConflictError("changed since it was read", CHANGED)
        if changed := saving.save_register_answers(current, by=by):
            _require_read(changed, current, answers)
        today = clock.today()
        weighing = weigh_answers(
            kind=current.kind, answers=answers, today=today, exceptions=exceptions_for(current, today=today)
        )
        if reading_again.still_to_read(current) or not weighing.can_submit or contradictions_in(current):
            raise CannotSubmitError("something required is open", "Something in this record still needs attention.")
        if any(refusal.id not in refusals_read for refusal in refusals.binding(current, answers)):
            raise CannotSubmitError("refused before", REFUSED_BEFORE)
        if fallen := exception_decisions.fallen_for_cases(answers):
            raise CannotSubmitError("a child's record fell", FALLEN.format(" and ".join(fallen)))
        accepts = [finding.statement for finding in weighing.to_accept]
        assignments = plan_assignments(record=current, answers=answers, by=by, accepts=accepts)
        own = _confirmed_by_submitting(assignments, by)
        if own and not declared:
            raise CannotSubmitError("not declared", "Tick the box to confirm your part before you submit.")
        exception_decisions.link_to_transfer(current, answers, by=by)
        submitted = from_register.as_submitted(current, answers)
        version = _create_version(current, answers=submitted, weighing=weighing, by=by)
        _save_state(current, state, version.number)
        audit.append_event(
            record=current, event="submitted", by=by, detail={"version": version.number, "digest": version.digest}
        )
        for step in chain.create_steps(current, version, assignments):
            if step.key in own:
                decisions.confirm_at_submission(step, record=current, version=version, by=by)
        decisions.open_next_steps(current, version)
        letters.ask_new_worker(current, by)
    notify_worker()
    return version


def _require_read(changed: Iterable[str], record: Record, answers: Mapping[str, Any]) -> None:
    """Raise CannotSubmitError where the register's answers are not those that the author read before submitting."""
    now = get_kind(record.kind).applicable_answers(record.answers)
    if any(now.get(name) != answers.get(name) for name in changed):
        raise CannotSubmitError("the register has changed", CHANGED)


def plan_assignments(
    *, record: Record, answers: Mapping[str, Any], by: Staff, accepts: Sequence[str] = ()
) -> list[Assignment]:
    """The assignments that submitting these answers now would create. Raises CannotSubmitError.

    accepts: the statements that are to be accepted as not met.
    """
    specs = chain.specs_for(kind=record.kind, answers=answers, refused=refusals.binding(record, answers))
    assignments = assign(specs, record, submitted_by=by.id)
    assignments = correcting.confirming_first(assignments, answers, wrote=access.get_writer_ids(record) | {by.id})
    return accepting.accepting_last(assignments, record, answers, accepts, by=by)


def _confirmed_by_submitting(assignments: list[Assignment], by: Staff) -> set[str]:
    """Keys of confirmation steps that `by` takes by submitting: their own, of the lowest order only.

    The step that confirms corrections comes before all, and does not count.
    """
    others = (one.spec.order for one in assignments if not confirms_corrections(one.spec))
    first = min(others, default=0)
    mine = (one.spec for one in assignments if one.staff == by and one.spec.order == first)
    return {spec.key for spec in mine if spec.action == "confirm"}


def _create_version(record: Record, *, answers: Mapping[str, Any], weighing: Weighing, by: Staff) -> RecordVersion:
    record.protocol_version = PROTOCOL_VERSION  # the one it is weighed under now, not the one it was started under
    version = RecordVersion(
        record=record,
        number=record.version + 1,
        answers=dict(answers),
        findings=findings_to_data(weighing),
        recipe=digest.RECIPE,
        withheld=digests.withhold(record.kind, weighing),
        protocol_version=record.protocol_version,
        figures=dict(council.current().figures),
        edition=editions.get_or_create(),
        foreseen=foreseen(record, answers=answers, weighing=weighing),
        weighed_on=clock.today(),
        submitted_by=by,
        submitted_at=clock.now(),
        has_corrections=not STORED.isdisjoint(answers),
    )
    version.digest = digests.of(version)
    version.save()
    audit.note_writer(record, by, version.submitted_at)
    departed = [{"version": version, "statement": finding.statement} for finding in weighing.departures]
    if departed:
        Departure.insert_many(departed).execute()
    accepting.ask(version, weighing)
    listed_by.note(record.id)
    return version


def foreseen(record: Record, *, answers: Mapping[str, Any], weighing: Weighing) -> dict[str, Any]:
    """What decisions, exceptions and additions may still change of a version: the value of RecordVersion.foreseen."""
    accepts = [finding.statement for finding in weighing.to_accept]
    refused = refusals.binding(record, answers)
    steps = chain.foreseen_for(kind=record.kind, answers=answers, accepts=accepts, refused=refused)
    return {"findings": updating.to_data(weighing.findings), "steps": steps}


def _save_state(record: Record, state: State, version: int) -> None:
    record.state, record.version = state, version
    moved = Record.update(state=state, version=version, protocol_version=record.protocol_version)
    moved.where(Record.id == record.id).execute()


def may_withdraw(record: Record, staff: Staff) -> bool:
    """Whether this person, acting as its author, may withdraw the record: until approved, or while it is held back.

    What somebody has refused is not withdrawn before those who decide with them have decided. An exception decision can
    be withdrawn even when sealed, unless it is being corrected; then it no longer lifts its statement.
    """
    open_states = (*states.UNSUBMITTED, State.SUBMITTED)
    revocable = record.state == State.SEALED and record.kind == exception_decisions.KIND
    revocable = revocable and family.under_way(record) is None
    may_now = record.state in open_states or revocable or is_held_back(record)
    return may_now and not _stopped_by(record, StepState.REFUSED) and access.acts_as_author(record, staff)


def _stopped_by(record: Record, *outcomes: StepState) -> bool:
    """Whether somebody refused or could not agree while it is being decided, so that it is not undone from below."""
    return record.state == State.SUBMITTED and bool(chain.not_agreed(decisions.steps_of(record), *outcomes))


def is_disagreed(record: Record) -> bool:
    """Whether somebody did not agree to a record on which others have still to decide."""
    return _stopped_by(record)


def is_held_back(record: Record) -> bool:
    """Whether an approved record cannot be sealed because a requirement is no longer met."""
    if record.state != State.APPROVED:
        return False
    return not decisions.requirements_still_met(decisions.get_version(record), decisions.steps_of(record))


def may_recall(record: Record, staff: Staff) -> bool:
    """Whether this person, acting as its author, may recall the record: while submitted, or when held back.

    Not while somebody did not agree to it: then it is for whoever decides now.
    """
    may_now = record.state == State.SUBMITTED or is_held_back(record)
    return may_now and not is_disagreed(record) and access.acts_as_author(record, staff)


def recall(*, record: Record, by: Staff, reason: str) -> None:
    """Recall a submitted record to a draft. Its version is voided, and everybody asked so far is mailed.

    Raises ForbiddenError for anybody but the author, ConflictError when its state does not allow it.
    """
    with locked(record.id) as current:
        state = states.next_state(current.state, "recalled")
        if not access.acts_as_author(current, by):
            raise ForbiddenError("not the author", "Only the person who started this record can take it back.")
        if is_disagreed(current):
            raise ConflictError("not agreed", NOT_FROM_BELOW)
        if not may_recall(current, by):
            raise ConflictError("approved", states.STATE_CONFLICTS[State.APPROVED])
        operations.clear_sealing_problem(current)
        audit.append_event(record=current, event="recalled", by=by, detail={"version": current.version})
        why = f"{by.name} took this back: {reason}"
        decisions.reopen(current, state, by=by, why=why, kind="recalled", about={"by": by.id})
    notify_worker()


def withdraw(*, record: Record, by: Staff, reason: str) -> None:
    """Withdraw a record permanently. It stays readable; its undecided steps are voided.

    Raises ForbiddenError for anybody but the author, ConflictError when its state does not allow it.
    """
    with locked(record.id) as current:
        state = states.next_state(current.state, "withdrawn")
        if not access.acts_as_author(current, by):
            raise ForbiddenError("not the author", "Only the person who started this record can withdraw it.")
        if _stopped_by(current, StepState.REFUSED):
            raise ConflictError("refused", NOT_FROM_BELOW)
        if not may_withdraw(current, by):
            raise ConflictError("approved or sealed for good", states.STATE_CONFLICTS[State(current.state)])
        operations.clear_sealing_problem(current)
        recipients = decisions.get_people_to_notify(current)
        decisions.void_version(current, f"Withdrawn: {reason}")
        Record.update(state=state, closed_reason=reason).where(Record.id == current.id).execute()
        audit.append_event(record=current, event="withdrawn", by=by)
        saving.forget_changes(current)
        decisions.notify(recipients - {by}, "withdrawn", current, about={"by": by.id})
        for transfer in exception_decisions.find_relying_transfers(current):
            decisions.notify(decisions.get_people_to_notify(transfer) - {by}, "exception_ended", transfer)
    notify_worker()
