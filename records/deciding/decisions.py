"""Decisions: one person decides one step of one version in one transaction, which also uses up emailed links."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from peewee import DateTimeField

from mail import outbox
from models import DecisionLink, Record, RecordVersion, Staff, State, Step, StepState
from protocol.chains import refusing
from protocol.chains.acceptance import is_acceptance
from protocol.decisions import CORRECTIONS_RIGHT
from records import access, audit, clock
from records.deciding import accepting, chain, refusals, states
from records.deciding.correcting import asks_for_corrections
from records.errors import ConflictError, ForbiddenError
from records.following import promises, working_days
from records.transaction import for_update, locked, notify_worker
from records.weighing import findings_of

DECIDE_WITHIN = 5  # working days from when the step opens

ALREADY_DECIDED = "This step has already been settled: nothing more is needed from you."
CHANGED = "This record has changed since you opened it. Read it again before you decide."
NOT_YOURS = "This step is for somebody else."
REQUIREMENT_NOT_MET = (
    "Something that the protocol requires no longer holds, such as an exception decision that this record relies on. "
    "Return it to its author, and say so."
)
NOT_CONFIRMED = "Tick the box to confirm the corrections of the register, or return the record."
REFUSED_BESIDE = (
    "Somebody of your rank has refused this, so it can no longer be returned. Approve it or refuse it: where you "
    "differ, it goes up."
)
WROTE_IT = "You wrote in this record, so you cannot also decide on it."


def decide(
    *, step: Step, by: Staff, outcome: StepState, digest: str, stated: Mapping[str, Any], reason: str = ""
) -> Record:
    """Decide a step: APPROVED, RETURNED, CANNOT_AGREE or REFUSED.

    `digest`: of the version that `by` read. `stated`: name → answer. Decision, audit event, links and queued mail are
    one transaction. Raises ForbiddenError when `by` may not decide it, ConflictError when it is already decided, the
    version has changed, or a requirement is no longer met.
    """
    with locked(step.record_id) as record:
        current = for_update(Step.select().where(Step.id == step.id)).get()
        version = get_version(record)
        _check_decidable(current, record=record, version=version, by=by, digest=digest)
        _check_outcome(current, version=version, outcome=outcome, stated=stated)
        event = _event_name(current, outcome)
        state = states.next_state(record.state, event)
        _save_decision(current, by=by, outcome=outcome, version=version, stated=stated, reason=reason)
        accepting.note(version)
        detail = {"step": current.key, "version": version.number, "digest": version.digest}
        audit.append_event(record=record, event=event, by=by, detail=detail)
        if outcome == StepState.RETURNED:
            _return_to_author(record, state, by=by, reason=reason)
        elif not _settle_disagreement(record, version, current, by=by):
            open_next_steps(record, version)
    notify_worker()
    return record


def _settle_disagreement(record: Record, version: RecordVersion, step: Step, *, by: Staff) -> bool:
    """After a decision: call the managers above where those below do not agree. Returns whether it is refused."""
    steps = standing_steps(record)
    before = chain.disagreed(steps, without=step)
    disagree = chain.disagreed(steps) - before
    if disagree:
        told = get_people_to_notify(record) - {by}
        if chain.escalate(record, version, steps_of(record), disagree):
            notify(told, "escalated", record)
    steps = standing_steps(record)
    refused = refusing.refused_by(steps, chain.outcomes_of(steps))
    if refused:
        _close_as_refused(record, version, [one for one in steps if one.key in refused])
    return bool(refused)


def _close_as_refused(record: Record, version: RecordVersion, refused: Sequence[Step]) -> None:
    """What is still open becomes needless, the refusal binds, and the record waits to be sealed as one."""
    state = states.next_state(record.state, "not_agreed")
    void_undecided(record)
    refusals.store(record, version, refused)
    Record.update(state=state).where(Record.id == record.id).execute()
    record.state = state
    detail = {"version": version.number, "steps": [step.key for step in refused]}
    audit.append_event(record=record, event="not_agreed", by=None, detail=detail)


def _check_outcome(step: Step, *, version: RecordVersion, outcome: StepState, stated: Mapping[str, Any]) -> None:
    steps = steps_of(version.record)
    if outcome == StepState.CANNOT_AGREE and not chain.can_disagree(step, version):
        raise ForbiddenError("cannot escalate", "This step cannot be passed up: approve the record or return it.")
    if outcome == StepState.RETURNED and refused_beside(step):
        raise ConflictError("refused by another of the rank", REFUSED_BESIDE)
    if outcome == StepState.REFUSED and not step.may_refuse:
        raise ForbiddenError("cannot refuse", "Only those who decide last can refuse: approve the record or return it.")
    if outcome == StepState.APPROVED and asks_for_corrections(step) and stated.get(CORRECTIONS_RIGHT) != "yes":
        raise ConflictError("corrections not confirmed", NOT_CONFIRMED)
    if outcome == StepState.APPROVED and (left := accepting.not_ticked(step, stated)):
        raise ConflictError(f"not accepted: {', '.join(left)}", accepting.NOT_TICKED)
    if outcome == StepState.APPROVED and not requirements_still_met(version, steps):
        raise ConflictError("a requirement no longer holds", REQUIREMENT_NOT_MET)


def refused_beside(step: Step) -> bool:
    """Whether somebody of the same rank has refused the version, which a return would undo."""
    refused = chain.not_agreed(steps_of(step.record), StepState.REFUSED)
    return step.may_refuse and any(one.rank == step.rank for one in refused)


def requirements_still_met(version: RecordVersion, steps: Sequence[Step]) -> bool:
    """Whether every requirement met at submission is still met, given today's decisions and exceptions."""
    return findings_of(version, steps).can_submit


def get_version(record: Record) -> RecordVersion:
    """The current version. Raises ConflictError before the first submission."""
    found = record.versions.where(RecordVersion.number == record.version).first()
    if found is None:
        raise ConflictError("no version", "This record has not been submitted.")
    return found


def _check_decidable(step: Step, *, record: Record, version: RecordVersion, by: Staff, digest: str) -> None:
    if step.assignee_id != by.id:
        raise ForbiddenError("not the assignee", NOT_YOURS)
    if record.state != State.SUBMITTED or step.version != record.version or step.state != StepState.OPEN:
        raise ConflictError(f"step {step.id} is {step.state}", ALREADY_DECIDED)
    if digest != version.digest:
        raise ConflictError("digest differs", CHANGED)
    if (step.action != "confirm" or asks_for_corrections(step)) and by.id in access.get_writer_ids(record):
        raise ForbiddenError("wrote the record", WROTE_IT)


def _event_name(step: Step, outcome: StepState) -> str:
    if outcome in (StepState.RETURNED, StepState.CANNOT_AGREE, StepState.REFUSED):
        return str(outcome)
    return "confirmed" if step.action == "confirm" else "approved"


def _save_decision(
    step: Step, *, by: Staff, outcome: StepState, version: RecordVersion, stated: Mapping[str, Any], reason: str
) -> None:
    step.state, step.decided_by, step.decided_at = outcome, by, clock.now()
    step.digest, step.stated, step.reason = version.digest, dict(stated), reason
    step.save()
    close_links([step.id], DecisionLink.used_at)


def close_links(steps: Collection[int], ended: DateTimeField) -> None:
    """Mark unused links of these steps (ids) as ended. `ended`: the column to set, used_at or revoked_at."""
    unused = DecisionLink.step.in_(list(steps)) & DecisionLink.used_at.is_null() & DecisionLink.revoked_at.is_null()
    DecisionLink.update({ended: clock.now()}).where(unused).execute()


def confirm_at_submission(step: Step, *, record: Record, version: RecordVersion, by: Staff) -> None:
    """Decide the submitter's own confirmation step with the submission (315.2.4.1), in the caller's transaction."""
    step.opened_at = clock.now()
    _save_decision(
        step, by=by, outcome=StepState.APPROVED, version=version, stated={"declared": step.declaration}, reason=""
    )
    audit.append_event(
        record=record,
        event="confirmed",
        by=by,
        detail={"step": step.key, "version": version.number, "digest": version.digest},
    )


def open_next_steps(record: Record, version: RecordVersion) -> None:
    """Open the next steps in order and mail their assignees; with none left, the record becomes approved."""
    steps = steps_of(record)
    deciding = any(_is_unsettled(step) and not is_acceptance(step.key) for step in steps)
    asked = [step for step in steps if step.state == StepState.OPEN]
    if not deciding and chain.end_with_refusals(record, version, steps):
        tell_lapsed(record, (step for step in asked if step.state == StepState.VOID))
        steps = steps_of(record)
    unsettled = [step for step in steps if _is_unsettled(step)]
    if not unsettled:
        state = states.next_state(record.state, "agreed")
        Record.update(state=state).where(Record.id == record.id).execute()
        record.state = state
        if record.amends_id is None:  # a later version takes effect when it is sealed
            promises.keep_promises(record, version, steps)
        audit.append_event(record=record, event="agreed", by=None, detail={"version": version.number})
        return
    turn = min(step.order for step in unsettled)
    for step in unsettled:
        if step.order == turn and step.state == StepState.WAITING:
            step.state, step.opened_at = StepState.OPEN, clock.now()
            step.asked_at, step.due_on = step.opened_at, working_days.after(clock.today(), DECIDE_WITHIN)
            step.save()
            outbox.queue(to=step.assignee, kind="step_opened", record=record, step=step, now=clock.now())


def tell_lapsed(record: Record, steps: Iterable[Step]) -> None:
    """Tell those who were asked at these steps, which nobody needs any more, that nothing is needed from them."""
    notify({step.assignee for step in steps}, "lapsed", record)


def _is_unsettled(step: Step) -> bool:
    return step.state in chain.UNSETTLED


def standing_steps(record: Record) -> list[Step]:
    """The current version's steps that have not become needless, in order."""
    return [step for step in steps_of(record) if step.state != StepState.VOID]


def steps_of(record: Record) -> list[Step]:
    """The current version's steps, in order."""
    query = Step.select().where((Step.record == record) & (Step.version == record.version))
    return list(query.order_by(Step.order, Step.id))


def get_people_to_notify(record: Record) -> set[Staff]:
    """Everybody asked so far in this version, those they replace, its submitter and the author."""
    asked = [step for step in steps_of(record) if step.opened_at or step.decided_at]
    named = {step.instead_of for step in asked if step.instead_of}
    submitters = {version.submitted_by for version in record.versions.where(RecordVersion.number == record.version)}
    return {step.assignee for step in asked} | named | submitters | {record.author}


def void_version(record: Record, why: str) -> None:
    """Void the current version: store the reason if it has none yet, void undecided steps, revoke links."""
    void_undecided(record)
    version = (RecordVersion.record == record) & (RecordVersion.number == record.version)
    RecordVersion.update(void_reason=why).where(version & (RecordVersion.void_reason == "")).execute()


def void_step(step: Step) -> None:
    """Void one undecided step and revoke its links."""
    close_links([step.id], DecisionLink.revoked_at)
    step.state = StepState.VOID
    step.save()


def void_undecided(record: Record) -> None:
    """Void the undecided steps of the current version and revoke its links."""
    of_version = (Step.record == record) & (Step.version == record.version)
    close_links([step.id for step in Step.select(Step.id).where(of_version)], DecisionLink.revoked_at)
    unsettled = of_version & Step.state.in_([StepState.WAITING, StepState.OPEN])
    Step.update(state=StepState.VOID).where(unsettled).execute()


def _return_to_author(record: Record, state: State, *, by: Staff, reason: str) -> None:
    reopen(record, state, by=by, why=f"{by.name} returned this: {reason}", kind="returned", about={"by": by.id})


def reopen(
    record: Record, state: State, *, by: Staff, why: str, kind: str, about: Mapping[str, int] | None = None
) -> None:
    """Void the current version and return to an editable draft; mails `kind` to everybody involved but `by`."""
    recipients = get_people_to_notify(record)
    void_version(record, why)
    Record.update(state=state).where(Record.id == record.id).execute()
    notify(recipients - {by}, kind, record, about=about)


def notify(people: Collection[Staff], kind: str, record: Record, about: Mapping[str, int] | None = None) -> None:
    """Queue a mail of this kind to each person, in the caller's transaction."""
    for staff in people:
        outbox.queue(to=staff, kind=kind, record=record, about=about, now=clock.now())
