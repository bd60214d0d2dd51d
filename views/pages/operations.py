"""Operations page for the people who run the service, with retries of mail."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from records.register import contradicted
from records.reporting import health, operations
from records.sealing import watching
from views.web import sessions
from views.web.guard import operators_only

bp = Blueprint("operations", __name__)

LATEST = 100  # records with corrections; of earlier ones the command line says what the register contradicts
# Kind of mail → description
MAILS = {
    "step_opened": "Asks for a decision",
    "reminder": "Reminder",
    "nudge": "Reminder by the author",
    "taken_back": "A step was taken back",
    "lapsed": "A decision is no longer needed",
    "returned": "A record was returned",
    "recalled": "A record was taken back",
    "escalated": "Passed to the managers above",
    "refused": "Refused and sealed",
    "settled": "A refusal is settled",
    "promised": "What was promised",
    "need_stated": "Somebody outside a team wants to start a record",
    "letters_to_write": "Letters to a family are to be written",
    "letters_to_agree": "Letters to a family wait to be agreed",
    "letters_to_change": "Letters to a family are to be changed",
    "pack_ready": "An inspection pack is ready",
    "pack_failed": "An inspection pack could not be made",
    "withdrawn": "A record was withdrawn",
    "draft_ends": "A draft that nobody writes in is about to end",
    "hold_lifted": "A hold was lifted by somebody else",
    "disposal_ended": "What was agreed of a disposal has ended",
    "exception_ended": "An exception no longer stands",
    "sealed": "A record was sealed",
    "corrected": "A sealed record was corrected",
    "cancelled": "A sealed record was cancelled",
    "password": "A link to choose a password",
    "password_changed": "A password was changed",
    "digest": "Weekly list for a manager",
    "certificate": "The sealing certificate needs attention",
    "fault": "A rule of the protocol fails",
}


@bp.get("/operations")
@operators_only
def show_operations() -> ResponseReturnValue:
    """Each part in a word, delayed and failed mail, unsealed records with reasons, the sealing certificate, and how
    many corrections of the latest records the register contradicts.
    """
    seal = watching.get_status(sessions.settings())
    wrong = sum(1 for _ in contradicted.find(sessions.settings().displayed_terms, latest=LATEST))
    parts, state = health.look(sessions.settings()), operations.get_status()
    return render_template(
        "operations/operations.html",
        parts=parts,
        state=state,
        mails=MAILS,
        seal=seal,
        contradicted=wrong,
        latest=LATEST,
        most_rows=operations.MAX_ROWS,
    )


@bp.post("/operations/mails/<number:mail_id>/try-again")
@operators_only
def try_again(mail_id: int) -> ResponseReturnValue:
    """Queue one mail for an immediate retry."""
    return _tried(operations.retry_mail(mail_id))


@bp.post("/operations/mails/try-again")
@operators_only
def try_all_again() -> ResponseReturnValue:
    """Queue all delayed and failed mail for an immediate retry."""
    return _tried(operations.retry_mail())


def _tried(count: int) -> ResponseReturnValue:
    mails = "1 mail is" if count == 1 else f"{count} mails are"
    flash(f"{mails} tried again within a minute." if count else "Nothing is left to try again.")
    return redirect(url_for("operations.show_operations"))
