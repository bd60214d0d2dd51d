"""Looks up emailed links. Opening one changes nothing: only a decision (decisions.py) uses it up."""

from __future__ import annotations

from mail import outbox
from mail.links import hash_token
from models import AuditEvent, DecisionLink, Record, Staff, State, Step, StepState
from records import clock
from records.errors import ConflictError, LinkError
from records.transaction import locked, notify_worker

LINK_ERRORS = {
    "unknown": "This link is not one of ours, or part of it was lost. Open it again from the email.",
    "used": "This step has already been settled, so the link is used up. Nothing more is needed from you.",
    "moved": "This step is with a colleague now. Nothing is needed from you.",
    "withdrawn": "This record was withdrawn after the link was sent. Nothing is needed from you.",
    "returned": "This record is back with its author, to be changed. If you are asked again, you will get a new email.",
    "refused": "This record was refused after the link was sent. Nothing more is needed from you.",
    "replaced": "The record has changed since this link was sent, or you were sent a newer link.",
    "expired": "This link is too old to be used. You can still act on the record from 'Your work'.",
    "someone_else": "This link was sent to somebody else, and only they can use it.",
}

_UNUSABLE_STATES = {
    State.WITHDRAWN: "withdrawn",
    State.RETURNED: "returned",
    State.REFUSED: "refused",
    State.REFUSAL_SEALED: "refused",
}
_SETTLED = (StepState.APPROVED, StepState.RETURNED, StepState.CANNOT_AGREE, StepState.REFUSED)
_MOVES = ("passed_on", "taken_back", "stood_in", "left")
STILL_WORKS = "This link still works. Open it again from the email."


def get_link(token: str) -> DecisionLink:
    """The link with this token, regardless of its owner. Raises LinkError('unknown')."""
    link = (
        DecisionLink.select(DecisionLink, Step).join(Step).where(DecisionLink.token_hash == hash_token(token)).first()
    )
    if link is None:
        raise LinkError("unknown", LINK_ERRORS["unknown"])
    return link


def get_usable_step(*, token: str, staff: Staff) -> Step:
    """The step that this person may act on through this link, read only. Raises LinkError with the reason."""
    link = get_link(token)
    if link.staff_id != staff.id:
        raise LinkError("someone_else", LINK_ERRORS["someone_else"])
    step = link.step
    why = _reason_unusable(link, step)
    if why:
        raise LinkError(why, LINK_ERRORS[why], step.id)
    return step


def renew(*, token: str, staff: Staff) -> None:
    """Mail a new link to replace an expired one.

    Raises LinkError when it is unusable for another reason, ConflictError when it still works.
    """
    try:
        get_usable_step(token=token, staff=staff)
    except LinkError as error:
        if error.why != "expired":
            raise
    else:
        raise ConflictError("link not expired", STILL_WORKS)
    link = get_link(token)
    with locked(link.step.record_id) as record:
        outbox.queue(to=staff, kind="step_opened", record=record, step=link.step, now=clock.now())
    notify_worker()


def tell_if_gone(step: Step | None, staff: Staff) -> None:
    """Raise LinkError, with the words of a link, where somebody has or had a step and cannot act on it any more."""
    why = _reason_closed(step, staff) if step is not None and had(step, staff) else None
    if why:
        raise LinkError(why, LINK_ERRORS[why])


def find_step(reference: str, step_id: int) -> Step | None:
    """The step of a record that is still kept, whoever may read it."""
    of_record = (Step.id == step_id) & (Record.reference == reference) & (Record.state != State.DISPOSED)
    step: Step | None = Step.select(Step, Record).join(Record).where(of_record).first()
    return step


def had(step: Step, staff: Staff) -> bool:
    """Whether a step is this person's, or was until it was moved."""
    moves = AuditEvent.select(AuditEvent.detail).where(
        (AuditEvent.record == step.record_id) & AuditEvent.event.in_(_MOVES)
    )
    moved_from = {"step": step.key, "version": step.version, "from": staff.id}
    return step.assignee_id == staff.id or any(moved_from.items() <= move.detail.items() for move in moves)


def _reason_closed(step: Step, staff: Staff) -> str | None:
    """The key in LINK_ERRORS for why somebody who has or had the step cannot act on it; None when they can."""
    record = step.record
    if step.state in _SETTLED:
        return "used"
    if step.state == StepState.OPEN and step.assignee_id != staff.id:
        return "moved"
    if record.state in _UNUSABLE_STATES:
        return _UNUSABLE_STATES[State(record.state)]
    is_open = step.state == StepState.OPEN and record.version == step.version and record.state == State.SUBMITTED
    return None if is_open else "replaced"


def _reason_unusable(link: DecisionLink, step: Step) -> str | None:
    """The key in LINK_ERRORS for why the link cannot be used; None when it can."""
    if why := _reason_closed(step, link.staff):
        return why
    if link.revoked_at:
        return "replaced"
    if link.used_at:
        return "used"
    return "expired" if link.expires_at <= clock.now() else None
