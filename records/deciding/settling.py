"""A post that refused says that it is settled: its refusal binds no later record any more."""

from __future__ import annotations

from collections.abc import Iterable

from models import Record, Refusal, Staff, State, StepState
from records import audit
from records.deciding import accepting, chain, decisions, refusals, states
from records.errors import ForbiddenError
from records.transaction import locked, notify_worker

NOT_THEIRS = "Only somebody who is now in the post that refused this record can say that it is settled."
LATER = (State.DRAFT, State.RETURNED, State.SUBMITTED)


def settle(*, record: Record, by: Staff, reason: str) -> None:
    """Say that what `by`'s post refused in this record is settled. It stays refused, and is kept.

    Those concerned are mailed, with the authors of later records that it bound; where such a record waited for the post
    alone to decide, that step becomes needless, unless something that is not met is accepted at it. Whoever else was
    asked there is told. Raises ForbiddenError for anybody whose post did not refuse it.
    """
    with locked(record.id) as current:
        state = states.next_state(current.state, "settled")
        settled = refusals.settleable_by(current, by)
        if not settled:
            raise ForbiddenError("not the post that refused", NOT_THEIRS)
        bound = _bound_by(current, settled)
        for refusal in settled:
            refusals.mark_settled(refusal, by=by, reason=reason)
        steps = [refusal.step.key for refusal in settled]
        audit.append_event(record=current, event="settled", by=by, detail={"steps": steps, "state": state})
        told = decisions.get_people_to_notify(current) - {by}
        decisions.notify(told, "settled", current, about={"by": by.id})
    for later in bound:
        _let_go(later, settled, by, told)
    notify_worker()


def _bound_by(refused: Record, settled: Iterable[Refusal]) -> list[Record]:
    """Later records about the child on which it is not decided yet and that these refusals bind."""
    ids = {refusal.id for refusal in settled}
    found = Record.select().where((Record.child == refused.child_id) & Record.state.in_(LATER)).order_by(Record.id)
    return [one for one in found if any(refusal.id in ids for refusal in refusals.binding(one, _answers(one)))]


def _answers(record: Record) -> dict[str, object]:
    return record.answers if record.state in states.UNSUBMITTED else decisions.get_version(record).answers


def _let_go(record: Record, settled: Iterable[Refusal], by: Staff, told: set[Staff]) -> None:
    """Tell a later record's author, unless told already, and void the steps that were there for the refusals alone."""
    keys = [refusals.key_of(refusal) for refusal in settled]
    with locked(record.id) as current:
        decisions.notify({current.author} - {by} - told, "settled", current, about={"by": by.id})
        told.add(current.author)
        if current.state != State.SUBMITTED:
            return
        steps = [one for one in decisions.steps_of(current) if one.key in keys and one.state in chain.UNSETTLED]
        needless = [one for one in steps if not accepting.asked_of(one)]
        asked = [step for step in needless if step.state == StepState.OPEN and step.assignee != by]
        for step in needless:
            decisions.void_step(step)
        decisions.tell_lapsed(current, asked)
        if needless:
            decisions.open_next_steps(current, decisions.get_version(current))
