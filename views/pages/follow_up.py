"""Follow-up: answers that are added after approval, beside the sealed record."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from htmx_flask import make_response

from forms import Section, get_kind
from forms.follow_up import became_section, following_section
from protocol.days import date_from
from records import clock
from records.errors import ConflictError
from records.following import follow_up, promises
from records.following.promises import PromiseLine
from views import following_up
from views.web import sessions
from views.web.guard import me, readers_only, this_record

bp = Blueprint("following", __name__)

ADDED = "Added to this record."


@bp.route("/records/<reference:reference>/follow-up", methods=["GET", "POST"])
@readers_only
def add_follow_up() -> ResponseReturnValue:
    """Show and save the questions that may follow approval."""
    if not follow_up.may_add(this_record(), me()):
        abort(403)
    section_class, terms = _section_class(), sessions.settings().displayed_terms
    if request.method != "POST":  # GET and HEAD
        return _page(section_class.from_answers({}, terms=terms), {})
    section = section_class.from_post(request.form, terms=terms, today=clock.today())
    section.contradicted = following_up.contradicted(this_record())
    errors = section.errors_on_continue()
    if errors or not section.answers():
        return _page(section, errors, "" if errors else "Enter what you want to add")
    follow_up.add(record=this_record(), by=me(), answers=section.answers())
    flash(ADDED)
    return _to_record()


@bp.route("/records/<reference:reference>/promised/<number:promise_id>", methods=["GET", "POST"])
@readers_only
def say_what_became(promise_id: int) -> ResponseReturnValue:
    """Show and save what became of something promised; by HTMX on the page of its record."""
    terms = sessions.settings().displayed_terms
    promise = promises.get_promise(this_record(), promise_id, terms)
    if promise is None or promise.day.statement:
        abort(404)
    if not follow_up.may_say(promise.day, me()):
        abort(403)
    if not promise.is_open:
        return _said(promise, follow_up.SAID_ALREADY)
    section_class = became_section(follow_up.first_day_of(promise.day))
    if request.method != "POST":  # GET and HEAD
        return _became_page(promise, section_class.from_answers({}, terms=terms), {})
    section = section_class.from_post(request.form, terms=terms, today=clock.today())
    if errors := section.errors_on_continue():
        return _became_page(promise, section, errors)
    became, on, why = section.said()
    try:
        follow_up.say_what_became(promise.day, by=me(), became=became, on=date_from(on), why=why)
    except ConflictError as conflict:
        return _said(promise, conflict.shown)
    return _said(promise, ADDED)


def _said(promise: PromiseLine, text: str) -> ResponseReturnValue:
    """Back to the record with this text; by HTMX what follows it, drawn anew on the record's page."""
    if not request.htmx:  # type: ignore[attr-defined]
        flash(text)
        return _to_record()
    follow = following_up.following_of(this_record(), me())
    drawn = render_template(
        "records/following.html", record=this_record(), follow=follow, said=text, said_of=promise.day.id
    )
    return make_response(drawn, retarget="#following", reswap="outerHTML")


def _to_record() -> ResponseReturnValue:
    back = back_to_list()
    return redirect(back or url_for("records.show_record", reference=this_record().reference))


def back_to_list() -> str:
    """The address of the list of promises from which somebody came, with its filters; '' for everywhere else."""
    back, listed = request.args.get("back", ""), url_for("promised.list_promises")
    return back if back == listed or back.startswith(f"{listed}?") else ""


def _became_page(promise: PromiseLine, section: Section, errors: dict[str, str]) -> str:
    return render_template(
        "records/became.html" if request.htmx else "records/promised.html",  # type: ignore[attr-defined]
        record=this_record(),
        form=get_kind(this_record().kind),
        promise=promise,
        section=section,
        errors=section.error_links(errors),
        back=back_to_list(),
    )


def _section_class() -> type[Section]:
    names = following_up.left_to_add(this_record())
    return following_section(get_kind(this_record().kind), names) if names else abort(404)


def _page(section: Section, errors: dict[str, str], nothing: str = "") -> str:
    first = next(iter(type(section).questions().values())).focus_id
    links = section.error_links(errors) or ([{"text": nothing, "href": f"#{first}"}] if nothing else [])
    form = get_kind(this_record().kind)
    return render_template(
        "records/follow_up.html", record=this_record(), form=form, section=section, errors=links, back=back_to_list()
    )
