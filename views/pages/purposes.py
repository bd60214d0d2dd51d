"""Auditors and inspectors say what they read sealed records for, and until when; before that they see none."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms import Section
from forms.account.reading_for import reading_for_section
from protocol import formatting
from records import access, clock, purposes
from views.web import sessions
from views.web.fresh import fresh_to_post
from views.web.guard import auditors_only, me

bp = Blueprint("purposes", __name__, url_prefix="/reading")

SECTION = reading_for_section(dict(purposes.PURPOSES))


@bp.get("")
@auditors_only
def show() -> ResponseReturnValue:
    """What the user reads records for now, and the form to say so anew."""
    return _page(SECTION.from_answers({}, terms=sessions.settings().displayed_terms), {})


@bp.post("")
@auditors_only
@fresh_to_post
def begin() -> ResponseReturnValue:
    """Open sealed records to the user until the end of the day that they give."""
    section = SECTION.from_post(request.form, terms=sessions.settings().displayed_terms, today=clock.today())
    errors = section.errors_on_continue()
    if not errors and (late := _too_late(section)):
        section["last_day"].error = errors["last_day"] = late
    if errors:
        return _page(section, errors)
    said = section.answers()
    purposes.begin(
        by=me(), purpose=said["purpose"], what_for=said["what_for"], last_day=date.fromisoformat(said["last_day"])
    )
    flash("You can read sealed records now. Each that you read is noted, and shown to those who lead its teams.")
    return redirect(url_for("home.list_records"))


@bp.post("/end")
@auditors_only
def end() -> ResponseReturnValue:
    """End it: no record is open to the user any more."""
    purposes.end(by=me())
    flash("You have ended it. No record is open to you now.")
    return redirect(url_for("home.show_home"))


def _too_late(section: Section) -> str:
    last = clock.today() + timedelta(days=sessions.settings().reading_purpose_days)
    chosen = date.fromisoformat(section.answers()["last_day"])
    return f"The last day can be {formatting.day(last)} at the latest" if chosen > last else ""


def _page(section: Section, errors: dict[str, str]) -> str:
    return render_template(
        "home/reading.html",
        purpose=access.purpose_of(me()),
        words=purposes.PURPOSES,
        days=sessions.settings().reading_purpose_days,
        section=section,
        errors=section.error_links(errors),
    )
