"""Check your answers and submit."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms import get_kind
from models import State
from records import access, other_records
from records.amending import unchanged
from records.deciding import chain, refusals, states, submission
from records.deciding.assignment import Assignment
from records.drafting import from_register
from records.errors import CannotSubmitError
from records.reporting import history
from records.sealing import watching
from records.weighing import weigh_draft
from views import amended, reading, replacing
from views.web import sessions
from views.web.addresses import number_in
from views.web.fresh import fresh_to_post
from views.web.guard import me, readers_only, this_record, writers_only

bp = Blueprint("submission", __name__)


@bp.get("/records/<reference:reference>/check")
@writers_only
def check_answers() -> ResponseReturnValue:
    """Show all answers with links to change them, and what prevents submission."""
    return _page(replacing.follow_register(this_record()))


@bp.post("/records/<reference:reference>/submit")
@readers_only
@fresh_to_post
def submit() -> ResponseReturnValue:
    """Submit the draft if it is unchanged since it was shown; otherwise show the page again with the reasons.

    Idempotent for its author: a second press leads to the same confirmation.
    """
    record = this_record()
    if access.acts_as_author(record, me()) and record.state == State.SUBMITTED:
        return redirect(url_for("submission.submitted", reference=record.reference))
    access.require_edit(record, me())
    replaced = replacing.follow_register(record)
    if reading.open_matters(record):
        watching.mail_rule_failures(sessions.settings(), weigh_draft(record))
        return _page(replaced, error="Something in this record still needs attention. See what, below.")
    if request.form.get("seen") != from_register.seen(record):
        return _page(replaced, error=submission.CHANGED)
    answers = get_kind(record.kind).applicable_answers(record.answers)
    if unchanged.changes_nothing(record, answers):
        return _page(replaced, error=unchanged.NOTHING_CHANGED)
    try:
        submission.submit(
            record=record,
            by=me(),
            answers=answers,
            declared=request.form.get("declared") == "yes",
            refusals_read=[number_in(text) for text in request.form.getlist("refusal")],
        )
    except CannotSubmitError as error:
        return _page(replaced, error=error.shown)
    return redirect(url_for("submission.submitted", reference=record.reference))


@bp.get("/records/<reference:reference>/submitted")
@readers_only
def submitted() -> ResponseReturnValue:
    """The confirmation, with the next steps; redirects to the record while it is a draft."""
    record = this_record()
    if record.state in states.UNSUBMITTED:
        return redirect(url_for("records.show_record", reference=record.reference))
    return render_template("submission/submitted.html", record=record, steps=history.steps_of(record))


def _page(replaced: Sequence[str] = (), *, error: str = "") -> str:
    record = this_record()
    answers, matters = get_kind(record.kind).applicable_answers(record.answers), reading.open_matters(record)
    specs = chain.specs_for(kind=record.kind, answers=answers, refused=refusals.binding(record, answers))
    first = [spec for spec in specs if spec.order == specs[0].order]
    own = [spec for spec in first if spec.action == "confirm" and (spec.person or {}).get("id") == me().id]
    asked: list[Assignment] = []
    read, is_author = reading.of_record(record), access.acts_as_author(record, me())
    if is_author and not matters:
        try:
            accepts = [finding.statement for finding in read.weighed.to_accept]
            asked = submission.plan_assignments(record=record, answers=answers, by=me(), accepts=accepts)
        except CannotSubmitError as nobody:
            error = error or nobody.shown
    return render_template(
        "submission/check.html",
        record=record,
        reading=read,
        error=error,
        others=other_records.beside(record, answers, me()),
        amended=amended.of_record(record),
        refused_before=submission.REFUSED_BEFORE,
        asked=asked,
        matters=matters,
        by_section=reading.by_section,
        own=own,
        seen=from_register.seen(record),
        replaced=replaced,
        is_author=is_author,
    )
