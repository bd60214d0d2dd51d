"""Whether somebody could send a late post where it goes: else nothing of its page is shown, as to whoever opens it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, current_app

from forms import KINDS, get_kind
from forms.letters import RECIPIENTS
from forms.record_kind import UnknownSectionError
from models import Absence, LegalHold, OutboxMail, Record, Step
from protocol.statements import BY_ID
from records import access
from records.deciding import links
from records.errors import ConflictError, LinkError
from records.following import follow_up, promises
from records.keeping import agreeing, holds
from records.reporting import explaining
from views.web.guard import is_operator, me

# Value of a path → whether it names something that whoever is signed in could ever have sent a post about.
COULD_BE_SENT: Mapping[str, Callable[[Any], bool]] = {
    "absence_id": lambda number: Absence.get_or_none((Absence.id == number) & (Absence.staff == me())) is not None,
    "hold_id": lambda number: _sees_hold(number),
    "kind": lambda slug: any(form.slug == slug for form in KINDS.values()),
    "mail_id": lambda number: OutboxMail.get_or_none(OutboxMail.id == number) is not None,
    "statement": BY_ID.__contains__,
    "to": RECIPIENTS.__contains__,
}
NOT_THEIRS = ("unknown", "someone_else")  # why a link is not for whoever is signed in, whatever has become of it


def require(endpoint: str, target: Mapping[str, Any]) -> None:
    """Answer as the page does that is posted to: with 404, NotFoundError, ForbiddenError or LinkError.

    What was theirs and cannot be done any more passes: it says so once it is sent, and shows what they wrote.
    """
    view = current_app.view_functions.get(endpoint)
    if not getattr(view, "belongs", lambda: True)():
        abort(404)
    if not all(could(target[name]) for name, could in COULD_BE_SENT.items() if name in target):
        abort(404)
    if "step_id" in target and _had_step(target["reference"], target["step_id"]):
        return
    if "reference" in target:
        record = access.get_record(reference=target["reference"], staff=me())
        if getattr(view, "access_decision", "") == "writers of the record":
            _require_edit(record)
        _require_part(record, target)
    if "token" in target and endpoint.startswith("decisions."):
        _require_link(target["token"])
    if "due_id" in target:
        agreeing.get(target["due_id"], me(), is_operator=is_operator())
    if "change_id" in target:
        explaining.get_change(target["change_id"], me())


def _sees_hold(number: int) -> bool:
    hold = LegalHold.get_or_none(LegalHold.id == number)
    return hold is not None and holds.is_seen_by(hold, me(), is_operator=is_operator())


def _had_step(reference: str, step_id: int) -> bool:
    step = links.find_step(reference, step_id)
    return step is not None and links.had(step, me())


def _require_edit(record: Record) -> None:
    try:
        access.require_edit(record, me())
    except ConflictError:
        return


def _require_part(record: Record, target: Mapping[str, Any]) -> None:
    """404 for a section that they may not open, a step that is neither theirs nor was passed on by them, or a promise
    of which they may not say what became.
    """
    if "key" in target:
        try:
            section = get_kind(record.kind).section(target["key"])
        except UnknownSectionError:
            abort(404)
        if section.readers and section.key in access.sections_of_others(record, me()):
            abort(404)
    if "step_id" in target:
        step = Step.get_or_none((Step.id == target["step_id"]) & (Step.record == record))
        if step is None or me().id not in (step.assignee_id, step.instead_of_id, step.decided_by_id):
            abort(404)
    if "promise_id" in target:
        promise = promises.get_promise(record, target["promise_id"])
        if promise is None or promise.day.statement or not follow_up.may_say(promise.day, me()):
            abort(404)


def _require_link(token: str) -> None:
    try:
        links.get_usable_step(token=token, staff=me())
    except LinkError as error:
        if error.why in NOT_THEIRS:
            raise
