"""Cancelling a sealed record because what it says did not happen: whoever holds the parts today that decided it agrees.

The cancellation is a later version with the answers and findings of the sealed one: no rule runs. Its steps are decided
by link or from the task list like any others, and it is sealed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from documents import digest
from models import RANK, Record, RecordVersion, Role, Staff, State, Step, StepState
from protocol import StepSpec
from protocol.chains.refusing import seniority
from protocol.chains.step import DECIDE
from protocol.corrections import STORED
from protocol.statements import EXCEPTION
from records import audit, clock, council, editions
from records.amending import correcting, family
from records.amending.amending import what_did_not_happen
from records.deciding import chain, decisions, digests, managers, states, submission
from records.deciding.assignment import LINE_MANAGEMENT, assign
from records.errors import ConflictError, ForbiddenError
from records.register import lookup, posts
from records.transaction import locked, notify_worker
from records.weighing import answers_decided_on, findings_of

DECLARATION = "I agree that {what} did not happen, and that nothing may rest on its record."
TITLE = "Cancellation: {part}"
NOT_THIS_KIND = "An exception decision is not cancelled: whoever wrote it withdraws it, and nothing rests on it then."
NOT_THEIRS = (
    "That a record did not happen is said by whoever wrote it, by whoever works with the child now, and by the leaders "
    "of its teams."
)
NOT_APPROVED = "Only an approved and sealed record that counts can be cancelled."


def may_cancel(record: Record, staff: Staff) -> bool:
    """Whether this person may ask that a record be cancelled: whoever may correct it, of one that was approved."""
    approved = record.state == State.SEALED and record.kind != EXCEPTION
    return approved and correcting.may_correct(record, staff)


def require(record: Record, by: Staff) -> None:
    """Raise ConflictError when the record cannot be cancelled, ForbiddenError when `by` may not ask for it."""
    if not correcting.writes_today(record, by):
        raise ForbiddenError("may not cancel", NOT_THEIRS)
    correcting.require(record, by)
    if record.kind == EXCEPTION:
        raise ConflictError("an exception", NOT_THIS_KIND)
    if record.state != State.SEALED:
        raise ConflictError(f"cancel in state {record.state}", NOT_APPROVED)


def ask(*, record: Record, by: Staff, reason: str) -> Record:
    """Ask whoever holds the parts that decided a sealed record to cancel it. reason: why it did not happen.

    A cancellation that was returned to `by` is closed by that. Returns the cancellation, which `by` may have begun
    before. Raises ForbiddenError for somebody who may not, ConflictError where the record is not one that counts or
    something is under way, CannotSubmitError where nobody can be found for a part.
    """
    with locked(record.id) as current:
        require(current, by)
        begun = family.under_way(current)
        if begun and begun.state == State.RETURNED and begun.author_id == by.id and family.is_cancellation(begun):
            submission.withdraw(record=begun, by=by, reason=reason)
            begun = None
        if begun and begun.author_id == by.id and family.is_cancellation(begun):
            return begun
        correcting.require_none_begun(begun)
        later = correcting.create(current, by=by, why=reason, cancels=True)
        audit.append_event(record=current, event="cancellation_begun", by=by, detail={"later": later.reference})
        _submit(later, current, by=by)
    notify_worker()
    return later


def _submit(later: Record, sealed: Record, *, by: Staff) -> None:
    before = decisions.get_version(sealed)
    assignments = assign(_specs(sealed, later), later, submitted_by=by.id)
    number = later.version + 1
    later.protocol_version = before.protocol_version
    version = RecordVersion(
        record=later,
        number=number,
        answers=later.answers,
        findings=before.final_findings if before.final_findings is not None else before.findings,
        recipe=digest.RECIPE,
        withheld=digests.withhold(sealed.kind, findings_of(before, decisions.steps_of(sealed))),
        protocol_version=before.protocol_version,
        figures=dict(council.current().figures),
        edition=before.edition or editions.get_or_create(),
        foreseen={"findings": {}, "steps": []},
        weighed_on=clock.today(),
        submitted_by=by,
        submitted_at=clock.now(),
        has_corrections=not STORED.isdisjoint(later.answers),
    )
    version.digest = digests.of(version)
    version.save()
    state = states.next_state(later.state, "submitted")
    later.state, later.version = state, number
    later.save(only=["state", "version", "protocol_version"])
    audit.append_event(record=later, event="submitted", by=by, detail={"version": number, "digest": version.digest})
    chain.create_steps(later, version, assignments)
    decisions.open_next_steps(later, version)


def _specs(sealed: Record, later: Record) -> list[StepSpec]:
    """A step for each post whose holder approved the sealed record, asked of whoever holds it today, all at once.

    Whoever holds two of them has one step, which names both parts. Those of the
    highest rank can refuse.
    """
    answers, found = answers_decided_on(sealed), dict[int, StepSpec]()
    highest = max((seniority(step.rank) for step in _decided(sealed)), default=-1)
    for step in _decided(sealed):
        holder = _holder(step, answers) or step.instead_of or step.assignee
        if known := found.get(holder.id):
            part = f"{known.part} and {step.part}"
            found[holder.id] = replace(known, part=part, title=TITLE.format(part=part))
            continue
        found[holder.id] = replace(
            chain.spec_of(step),
            order=1,
            title=TITLE.format(part=step.part),
            action=DECIDE,
            statements=(),
            person=lookup.as_answer(holder),
            declaration=DECLARATION.format(what=what_did_not_happen(later.kind)),
            asks=(),
            may_refuse=seniority(step.rank) == highest,
            again_after="",
        )
    return list(found.values())


def _decided(sealed: Record) -> list[Step]:
    """The approved steps of the sealed version that managers took, whatever they were asked there."""
    return [
        step
        for step in decisions.steps_of(sealed)
        if step.state == StepState.APPROVED and (step.rank in LINE_MANAGEMENT or _is_by_rank(step))
    ]


def _is_by_rank(step: Step) -> bool:
    return step.action == DECIDE and RANK[Role(step.assignee.role)] >= RANK[Role.TEAM_LEADER]


def _holder(step: Step, answers: dict[str, Any]) -> Staff | None:
    """Who holds the post of a step today; None where it is of no team that the record names."""
    questions = managers.TEAMS.get(step.side, ())
    team = next((team for question in questions if (team := managers.get_named_team(answers.get(question)))), None)
    if step.rank == Role.TEAM_LEADER:
        return posts.leader_of(team) if team else None
    return posts.manager_above(Role(step.rank), team) if step.rank in managers.RANKS else None
