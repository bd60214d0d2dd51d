"""Inspection packs: auditors, inspectors and heads of service ask for one, see that it is ready, and download it."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms import Section
from forms.account.inspection_pack import EITHER, LOCAL_ID, PackSection, PackWithReasonSection, ids_in
from models import PackState
from protocol import formatting
from records import access, clock, purposes
from records.errors import ConflictError, TooManyRequestsError
from records.exporting import choosing, packs
from records.exporting.choosing import Chosen
from views.web import sessions
from views.web.fresh import fresh_to_post
from views.web.guard import is_read, me, packers_only

bp = Blueprint("packs", __name__, url_prefix="/packs")

TOO_MANY = f"Local IDs of the children must be {choosing.MOST_CHILDREN} at most"
NOT_AN_ID = "Local IDs of the children must be letters and numbers with commas between: '{}' is none"
BACKWARDS = "Last day of sealing must be the same as the first, or after it"
TOO_LONG = "Last day of sealing must be within a year of the first"


@bp.get("")
@packers_only
def show() -> ResponseReturnValue:
    """The user's pack, and the form to ask for one. ?child= fills in a local ID, a pack that failed its own."""
    children = request.args.get("child", "")[:20]
    answers = {"children": children} if children else _asked_before()
    return _page(_section().from_answers(answers, terms=_terms()), {})


def _asked_before() -> dict[str, str]:
    """The answers with which to ask again for a pack that could not be made; {} where none failed."""
    pack = packs.of(me())
    if pack is None or pack.state != PackState.FAILED:
        return {}
    days = {name: day.isoformat() for name in ("since", "until") if (day := getattr(pack, name))}
    return {"children": ", ".join(pack.children), "what_for": pack.what_for, **days}


@bp.post("")
@packers_only
@fresh_to_post
def ask() -> ResponseReturnValue:
    """Ask for a pack, in place of the one before."""
    section = _section().from_post(request.form, terms=_terms(), today=clock.today())
    errors = section.errors_on_continue()
    said = section.answers()
    chosen = _chosen(section)
    if not errors:
        errors = _errors(section, chosen)
    if errors:
        return _page(section, errors)
    try:
        packs.ask(by=me(), chosen=chosen, what_for=said.get("what_for") or _purpose())
    except (ConflictError, TooManyRequestsError) as error:
        errors = _put(section, "children" if chosen.children else "since", error.shown)
        status = 429 if isinstance(error, TooManyRequestsError) else 200
        return _page(section, errors), status
    flash("Your pack is being made. It is ready in a few minutes.")
    return redirect(url_for("packs.show"))


@bp.get("/pack.zip")
@packers_only
def download() -> ResponseReturnValue:
    """The user's own pack, piece by piece. Each download is noted."""
    if not is_read():
        return ""
    pack = packs.download(by=me())
    response = Response(packs.pieces(pack), mimetype="application/zip")
    response.content_length = pack.size
    day = clock.in_london(pack.made_at).date()
    response.headers["Content-Disposition"] = f'attachment; filename="inspection-pack-{day}.zip"'
    return response


@bp.post("/delete")
@packers_only
def delete() -> ResponseReturnValue:
    """Delete the user's pack."""
    packs.delete(by=me())
    flash("Your pack is deleted.")
    return redirect(url_for("packs.show"))


def _section() -> type[Section]:
    return PackSection if access.purpose_of(me()) else PackWithReasonSection


def _purpose() -> str:
    """What an auditor or inspector has said that they read records for."""
    purpose = access.purpose_of(me())
    return f"{purposes.PURPOSES[purpose.purpose]}: {purpose.what_for}" if purpose else ""


def _chosen(section: Section) -> Chosen:
    said = section.answers()
    days = [date.fromisoformat(said[name]) if said.get(name) else None for name in ("since", "until")]
    until = min(days[1], max(clock.today(), days[0] or clock.today())) if days[1] else None
    return Chosen(tuple(ids_in(said.get("children") or "")), days[0], until)


def _errors(section: Section, chosen: Chosen) -> dict[str, str]:
    """What is wrong with the answers together; {} for nothing."""
    strange = next((one for one in chosen.children if not LOCAL_ID.fullmatch(one)), "")
    is_period = chosen.since or chosen.until
    if bool(chosen.children) == bool(is_period):
        return _put(section, "children", EITHER)
    if strange:
        return _put(section, "children", NOT_AN_ID.format(strange))
    if len(chosen.children) > choosing.MOST_CHILDREN:
        return _put(section, "children", TOO_MANY)
    return _errors_of_days(section, chosen) if is_period else {}


def _errors_of_days(section: Section, chosen: Chosen) -> dict[str, str]:
    if not (chosen.since and chosen.until):
        missing = "until" if chosen.since else "since"
        return _put(section, missing, f"Enter {section[missing].thing}")
    if chosen.until < chosen.since:
        return _put(section, "until", BACKWARDS)
    return _put(section, "until", TOO_LONG) if chosen.until - chosen.since > choosing.LONGEST else {}


def _put(section: Section, name: str, error: str) -> dict[str, str]:
    section[name].error = error
    return {name: error}


def _terms() -> dict[str, str]:
    return sessions.settings().displayed_terms


def _page(section: Section, errors: dict[str, str]) -> str:
    pack = packs.of(me())
    problem = packs.problem(pack) if pack else ""
    return render_template(
        "packs/packs.html",
        pack=pack,
        of=packs.chosen_of(pack).in_words if pack else "",
        problem=problem,
        nothing_about=packs.nothing_about(pack) if pack and not problem else "",
        is_being_made=bool(pack and pack.state in packs.UNDER_WAY and not problem),
        number=formatting.count(pack.documents, "record") if pack else "",
        purpose=_purpose(),
        may_ask=choosing.may_ask(me()),
        days=packs.KEPT_FOR.days,
        section=section,
        errors=section.error_links(errors),
    )
