"""Start a record: for a child or worker found by search, or from another record."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms import KINDS, RecordKind
from models import CASE_HOLDERS, Child, Record, Refusal, Staff
from protocol import BY_ID, Outcome
from records import other_records
from records.deciding import chain, exception_decisions, refusals, telling
from records.drafting import starting
from records.errors import ForbiddenError
from records.register import lookup
from records.weighing import weigh_draft
from views import remedies
from views.web import sessions, templating
from views.web.addresses import number_in
from views.web.guard import STARTS_NOTHING, me, readers_only, staff_only, this_record, writers_only

bp = Blueprint("start", __name__)

NOT_YOUR_POST = "Records are started by {social_workers} and those who lead them."


@bp.get("/records/new/<kind>")
@staff_only
def choose(kind: str) -> ResponseReturnValue:
    """Search for the child or worker whom the record is about."""
    return _page(_form(kind), request.args.get("name", ""))


@bp.post("/records/new/<kind>")
@staff_only
def start_record(kind: str) -> ResponseReturnValue:
    """Start a record for the chosen person, filled in from the register."""
    form = _form(kind)
    about = _chosen(form, number_in(request.form.get("chosen")))
    if about is None:
        return _page(form, request.form.get("name", ""), error=f"Select the {form.about} this record is about")
    others = other_records.open_about(about)
    refused = refusals.of_child(about) if isinstance(about, Child) else []
    if (others or refused) and not request.form.get("another"):
        return _open_already(form, about, others, refused)
    if isinstance(about, Staff):
        return _to(starting.start_handover(kind=form.key, prefix=form.prefix, worker=about, by=me()))
    return _to(starting.start_record(kind=form.key, prefix=form.prefix, child=about, by=me()))


def _chosen(form: RecordKind, number: int) -> Child | Staff | None:
    if form.about == "child":
        child: Child | None = Child.get_or_none(Child.id == number)
        return child
    worker: Staff | None = Staff.get_or_none((Staff.id == number) & Staff.active)
    return worker if worker and starting.may_start_about(worker, me()) else None


def _open_already(form: RecordKind, about: Child | Staff, others: list[Record], refused: list[Refusal]) -> str:
    """Say what was refused and which records are open, before another is started.

    Those that this person may not read have no link.
    """
    return render_template(
        "start/open_already.html",
        form=form,
        about=about,
        others=other_records.as_told_to(me(), others),
        refusals=telling.tell(refused, sessions.settings().displayed_terms, reader=me().id),
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


def _page(form: RecordKind, typed: str, error: str = "") -> str:
    typed = typed[:200]
    found = _workers(form, typed) if form.about == "worker" else _children(typed)
    return render_template(
        "start/choose.html",
        form=form,
        typed=typed,
        found=found,
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


def _children(typed: str) -> list[tuple[int, str, str]]:
    return [(child.id, child.name, templating.child_detail(child)) for child in lookup.find_children(typed)]


def _form(kind: str) -> RecordKind:
    if me().role in STARTS_NOTHING:
        raise ForbiddenError("this post starts no records", NOT_YOUR_POST)
    found = next((form for form in KINDS.values() if form.slug == kind), None)
    return found if found and chain.is_offered(found.key) else abort(404)
