"""Starting a record: first the child is chosen, by part of a name or a number."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms import FORMS
from models import Child
from records import drafting, register
from views.guard import me, staff_only

bp = Blueprint("start", __name__)


@bp.get("/records/new/<kind>")
@staff_only
def choose_child(kind: str) -> ResponseReturnValue:
    """Look for the child whom the record is about."""
    typed = request.args.get("child", "")[:200]
    found = register.find_children(typed)
    return render_template("start/choose_child.html", form=_form(kind), typed=typed, found=found, error="")


@bp.post("/records/new/<kind>")
@staff_only
def start_record(kind: str) -> ResponseReturnValue:
    """Start the record for the child chosen, with what the register knows filled in."""
    form = _form(kind)
    number = request.form.get("child_id", "")
    child = Child.get_or_none(Child.id == int(number)) if number.isdecimal() and len(number) < 10 else None
    if child is None:
        typed = request.form.get("child", "")[:200]
        found = register.find_children(typed)
        error = "Select the child this record is about"
        return render_template("start/choose_child.html", form=form, typed=typed, found=found, error=error)
    record = drafting.start_record(kind=form.kind, prefix=form.prefix, child=child, by=me())
    return redirect(url_for("records.show_record", reference=record.reference))


def _form(kind: str):  # type: ignore[no-untyped-def]
    found = next((form for form in FORMS.values() if form.slug == kind), None)
    return found or abort(404)
