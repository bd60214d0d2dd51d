"""Follow-up: answers that are added after approval, beside the sealed record."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms import Section, get_kind
from forms.follow_up import following_section
from records import clock
from records.following import follow_up
from views import reading
from views.web import sessions
from views.web.guard import me, readers_only, this_record

bp = Blueprint("following", __name__)


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
    errors = section.errors_on_continue()
    if errors or not section.answers():
        return _page(section, errors, "" if errors else "Enter what you want to add")
    follow_up.add(record=this_record(), by=me(), answers=section.answers())
    flash("Added to this record.")
    return redirect(url_for("records.show_record", reference=this_record().reference))


def _section_class() -> type[Section]:
    names = reading.left_to_add(this_record())
    return following_section(get_kind(this_record().kind), names) if names else abort(404)


def _page(section: Section, errors: dict[str, str], nothing: str = "") -> str:
    first = next(iter(type(section).questions().values())).focus_id
    links = section.error_links(errors) or ([{"text": nothing, "href": f"#{first}"}] if nothing else [])
    form = get_kind(this_record().kind)
    return render_template("records/follow_up.html", record=this_record(), form=form, section=section, errors=links)
