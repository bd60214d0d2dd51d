"""Who decides in somebody's place: absences and those who stand in, steps passed on and taken back, reminders."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms import KINDS, Section
from forms.account.standing_in import AwaySection, PassOnSection
from models import Step
from protocol import formatting
from records import clock
from records.deciding import absences, passing_on
from records.drafting import named_people
from records.errors import ForbiddenError
from records.following import reminding
from records.register import lookup
from records.reporting import work
from views.pages.decisions import own_step
from views.pickers import staff_match
from views.web import sessions
from views.web.fresh import fresh_to_post
from views.web.guard import me, readers_only, staff_only, step_readers_only, this_record

bp = Blueprint("my_tasks", __name__)


@bp.get("/my-tasks")
@staff_only
def show_tasks() -> ResponseReturnValue:
    """What waits for somebody is on the home page; earlier mails and notes name this address."""
    return redirect(url_for("home.show_home"))


@bp.get("/away")
@staff_only
def show_absences() -> ResponseReturnValue:
    """Show when the user is away, with the form for saying so."""
    if not absences.may_declare(me()):
        abort(404)
    return _absences(_blank(AwaySection))


@bp.post("/away")
@staff_only
@fresh_to_post
def declare_absence() -> ResponseReturnValue:
    """Save an absence and its stand-in."""
    if not absences.may_declare(me()):
        abort(403)
    section = _posted(AwaySection)
    for question, text, _ in section.pickers():
        found = lookup.find_staff(text, of_rank=me().rank)
        question.resolve([staff_match(staff) for staff in found if absences.may_stand_in(staff, me())])
    errors = section.errors_on_continue()
    if not errors:
        errors = _declare(section)
    if errors:
        return _absences(section, errors)
    flash("You have said when you are away. Decisions that wait for you then go to the person standing in.")
    return redirect(url_for("my_tasks.show_absences"))


def _declare(section: Section) -> dict[str, str]:
    """Save the absence. Returns question → error."""
    answers = section.answers()
    stand_in = named_people.get_named_staff(answers["stand_in"])
    if stand_in is None:
        return {"stand_in": section["stand_in"].message("Select who stands in for you")}
    first, last = date.fromisoformat(answers["first_day"]), date.fromisoformat(answers["last_day"])
    try:
        absences.create_absence(staff=me(), stand_in=stand_in, first_day=first, last_day=last)
    except absences.AbsenceError as error:
        section[error.question].error = error.shown
        return {error.question: error.shown}
    return {}


@bp.post("/away/<number:absence_id>/end")
@staff_only
def end_absence(absence_id: int) -> ResponseReturnValue:
    """End or cancel an absence."""
    absences.end_absence(absence_id=absence_id, by=me())
    stays = " What they have stays with them until you take it back." if passing_on.given_to_others(me()) else ""
    flash(f"Nothing more goes to the person standing in.{stays}")
    return redirect(url_for("my_tasks.show_absences"))


@bp.get("/records/<reference:reference>/steps/<number:step_id>/pass-on")
@step_readers_only
def choose_colleague(step_id: int) -> ResponseReturnValue:
    """Show the form for passing a step on."""
    return _choose(_step_to_pass_on(step_id), _blank(PassOnSection), {})


@bp.post("/records/<reference:reference>/steps/<number:step_id>/pass-on")
@step_readers_only
@fresh_to_post
def pass_on(step_id: int) -> ResponseReturnValue:
    """Pass the user's step on to a colleague."""
    step, section = _step_to_pass_on(step_id), _posted(PassOnSection)
    for question, text, _ in section.pickers():
        question.resolve([staff_match(staff) for staff in passing_on.find_colleagues(step, text)])
    errors = section.errors_on_continue()
    to = None if errors else named_people.get_named_staff(section.answers()["to"])
    if to is None:
        return _choose(step, section, errors)
    passing_on.pass_on(step=step, by=me(), to=to)
    back = "" if step.instead_of_id else " You can take it back from 'Your work' until they decide."
    flash(f"Passed to {to.name}, who is asked by email.{back}")
    return redirect(url_for("home.show_home"))


@bp.post("/records/<reference:reference>/steps/<number:step_id>/take-back")
@readers_only
@fresh_to_post
def take_back(step_id: int) -> ResponseReturnValue:
    """Take back a step that was passed on."""
    step = Step.get_or_none((Step.id == step_id) & (Step.record == this_record()))
    passing_on.take_back(step=step or abort(404), by=me())
    flash("The step is yours again.")
    return redirect(url_for("home.show_home"))


@bp.post("/records/<reference:reference>/nudge")
@readers_only
def nudge() -> ResponseReturnValue:
    """Mail a reminder to the people whose open steps the record waits for."""
    reminded = reminding.nudge(record=this_record(), by=me())
    flash(f"A reminder is on its way to {formatting.listed(staff.name for staff in reminded)}.")
    return redirect(url_for("records.show_record", reference=this_record().reference))


def count_waiting() -> int:
    """The number of open steps of the user, shown in the header of every page."""
    return work.count_to_do(me())


def _step_to_pass_on(step_id: int) -> Step:
    step = own_step(step_id)
    if not passing_on.may_pass_on(step, me()):
        raise ForbiddenError("in person", passing_on.IN_PERSON)
    return step


def _choose(step: Step, section: Section, errors: dict[str, str]) -> str:
    record = this_record()
    return render_template(
        "my_tasks/pass_on.html",
        step=step,
        record=record,
        form=KINDS[record.kind],
        section=section,
        errors=section.error_links(errors),
    )


def _absences(section: Section, errors: dict[str, str] | None = None) -> str:
    return render_template(
        "my_tasks/away.html",
        today=clock.today(),
        absences=absences.absences_of(me()),
        section=section,
        errors=section.error_links(errors or {}),
    )


def _blank(section: type[Section]) -> Section:
    return section.from_answers({}, terms=sessions.settings().displayed_terms)


def _posted(section: type[Section]) -> Section:
    return section.from_post(request.form, terms=sessions.settings().displayed_terms, today=clock.today())
