"""What is due to be disposed of, those who agree to it, what is held, and the certificates of what has gone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms import KINDS, Section
from forms.account.holding import CHILD, HoldSection, LiftSection
from models import LegalHold
from protocol.parameters import PARAMETERS, Parameters
from protocol.retention import counted_from, in_words
from records import clock
from records.drafting import references
from records.errors import ConflictError, NotFoundError
from records.keeping import agreeing, certificates, holds
from records.weighing import figures_on
from views.web import sessions
from views.web.fresh import fresh_to_post
from views.web.guard import is_operator, keepers_only, me

bp = Blueprint("keeping", __name__, url_prefix="/keeping")

MOST_DONE = 20
MAX_PAGES = 2_000
ONE_DAY = "Enter the last day, or the day on which it is looked at again"
UNKNOWN = "There is no record with this reference, or it is not one that you can see: check the reference"


@bp.get("")
@keepers_only
def show_due() -> ResponseReturnValue:
    """What is due, what is held, and what was disposed of lately."""
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= MAX_PAGES:
        abort(404)
    listed, has_more = agreeing.due_page(me(), is_operator=is_operator(), page=page)
    return render_template(
        "keeping/due.html",
        listed=listed,
        page=page,
        has_more=has_more,
        kinds=KINDS,
        rule_words=_rule_words,
        holds=len(_holds()),
        done=certificates.done(MOST_DONE),
    )


@bp.get("/due/<number:due_id>")
@keepers_only
def show_one(due_id: int) -> ResponseReturnValue:
    """One record that is due: by which rule, who has agreed, what holds it."""
    row = agreeing.get(due_id, me(), is_operator=is_operator())
    kept, due, held = agreeing.look(row.record, row.part, _figures())
    return render_template(
        "keeping/one.html",
        row=row,
        versions=kept.records,
        still_due=due.on is not None and due.on <= clock.today(),
        held=held,
        disposal=agreeing.standing(row.record, row.part, due),
        due=due,
        figure=PARAMETERS.get(due.figure),
        counted_from=counted_from(due) if due.figure else "",
        form=KINDS[row.record.kind],
        rule_words=_rule_words,
    )


@bp.post("/due/<number:due_id>/agree")
@keepers_only
@fresh_to_post
def agree(due_id: int) -> ResponseReturnValue:
    """Agree to a disposal."""
    row = agreeing.get(due_id, me(), is_operator=is_operator())
    agreed = agreeing.agree(clock_row=row, by=me(), figures=_figures())
    more = "It goes when an operator next runs the disposal." if agreed.second_by_id else "It takes somebody else too."
    flash(f"You have agreed that {row.record.reference} is disposed of. {more}")
    return redirect(url_for("keeping.show_due"))


@bp.post("/due/<number:due_id>/take-back")
@keepers_only
@fresh_to_post
def take_back(due_id: int) -> ResponseReturnValue:
    """Take back that the user agreed."""
    row = agreeing.get(due_id, me(), is_operator=is_operator())
    agreeing.take_back(clock_row=row, by=me())
    flash(f"You have taken it back. {row.record.reference} stays until two people agree.")
    return redirect(url_for("keeping.show_one", due_id=due_id))


@bp.get("/holds")
@keepers_only
def show_holds() -> ResponseReturnValue:
    """What is held, with the form to hold a record. ?reference= fills in which."""
    reference = request.args.get("reference", "")[:30]
    return _holds_page(_blank(HoldSection, {"reference": reference} if reference else {}), {})


@bp.post("/holds")
@keepers_only
@fresh_to_post
def place_hold() -> ResponseReturnValue:
    """Hold a record, or every record about its child."""
    section = _posted(HoldSection)
    errors = section.errors_on_continue() or _place(section)
    if errors:
        return _holds_page(section, errors)
    flash("It is held. Nothing of it is disposed of until the hold ends or is lifted.")
    return redirect(url_for("keeping.show_holds"))


def _place(section: Section) -> dict[str, str]:
    """Place the hold. Returns question → error."""
    said = section.answers()
    if not (said.get("last_day") or said.get("review_on")):
        return _error(section, "last_day", ONE_DAY)
    reference = references.normalise_reference(said["reference"])
    record = agreeing.find(reference, me(), is_operator=is_operator())
    if record is None:
        return _error(section, "reference", UNKNOWN)
    try:
        holds.place(
            record=record,
            of_child=said["concerns"] == CHILD,
            why=said["why"],
            by=me(),
            last_day=_day(said.get("last_day")),
            review_on=_day(said.get("review_on")),
        )
    except ConflictError as error:
        return _error(section, "reference", error.shown)
    return {}


def _error(section: Section, question: str, text: str) -> dict[str, str]:
    section[question].error = text
    return {question: text}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@bp.get("/holds/<number:hold_id>/lift")
@keepers_only
def show_lift(hold_id: int) -> ResponseReturnValue:
    """Ask why a hold is lifted."""
    return _lift_page(hold_id, _blank(LiftSection), {})


@bp.post("/holds/<number:hold_id>/lift")
@keepers_only
@fresh_to_post
def lift_hold(hold_id: int) -> ResponseReturnValue:
    """Lift a hold."""
    section = _posted(LiftSection)
    if errors := section.errors_on_continue():
        return _lift_page(hold_id, section, errors)
    holds.lift(hold=_hold(hold_id), by=me(), why=section.answers()["lifted_why"])
    flash("The hold is lifted. What is due can be agreed to again.")
    return redirect(url_for("keeping.show_holds"))


@bp.get("/certificates/<number:disposal_id>")
@keepers_only
def show_certificate(disposal_id: int) -> ResponseReturnValue:
    """The certificate of a disposal."""
    disposal = certificates.get(disposal_id)
    return render_template(
        "keeping/certificate.html",
        disposal=disposal,
        certificates=certificates.of(disposal),
        faults=[fault for one in certificates.of(disposal) for fault in certificates.find_faults(one.record.id)],
        kinds=KINDS,
        rule_words=_rule_words,
    )


def _hold(number: int) -> LegalHold:
    found = holds.get(number)
    if not holds.is_seen_by(found, me(), is_operator=is_operator()):
        # As for a hold that there is not: its number says nothing.
        raise NotFoundError(f"no hold {number} of theirs", holds.NO_HOLD)
    return found


def _holds() -> list[LegalHold]:
    return [one for one in holds.in_force() if holds.is_seen_by(one, me(), is_operator=is_operator())]


def _holds_page(section: Section, errors: dict[str, str]) -> str:
    listed = [(one, holds.references(one, me(), is_operator=is_operator())) for one in _holds()]
    return render_template(
        "keeping/holds.html", holds=listed, today=clock.today(), section=section, errors=section.error_links(errors)
    )


def _lift_page(hold_id: int, section: Section, errors: dict[str, str]) -> str:
    hold = _hold(hold_id)
    held = holds.references(hold, me(), is_operator=is_operator())
    return render_template(
        "keeping/lift.html", hold=hold, references=held, section=section, errors=section.error_links(errors)
    )


def _blank(section: type[Section], answers: Mapping[str, str] | None = None) -> Section:
    return section.from_answers(answers or {}, terms=sessions.settings().displayed_terms)


def _posted(section: type[Section]) -> Section:
    return section.from_post(request.form, terms=sessions.settings().displayed_terms, today=clock.today())


def _figures() -> Parameters:
    return figures_on(clock.today())


def _rule_words(rule: str) -> str:
    return in_words(rule, _figures())
