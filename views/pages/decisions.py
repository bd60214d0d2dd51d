"""Decide on a step, by emailed link or from the task list. GET changes nothing; only the form's POST does."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forms import Section
from forms.account.deciding import deciding_section
from models import Step, StepState
from records import clock, other_records
from records.deciding import chain, decisions, links, passing_on, refusals
from records.errors import CannotSubmitError
from records.letters import agreeing
from records.letters.agreeing import LettersChangedError
from records.reporting import history
from views import amended, letters, reading
from views.web import sessions
from views.web.fresh import fresh_to_post
from views.web.guard import me, note_reading, open_to_anyone, staff_only, step_readers_only, this_record

bp = Blueprint("decisions", __name__)

REASON_IN = {StepState.RETURNED: "reason", StepState.CANNOT_AGREE: "disagreement", StepState.REFUSED: "refusal"}
NOBODY_ABOVE = "Nobody can be found above you to decide. Return the record to its author, and say why"
DONE = {
    StepState.RETURNED: "You have returned this record.",
    StepState.CANNOT_AGREE: "You have said that you do not agree. The managers above you are asked to decide.",
    StepState.REFUSED: "You have refused. The record's page shows what follows.",
}


@bp.get("/links/<token>")
@open_to_anyone
def open_link(token: str) -> ResponseReturnValue:
    """Show the record and decision form of an emailed link, after a fresh sign-in. Mail scanners may fetch it."""
    here = url_for("decisions.open_link", token=token)
    if not current_user.is_authenticated or not sessions.is_fresh():
        return redirect(url_for("sign_in.sign_in", next=here))
    return _page(_step_of(token), _blank, here)


@bp.post("/links/<token>")
@open_to_anyone
@fresh_to_post
def decide_by_link(token: str) -> ResponseReturnValue:
    """Record a decision by link. Without a fresh sign-in, ask for one instead."""
    here = url_for("decisions.open_link", token=token)
    if not current_user.is_authenticated:
        return sessions.ask_to_sign_in()
    return _decide(_step_of(token), here)


def _step_of(token: str) -> Step:
    """The open step that a link leads to, whose record this request reads."""
    step = links.get_usable_step(token=token, staff=me())
    note_reading(step.record)
    return step


@bp.post("/links/<token>/renew")
@staff_only
def renew_link(token: str) -> ResponseReturnValue:
    """Mail a new link in place of an expired one, to the same person."""
    links.renew(token=token, staff=me())
    flash("A new link is on its way to your email.")
    return redirect(url_for("home.show_home"))


@bp.get("/records/<reference:reference>/steps/<number:step_id>")
@step_readers_only
def show_step(step_id: int) -> ResponseReturnValue:
    """Show the record and decision form, from the task list."""
    return _page(own_step(step_id), _blank, request.path)


@bp.post("/records/<reference:reference>/steps/<number:step_id>")
@step_readers_only
@fresh_to_post
def decide(step_id: int) -> ResponseReturnValue:
    """Record a decision from the task list."""
    return _decide(own_step(step_id), request.path)


def own_step(step_id: int) -> Step:
    """The current user's open step of this record. 404 for a step that never was theirs; LinkError if it is theirs to
    decide no longer.
    """
    step = next((step for step in history.all_steps_of(this_record()) if step.id == step_id), None)
    links.tell_if_gone(step, me())
    if step is None or step.assignee_id != me().id:
        abort(404)
    return step


def _asked(step: Step) -> type[Section]:
    version = decisions.get_version(step.record)
    escalates = step.action == "decide" and chain.can_disagree(step, version)
    return deciding_section(
        step.action,
        step.asks,
        escalates=escalates,
        may_refuse=step.may_refuse,
        passes_up=step.passes_up,
        may_return=not decisions.refused_beside(step),
        binds=refusals.would_bind(step.record),
        letters=bool(agreeing.waiting_for(step, sessions.settings())),
    )


def _blank(section: type[Section]) -> Section:
    return section.from_answers({}, terms=sessions.settings().displayed_terms)


def _page(step: Step, fill, action: str, refused: str = "") -> str:  # type: ignore[no-untyped-def]
    section = fill(_asked(step))
    read = reading.of_record(step.record)
    errors = section.error_links(section.errors_now())
    if refused:
        section["outcome"].error = refused
        errors = section.error_links({"outcome": refused})
    return render_template(
        "decisions/decide.html",
        step=step,
        record=step.record,
        reading=read,
        others=other_records.beside(step.record, reading.answers_of(step.record), me()),
        amended=amended.of_record(step.record),
        section=section,
        errors=errors,
        action=action,
        letters=letters.at_step(step),
        letters_to_write=letters.are_to_write(step.record, me()),
        letters_digest=agreeing.digests_of(agreeing.waiting_for(step, sessions.settings())),
        may_pass_on=passing_on.may_pass_on(step, me()),
    )


def _decide(step: Step, action: str) -> ResponseReturnValue:
    section = _asked(step).from_post(request.form, terms=sessions.settings().displayed_terms, today=clock.today())
    if section.errors_on_continue():
        return _page(step, lambda _: section, action)
    answers = section.answers()
    outcome = StepState(answers["outcome"])
    stated = {ask["name"]: answers[ask["name"]] for ask in step.asks if outcome == StepState.APPROVED}
    try:
        record = agreeing.decide(
            step=step,
            by=me(),
            outcome=outcome,
            digest=request.form.get("digest", ""),
            stated=stated,
            reason=answers.get(REASON_IN.get(outcome, ""), ""),
            letters=request.form.get("letters_digest", ""),
            agreed=answers.get("letters") == "agreed",
            said=answers.get("letters_said", ""),
            settings=sessions.settings(),
        )
    except LettersChangedError as changed:  # the same, with the letters as they are now
        return _page(step, lambda _: section, action, changed.shown)
    except CannotSubmitError:  # no manager above is found: show the form with what was typed
        return _page(step, lambda _: section, action, NOBODY_ABOVE)
    flash(DONE.get(outcome, "Your decision is recorded."))
    return redirect(url_for("records.show_record", reference=record.reference))
