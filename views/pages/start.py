"""Start a record: for a child or worker found by search, or from another record."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from htmx_flask import make_response

from forms import KINDS, RecordKind
from forms.carrying import Relation
from forms.engine.cleaning import tidy_block
from models import CASE_HOLDERS, Child, Record, Staff
from protocol import BY_ID, Outcome
from records import needing, other_records, searches
from records.deciding import chain, exception_decisions, reasons_of_refusals, refusals, telling
from records.drafting import earlier, from_change, starting
from records.errors import ForbiddenError, NotFoundError, TooManyRequestsError
from records.register import lookup
from records.weighing import weigh_draft
from views import children, remedies
from views.reasons import why_needed
from views.web import sessions, templating
from views.web.addresses import number_in
from views.web.guard import STARTS_NOTHING, me, readers_only, staff_only, this_record, writers_only

bp = Blueprint("start", __name__)

COMES_ALONG = {
    Relation.AGAIN: "What it says of this change comes along.",
    Relation.LATER: "What may still hold comes along, such as plans and professionals, and nothing of that change.",
    Relation.SIBLING: "What it says of the meeting, the teams, the {social_workers} and the parents comes along, and "
    "nothing of the brother or sister.",
}
NOT_YOUR_POST = "Records are started by {social_workers} and those who lead them."


@bp.get("/records/new/<kind>")
@staff_only
def choose(kind: str) -> ResponseReturnValue:
    """Search for the child or worker whom the record is about; by HTMX who was found alone."""
    form, typed = _form(kind), request.args.get("name", "")
    if not request.htmx:  # type: ignore[attr-defined]
        return _page(form, typed)
    address = url_for("start.choose", kind=kind, name=typed or None)
    return make_response(_page(form, typed, template="start/found.html"), push_url=address)


@bp.post("/records/new/<kind>")
@staff_only
def start_record(kind: str) -> ResponseReturnValue:
    """Start a record for the chosen person, filled in from the register."""
    form = _form(kind)
    change = number_in(request.form.get("change"))
    about = _chosen(form, number_in(request.form.get("chosen")), change)
    if about is None:
        return _page(form, request.form.get("name", ""), error=f"Select the {form.about} this record is about")
    if needing.is_needed(about, me()) and (page := _ask_why(form, about)):
        return page
    if not request.form.get("another") and (page := _before_starting(form, about)):
        return page
    if reference := request.form.get("earlier"):
        try:
            return _to(earlier.start_from(form=form, about=about, earlier=reference, by=me()))
        except NotFoundError as error:
            return _before_starting(form, about, error.shown)
    if isinstance(about, Staff):
        return _to(starting.start_handover(kind=form.key, prefix=form.prefix, worker=about, by=me()))
    known = from_change.answers_of(change, about, me())
    return _to(starting.start_record(kind=form.key, prefix=form.prefix, child=about, by=me(), known=known))


def _chosen(form: RecordKind, number: int, change: int) -> Child | Staff | None:
    """The child or worker with this id; the child of a change (the id of its spell) where that alone is posted."""
    if form.about == "child":
        child: Child | None = Child.get_or_none(Child.id == number)
        return child or from_change.child_of(change, me())
    worker: Staff | None = Staff.get_or_none((Staff.id == number) & Staff.active)
    return worker if worker and starting.may_start_about(worker, me()) else None


def _ask_why(form: RecordKind, about: Child | Staff) -> str:
    """Ask why somebody outside their teams starts a record about a child or worker; '' once that has been said."""
    shown = children.show(about) if isinstance(about, Child) else None
    if shown and shown.refused:
        raise TooManyRequestsError("too many searches of children", shown.refused, searches.RETRY_AFTER_SECONDS)
    reason = tidy_block(request.form.get("reason", ""))
    error = why_needed(form.about).error_in(reason) if "reason" in request.form else ""
    if "reason" in request.form and not error:
        needing.state(about, by=me(), reason=reason)
        return ""
    detail = children.detail(shown.children[0]) if shown else templating.detail_of(about)  # type: ignore[arg-type]
    return render_template(
        "start/why.html", form=form, about=about, detail=detail, page=why_needed(form.about), reason=reason, error=error
    )


def _before_starting(form: RecordKind, about: Child | Staff, error: str = "") -> str:
    """Say what was refused and which records are open, and offer those to start from, before one is started; '' for
    nothing to say.

    Open ones that this person may not read have no link.
    """
    others = other_records.open_about(about)
    refused = refusals.of_child(about) if isinstance(about, Child) else []
    told = telling.tell(refused, sessions.settings().displayed_terms, reader=me().id)
    offered = earlier.offers(form=form, about=about, by=me())
    if not (others or refused or offered or error):
        return ""
    return render_template(
        "start/before.html",
        form=form,
        about=about,
        others=other_records.as_told_to(me(), others),
        kinds=KINDS,
        refusals=reasons_of_refusals.for_reader(told, me()),
        offered=offered,
        comes_along=COMES_ALONG,
        error=error,
    )


@bp.post("/records/<reference:reference>/continue-as/<kind>")
@readers_only
def continue_as(kind: str) -> ResponseReturnValue:
    """Start another kind of record with this one's answers, where these show that this one is of the wrong kind.

    Any reader of the record may, because the author may be ill and their team leader has to go on.
    """
    return _continue(this_record(), kind)


@bp.post("/records/<reference:reference>/exceptions/<statement>")
@writers_only
def ask_for_exception(statement: str) -> ResponseReturnValue:
    """Start an exception decision for an unmet statement that one can lift."""
    return _ask(this_record(), statement)


@bp.post("/records/<reference:reference>/exceptions/<statement>/use")
@writers_only
def use_exception(statement: str) -> ResponseReturnValue:
    """Link an existing exception decision to this transfer. Form field `exception`: its reference."""
    return _use(this_record(), statement, request.form.get("exception", ""))


def follow_remedy(record: Record, action: str) -> ResponseReturnValue | None:
    """Do what a button of views.remedies asks for; None for another `action`."""
    match action.split(":"):
        case ["continue-as", kind]:
            return _continue(record, kind)
        case ["exception", statement]:
            return _ask(record, statement)
        case ["use", statement, reference]:
            return _use(record, statement, reference)
        case _:
            return None


def _continue(record: Record, kind: str) -> ResponseReturnValue:
    form, turn = _form(kind), remedies.continues_as(record)
    if turn is None or turn.kind != form.key:
        abort(404)
    started = starting.continue_as(
        record=record,
        kind=form.key,
        prefix=form.prefix,
        questions=form.questions.keys(),
        renamed=dict(turn.renamed),
        by=me(),
    )
    return _to(started)


def _ask(record: Record, statement: str) -> ResponseReturnValue:
    form = _form("exception-decision")
    finding = weigh_draft(record).get(statement)
    liftable = statement in BY_ID and BY_ID[statement].lifted_on(record.kind)
    if not liftable or finding is None or finding.outcome != Outcome.UNMET:
        abort(404)
    asked = exception_decisions.ask_for_exception(
        record=record, statement=statement, kind=form.key, prefix=form.prefix, questions=form.questions.keys(), by=me()
    )
    return _to(asked)


def _use(record: Record, statement: str, reference: str) -> ResponseReturnValue:
    exception_decisions.link_existing(record=record, exception=reference, statement=statement, by=me())
    flash(f"This record now relies on exception decision {reference}.")
    return _to(record)


def _to(record: Record) -> ResponseReturnValue:
    return redirect(url_for("records.show_record", reference=record.reference))


def _page(form: RecordKind, typed: str, error: str = "", template: str = "start/choose.html") -> str:
    typed, refused, under_way = typed[:200], "", {}
    if form.about == "worker":
        found = _workers(form, typed)
    else:
        looked_for = children.find(typed)
        refused, found = (
            looked_for.refused,
            [(one.child.id, one.child.name, children.detail(one)) for one in looked_for.children],
        )
        under_way = other_records.under_way([child for child, *_ in found], form.key, me())
    return render_template(
        template,
        by_htmx=template != "start/choose.html",
        form=form,
        typed=typed,
        found=found,
        under_way=under_way,
        refused=refused,
        more=len(found) == lookup.MAX_MATCHES,
        alone=_only_for_oneself(form),
        error=error,
    )


def _only_for_oneself(form: RecordKind) -> bool:
    """Whether this person may start this kind of record only about themselves, as a social worker may a handover."""
    return form.about == "worker" and me().role in CASE_HOLDERS


def _workers(form: RecordKind, typed: str) -> list[tuple[int, str, str]]:
    found = [me()] if _only_for_oneself(form) else lookup.find_staff(typed)
    return [(staff.id, staff.name, templating.detail_of(staff)) for staff in found]


def _form(kind: str) -> RecordKind:
    if me().role in STARTS_NOTHING:
        raise ForbiddenError("this post starts no records", NOT_YOUR_POST)
    found = next((form for form in KINDS.values() if form.slug == kind), None)
    return found if found and chain.is_offered(found.key) else abort(404)
