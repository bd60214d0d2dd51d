"""What is held of one child beyond a single record: their workers as a line, records, promises, days ahead, family."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forms import KINDS
from protocol.statements import EXCEPTION
from records import clock
from records.reporting import days_ahead, list_changes, of_child
from records.weighing import figures_on
from views import worker_lines
from views.web import sessions
from views.web.guard import child_readers_only, me, this_child

bp = Blueprint("children", __name__)


@bp.get("/children/<local_id:local>")
@child_readers_only
def show() -> ResponseReturnValue:
    """The page of a child."""
    child, today = this_child(), clock.today()
    figures = figures_on(today)
    seen = of_child.read(child, me(), sessions.settings().displayed_terms)
    now = {one.spell.worker for one in seen.line.changes if one.spell.ended_on is None}
    planned, ahead = days_ahead.find(
        child,
        seen.records,
        today=today,
        near=figures["key_event_days"],
        birthdays=figures.several("key_birthdays"),
        is_with_worker=bool(now or not seen.line.changes),
    )
    return render_template(
        "children/child.html",
        seen=seen,
        child=child,
        drawing=worker_lines.drawing_of(seen.line, seen.people, seen.teams, today),
        lines=worker_lines,
        exceptions=[one for one in seen.records if one.kind == EXCEPTION],
        records=[one for one in seen.records if one.kind != EXCEPTION],
        planned=planned,
        ahead=ahead,
        near=figures["key_event_days"],
        kinds=KINDS,
        led=list_changes.leads(me(), seen.teams),
        unseen=[one for one in seen.line.unseen if one.id in seen.readable],
        now=now,
        today=today,
        passes_on=days_ahead.passes_on,
        tolerance=figures["record_match_days"],
    )
