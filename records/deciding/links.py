"""Looks up emailed links. Opening one changes nothing: only a decision (decisions.py) uses it up."""

from __future__ import annotations

from mail import outbox
from mail.links import hash_token
from models import DecisionLink, Staff, State, Step, StepState
from records import clock
from records.errors import ConflictError, LinkError
from records.transaction import locked, notify_worker

LINK_ERRORS = {
    "unknown": "This link is not one of ours, or part of it was lost. Open it again from the email.",
    "used": "This step has already been settled, so the link is used up. Nothing more is needed from you.",
    "moved": "This step is with a colleague now, so the link no longer works. Nothing is needed from you.",
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


def _reason_unusable(link: DecisionLink, step: Step) -> str | None:
    """The key in LINK_ERRORS for why the link cannot be used; None when it can."""
    record = step.record
    if step.state in (StepState.APPROVED, StepState.RETURNED, StepState.CANNOT_AGREE, StepState.REFUSED):
        return "used"
    if step.state == StepState.OPEN and step.assignee_id != link.staff_id:
        return "moved"
    if record.state in _UNUSABLE_STATES:
        return _UNUSABLE_STATES[State(record.state)]
    if (
        link.revoked_at
        or step.state == StepState.VOID
        or record.version != step.version
        or record.state != State.SUBMITTED
    ):
        return "replaced"
    if link.used_at:
        return "used"
    return "expired" if link.expires_at <= clock.now() else None
