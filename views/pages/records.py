"""The pages of one record: overview, answers, history, withdrawing and taking back."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms import KINDS, get_kind
from forms.engine.cleaning import tidy_block
from models import Record, Staff, State
from protocol.formatting import listed
from records import access, other_records
from records.amending import family
from records.deciding import absences, refusals, settling, submission, telling
from records.errors import ConflictError, ForbiddenError
from records.following import reminding
from records.reporting import history, operations
from records.sealing import distrusting
from views import amended, following_up, letters, reading, remedies, replacing
from views.pages import calendar
from views.reasons import ReasonPage
from views.web import sessions, templating
from views.web.fresh import fresh_to_post
from views.web.guard import STARTS_NOTHING, me, readers_only, this_record

bp = Blueprint("records", __name__)

WITHDRAWING = ReasonPage(
    title="Withdraw",
    means="The record stays and can be read, but nobody can decide on it and it cannot be changed again. Everybody who "
    "was asked about it is told.",
    question="Why are you withdrawing it?",
    thing="you are withdrawing this record",
    button="Withdraw this record",
    kind="govuk-button--warning",
    done="You have withdrawn this record.",
)
TAKING_BACK = ReasonPage(
    title="Take back",
    means="Everybody who was asked is told now, and can read your reason on the record's page. Change the record and "
    "submit it again: then they are asked again.",
    question="Why are you taking it back?",
    thing="you are taking this record back",
    button="Take it back to change it",
    kind="",
    done="The record is yours to change again. Submit it when it is ready.",
)


SETTLING = ReasonPage(
    title="Settle",
    means="The record stays refused and is kept. Later records about the same child and the same team or worker no "
    "longer have to go to your post. Everybody involved is told.",
    question="Why is it settled?",
    thing="it is settled",
    button="Say that it is settled",
    kind="",
    done="The refusal no longer binds later records.",
)


@bp.get("/records/<reference:reference>")
@readers_only
def show_record() -> ResponseReturnValue:
    """The overview: state, sections, decisions and available actions."""
    record = this_record()
    editable, replaced = access.may_edit(record, me()), replacing.follow_register(record)
    documents = history.documents_of(record)
    return render_template(
        "records/record.html",
        record=record,
        form=get_kind(record.kind),
        tasks=reading.task_list(record),
        steps=history.steps_of(record),
        version=history.version_of(record),
        asked_again=_asked_again(record),
        first_line=reading.first_line_of(record),
        how_decided=reading.how_decided(record),
        refusals=reading.refusals_before(record),
        others=other_records.beside(record, reading.answers_of(record), me()),
        amended=amended.of_record(record),
        settled=telling.tell(refusals.settled_of(record), sessions.settings().displayed_terms, reader=me().id),
        may_settle=bool(refusals.settleable_by(record, me())),
        editable=editable,
        replaced=replaced if editable else (),
        mine=[step for step in history.steps_of(record) if step.assignee_id == me().id and step.state == "open"],
        withdrawn_by=history.withdrawn_by(record) if record.state == State.WITHDRAWN else None,
        acceptance=reading.acceptance_of(record),
        corrections=reading.corrections_of(record),
        exceptions=history.exceptions_of(record, me()),
        transfers=history.transfers_of(record, me()),
        may_recall=submission.may_recall(record, me()),
        may_withdraw=submission.may_withdraw(record, me()),
        disagreed=submission.is_disagreed(record),
        no_longer_holds=reading.no_longer_holds(record),
        may_read_restricted=access.may_read_restricted(record, me()),
        follow=following_up.following_of(record, me()),
        continues_as=remedies.continues_as(record) if me().role not in STARTS_NOTHING else None,
        kinds=KINDS,
        continued_in=history.continued_in(record, me()),
        earlier=history.earlier_of(record, me()),
        documents=documents,
        distrusted=distrusting.said_of_kept(documents, sessions.settings()),
        is_author=access.acts_as_author(record, me()),
        days=calendar.days_of(record),
        letters=letters.of_record(record, me()),
        file_note=reading.file_note_of(record),
        may_nudge=reminding.may_nudge(record, me()),
        lost_steps=absences.get_unassignable_steps(record),
        undelivered=operations.get_undelivered(record) if access.acts_as_author(record, me()) else [],
    )


@bp.get("/records/<reference:reference>/answers")
@readers_only
def show_answers() -> ResponseReturnValue:
    """The whole record as deciders read it, departures first."""
    record = this_record()
    replacing.follow_register(record)
    return render_template(
        "records/answers.html", reading=reading.of_record(record), record=record, amended=amended.of_record(record)
    )


@bp.get("/records/<reference:reference>/history")
@readers_only
def show_history() -> ResponseReturnValue:
    """Versions, decisions and the audit trail."""
    record, events = this_record(), history.events_of(this_record())
    names, unread, steps = history.names_in(events), history.unread_in(events, me()), history.all_steps_of(record)
    at = {(step.version, step.key): step for step in steps}
    decided = [(event, at.get((event.detail.get("version"), event.detail.get("step")))) for event in events]
    return render_template(
        "records/history.html",
        record=record,
        form=get_kind(record.kind),
        versions=history.versions_of(record),
        earlier=history.earlier_of(record, me()),
        events=[(event, templating.of_event(event, names, unread, step)) for event, step in decided],
        all_steps=steps,
    )


@bp.route("/records/<reference:reference>/withdraw", methods=["GET", "POST"])
@readers_only
@fresh_to_post
def withdraw() -> ResponseReturnValue:
    """Ask for the reason, then withdraw the record."""
    return _undo(WITHDRAWING, submission.withdraw, submission.may_withdraw)


@bp.route("/records/<reference:reference>/take-back", methods=["GET", "POST"])
@readers_only
@fresh_to_post
def take_back() -> ResponseReturnValue:
    """Ask for the reason, then make a submitted record a draft again."""
    return _undo(TAKING_BACK, submission.recall, submission.may_recall)


@bp.route("/records/<reference:reference>/settle", methods=["GET", "POST"])
@readers_only
@fresh_to_post
def settle() -> ResponseReturnValue:
    """Ask whoever holds the post that refused for the reason, then say that it is settled."""
    if not refusals.settleable_by(this_record(), me()):
        raise ForbiddenError("not the post that refused", settling.NOT_THEIRS)
    return _with_reason(SETTLING, settling.settle)


def _asked_again(record: Record) -> str:
    """'Priya Shah and Tom Ellis are': whom a returned record is for again; '' for nobody and of any other record."""
    if record.state != State.RETURNED or family.is_cancellation(record):
        return ""
    asked = [step for step in history.steps_of(record) if step.opened_at or step.decided_at]
    people = dict.fromkeys(step.decided_by or step.assignee for step in asked)
    names = [one.name for one in people if one != record.author]
    return f"{listed(names)} {'is' if len(names) == 1 else 'are'}" if names else ""


def _undo(page: ReasonPage, act: Callable[..., None], may: Callable[[Record, Staff], bool]) -> ResponseReturnValue:
    """The same, but where somebody did not agree, which is said before a reason is asked for."""
    if submission.is_disagreed(this_record()) and not may(this_record(), me()):
        raise ConflictError("not agreed", submission.NOT_FROM_BELOW)
    return _with_reason(page, act)


def _with_reason(page: ReasonPage, act: Callable[..., None]) -> ResponseReturnValue:
    """Ask for a reason; with a valid one, run the action and redirect to the record."""
    record, reason = this_record(), tidy_block(request.form.get("reason", ""))
    error = page.error_in(reason) if request.method == "POST" else ""
    if request.method != "POST" or error:  # GET and HEAD
        form = get_kind(record.kind)
        return render_template("records/why.html", record=record, form=form, page=page, reason=reason, error=error)
    act(record=record, by=me(), reason=reason)
    flash(page.done)
    return redirect(url_for("records.show_record", reference=record.reference))
