"""The receiving leader agrees to the letters: with their decision on the record, or by themselves afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mail import outbox
from models import Letter, Record, Role, Staff, Step, StepState
from records import audit, clock
from records.deciding import assignment, chain, decisions
from records.errors import ConflictError, ForbiddenError
from records.letters import standing, withholding
from records.letters.standing import LetterNow
from records.transaction import locked, notify_worker, transaction
from settings import Settings

CHANGED = "A letter has changed since you opened this page. Read it again before you decide."
NOT_YOURS = "Whoever leads the new team agrees to the letters, and nobody agrees to a letter that they wrote."
LEADS = "team_leader"


class LettersChangedError(ConflictError):
    """409: a letter is not any more as it was read, or holds what is not for its reader by now."""


def receiving_step(record: Record) -> Step | None:
    """The step of the current version at which the receiving leader decides; None where there is none any more."""
    steps = [one for one in decisions.standing_steps(record) if one.rank == LEADS]
    of_new = [one for one in steps if one.side == "new"]
    # One leader of both teams, or both posts, has one step, on the transferring side.
    theirs = of_new or (steps if _leads_both(record) else [])
    return theirs[-1] if theirs else None


def _leads_both(record: Record) -> bool:
    answers = standing.answers_of(record)
    teams = [_id(answers, name) for name in ("current_team", "new_team")]
    leaders = [_id(answers, name) for name in ("current_team_leader", "new_team_leader")]
    return teams[0] == teams[1] or (leaders[0] is not None and leaders[0] == leaders[1])


def _id(answers: dict[str, Any], question: str) -> Any:
    value = answers.get(question)
    return value.get("id") if isinstance(value, dict) else None


def waiting_for(step: Step, settings: Settings) -> list[LetterNow]:
    """The letters that are agreed to with the decision at this step; [] for any other step."""
    own = receiving_step(step.record)
    return waiting_in(step.record, settings) if own is not None and own.id == step.id else []


def waiting_in(record: Record, settings: Settings) -> list[LetterNow]:
    """The letters that are written and wait for an answer."""
    if record.state not in standing.WRITABLE:
        return []
    return [one for one in standing.letters_of(record, settings) if one.waits]


def digests_of(letters: Sequence[LetterNow]) -> str:
    """What the page carries, so that an answer binds to the letters that were read."""
    return " ".join(one.saved.digest for one in letters if one.saved)


def may_agree(record: Record, staff: Staff) -> bool:
    """Whether this person may answer for the letters by themselves: the receiving leader, before or after whom that
    step was, whoever leads the new team today, and who stands in for one of these; not while that decision is open.
    """
    step = receiving_step(record)
    if step is not None and step.state in chain.UNSETTLED:
        return False
    answers = standing.answers_of(record)
    writer = standing.writer_of(record, answers)
    if writer is not None and writer.id == staff.id:
        return False
    return any(_leads(one, step, answers) for one in (staff, *assignment.stood_in_for(staff)))


def _leads(staff: Staff, step: Step | None, answers: dict[str, Any]) -> bool:
    """Whether this person is the receiving leader of a record with these answers and this step, or was at the step."""
    team = _id(answers, "new_team")
    held_then = step is not None and staff.id in (step.decided_by_id, step.assignee_id)
    holds_now = staff.role == Role.TEAM_LEADER and team is not None and staff.team_id == team
    return bool(held_then or holds_now or staff.id == _id(answers, "new_team_leader"))


def asked_apart(record: Record) -> Staff | None:
    """The receiving leader or who stands in for them today, where the decision on the record lies behind them; None
    while it does not.
    """
    step = receiving_step(record)
    if step is not None and step.state in chain.UNSETTLED:
        return None
    if step is not None:
        return assignment.last_stand_in(step.decided_by or step.assignee)
    leader = Staff.get_or_none(Staff.id == _id(standing.answers_of(record), "new_team_leader"))
    return assignment.last_stand_in(leader) if leader else None


def answer(
    *,
    record: Record,
    by: Staff,
    digests: str,
    agreed: bool,
    said: str = "",
    settings: Settings,
    with_step: bool = False,
) -> None:
    """Agree to all letters that wait, or say what has to change in them.

    digests: of the letters that `by` read. with_step: whether it goes with their decision at the receiving step. Raises
    ForbiddenError, and ConflictError where a letter has changed, holds what it must not, or none waits any more.
    """
    with locked(record.id) as current:
        letters = waiting_in(current, settings)
        rows = [one.saved for one in letters if one.saved]
        if not (with_step or may_agree(current, by)) or any(row.written_by_id == by.id for row in rows):
            raise ForbiddenError("not the receiving leader", NOT_YOURS)
        if not rows or digests != digests_of(letters):
            raise LettersChangedError("letters changed", CHANGED)
        if agreed and (why := withholding.why_not_agreed(current, letters, settings)):
            raise LettersChangedError("a letter holds what is not for its reader", why)
        for row in rows:
            _answer(current, row, by=by, agreed=agreed, said=said)
        if not agreed and (writer := standing.writer_of(current, standing.answers_of(current))):
            outbox.queue(to=writer, kind="letters_to_change", record=current, about={"by": by.id}, now=clock.now())
    notify_worker()


def _answer(record: Record, row: Letter, *, by: Staff, agreed: bool, said: str) -> None:
    row.agreed, row.answered_by, row.answered_at, row.said = agreed, by, clock.now(), said
    row.save()
    detail = {"recipient": row.recipient, "number": row.number, "digest": row.digest}
    audit.append_event(record=record, event="letter_agreed" if agreed else "letter_not_agreed", by=by, detail=detail)


def decide(
    *,
    step: Step,
    by: Staff,
    outcome: StepState,
    letters: str,
    agreed: bool,
    said: str,
    settings: Settings,
    **decision: Any,
) -> Record:
    """Decide a step and answer for the letters with it, in one transaction: both or neither.

    letters: the digests of those that were read, '' for none. decision: as `decisions.decide` takes it.
    """
    with transaction():
        waiting = waiting_for(step, settings)
        if outcome == StepState.APPROVED and letters != digests_of(waiting):
            raise LettersChangedError("letters changed", CHANGED)
        if outcome == StepState.APPROVED and waiting:
            answer(
                record=step.record, by=by, digests=letters, agreed=agreed, said=said, settings=settings, with_step=True
            )
        record = decisions.decide(step=step, by=by, outcome=outcome, **decision)
    notify_worker()
    return record
