"""Correcting a sealed record, and having one cancelled because what it says did not happen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms import get_kind
from forms.engine.cleaning import tidy_block
from models import Record
from records.amending import amending, cancelling, correcting, family
from records.amending.refused import was_refused
from records.errors import ConflictError
from views.reasons import ReasonPage
from views.web.fresh import fresh_to_post
from views.web.guard import me, readers_only, this_record, writers_only

bp = Blueprint("amending", __name__)

CORRECTING = ReasonPage(
    title="Correct",
    means="This makes a later version of the record, with the same answers for you to put right. Submit it when it is "
    "ready. The same parts are asked again, whoever holds them today. The sealed version counts until the later one is "
    "sealed, and both are kept. What you write here is read first by everybody who decides, and it is printed.",
    question="What was wrong in it, and why?",
    thing="the record was wrong",
    button="Start the correction",
    kind="",
    done="Put right what was wrong. Everything else stands as it was sealed.",
)
SAYING_WHY = ReasonPage(
    title="What was wrong in",
    means="Everybody who decides reads this first, and it is printed on the first sheet.",
    question="What was wrong, and why?",
    thing="the record was wrong",
    button="Save",
    kind="",
    done="What was wrong is saved.",
)
NOT_A_CORRECTION = "This record corrects no other."


def _correcting(record: Record) -> ReasonPage:
    if not was_refused(record):
        return CORRECTING
    warning = f"This record was refused. {amending.would_replace(record.kind)}"
    return replace(CORRECTING, means=f"{warning} {CORRECTING.means}")


def _cancelling(record: Record) -> ReasonPage:
    what = amending.what_did_not_happen(record.kind)
    return ReasonPage(
        title="Cancel",
        means=f"Use this if {what} did not happen. Whoever holds the parts today that decided it is asked by email. "
        "Once all have agreed, the record is cancelled and nothing may rest on it. It is kept, and whoever "
        "checks it is told.",
        question=f"How do you know that {what} did not happen, and why was it recorded?",
        thing=f"{what} did not happen",
        button="Ask for it to be cancelled",
        kind="govuk-button--warning",
        done="They are asked by email. You will be told what they decide.",
    )


@bp.route("/records/<reference:reference>/correct", methods=["GET", "POST"])
@readers_only
def correct() -> ResponseReturnValue:
    """Ask what was wrong, then start the correction of a sealed record."""
    correcting.require(this_record(), me())
    if request.method != "POST" and (begun := family.under_way(this_record())):
        correcting.require_none_begun(begun)
    return _with_reason(_correcting(this_record()), correcting.start)


@bp.route("/records/<reference:reference>/did-not-happen", methods=["GET", "POST"])
@readers_only
@fresh_to_post
def cancel() -> ResponseReturnValue:
    """Ask why, then ask whoever decided for the record to be cancelled."""
    cancelling.require(this_record(), me())
    return _with_reason(_cancelling(this_record()), cancelling.ask)


@bp.route("/records/<reference:reference>/what-was-wrong", methods=["GET", "POST"])
@writers_only
def say_why() -> ResponseReturnValue:
    """Change what a correction says was wrong, until it is submitted."""
    if this_record().amends_id is None:
        raise ConflictError("no correction", NOT_A_CORRECTION)
    return _with_reason(SAYING_WHY, correcting.say_why, family.told_in(this_record().answers).get("why", ""))


def _with_reason(page: ReasonPage, act: Callable[..., Record | None], reason: str = "") -> ResponseReturnValue:
    """Ask for a reason; with a valid one, run the action and go to the record that it made, or to this one."""
    record, posted = this_record(), request.method == "POST"
    reason = tidy_block(request.form.get("reason", "")) if posted else reason
    error = page.error_in(reason) if posted else ""
    if not posted or error:
        form = get_kind(record.kind)
        return render_template("records/why.html", record=record, form=form, page=page, reason=reason, error=error)
    made = act(record=record, by=me(), reason=reason) or record
    flash(page.done)
    return redirect(url_for("records.show_record", reference=made.reference))
