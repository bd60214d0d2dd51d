"""Changes of worker that no sealed record explains, by team: start the record, or say why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms import KINDS, RecordKind
from forms.account.changes import EVERY, ChangeFilters, ExplainingSection
from models import Team, WorkerChange
from protocol.terms import fill_terms
from records import clock
from records.deciding import chain
from records.errors import ConflictError
from records.reporting import explaining, list_changes
from records.reporting.csv_files import Cell
from records.reporting.exports import MOST_ROWS
from records.reporting.list_changes import Asked, Listed
from records.reporting.worker_lines import CHANGES, Standing
from records.weighing import figures_on
from views.files import as_file
from views.web import sessions
from views.web.addresses import number_in
from views.web.guard import leaders_and_heads_only, me
from views.worker_lines import STANDINGS, reason_words

bp = Blueprint("changes", __name__, url_prefix="/changes")

STARTS = ("transfer_meeting", "emergency_transfer")  # by which a child's worker changes
HEADINGS = (
    *("Local id", "Child", "Team", "New worker", "Worker before"),
    *("From", "Until", "Reason code", "Standing", "Record"),
    *("Why there is none", "Said by", "Said on"),
)
EXPLAINED = "You have said why this change has no record. You can take it back."
UNDONE = "Taken back. This change has no record again."


@bp.get("")
@leaders_and_heads_only
def list_all() -> ResponseReturnValue:
    """The changes of the user's teams, narrowed by the filters in the address, with counts by team."""
    page = max(1, min(request.args.get("page", 1, type=int), list_changes.MAX_PAGES))
    filters, teams = _filters(page)
    asked = _asked(filters)
    rows, more = list_changes.get_page(me(), asked, page) if asked else ([], False)
    return render_template(
        "changes/list.html",
        filters=filters,
        asked=asked,
        older=list_changes.older(me(), asked) if asked and asked.standing in ("", Standing.OPEN) else None,
        rows=rows,
        counts=list_changes.counts(_shown(teams, asked), asked) if asked else [],
        standings={one: STANDINGS[one] for one in CHANGES},
        words=STANDINGS,
        forms=_to_start(),
        figures=figures_on(clock.today()),
        page=page,
        turns={"newer": _address(page - 1), "older": _address(page + 1), "first": _address(1)},
        more=(more or len(teams) == list_changes.TEAMS_ON_A_PAGE) and page < list_changes.MAX_PAGES,
        file=_address(1, "changes.take_out"),
    )


@bp.get("/list.csv")
@leaders_and_heads_only
def take_out() -> ResponseReturnValue:
    """The same list as a file, of the whole period."""
    asked = _asked(_filters()[0])
    if asked is None:
        return redirect(_address(1))
    narrowed = {"since": asked.since.isoformat(), "until": asked.until.isoformat(), "standing": asked.standing}
    narrowed["team"] = str(asked.team or "")
    return as_file(
        "changes-of-worker",
        HEADINGS,
        list_changes.count(me(), asked, MOST_ROWS + 1),
        lambda: _cells(list_changes.take_out(me(), asked)),
        {name: said for name, said in narrowed.items() if said},
    )


@bp.route("/<number:change_id>/explain", methods=["GET", "POST"])
@leaders_and_heads_only
def explain(change_id: int) -> ResponseReturnValue:
    """Show and save why a change has no record."""
    change = explaining.get_change(change_id, me())
    terms = sessions.settings().displayed_terms
    if request.method != "POST":  # GET and HEAD
        return _page(change, ExplainingSection.from_answers({}, terms=terms), {})
    section = ExplainingSection.from_post(request.form, terms=terms, today=clock.today())
    if errors := section.errors_on_continue():
        return _page(change, section, errors)
    try:
        explaining.explain(change, by=me(), words=section.answers()["words"])
    except ConflictError as conflict:
        return _page(explaining.get_change(change_id, me()), section, {}, conflict.shown)
    flash(EXPLAINED)
    return _to_change(change)


@bp.post("/<number:change_id>/undo")
@leaders_and_heads_only
def undo(change_id: int) -> ResponseReturnValue:
    """Take an explanation back."""
    change = explaining.get_change(change_id, me())
    try:
        explaining.undo(change, by=me())
    except ConflictError as conflict:
        flash(conflict.shown)
    else:
        flash(UNDONE)
    return _to_change(change)


def _to_change(change: WorkerChange) -> ResponseReturnValue:
    return redirect(url_for("changes.explain", change_id=change.allocation_id))


def _page(change: WorkerChange, section: ExplainingSection, errors: dict[str, str], conflict: str = "") -> str:
    return render_template(
        "changes/explain.html",
        change=change,
        said=explaining.explanation_of(change),
        why_not=explaining.why_not(change) if change.standing == Standing.OPEN else "",
        days=figures_on(clock.today())["cover_days"],
        earlier=explaining.all_of(change),
        standing=STANDINGS[Standing(change.standing)],
        section=section,
        forms=_to_start(),
        why=reason_words(change.allocation.reason_code),
        errors=section.error_links(errors),
        conflict=conflict,
        unkept=section.answers().get("words", "") if conflict else "",
    )


def _to_start() -> list[RecordKind]:
    return [KINDS[kind] for kind in STARTS if chain.is_offered(kind)]


def _filters(page: int = 1) -> tuple[ChangeFilters, list[Team]]:
    """The filters in the address, and a page of the teams that the user leads or stands above, with the one chosen."""
    teams, terms = list_changes.teams_of(me(), page), sessions.settings().displayed_terms
    chosen = number_in(request.args.get("team"))
    if chosen and chosen not in {one.id for one in teams}:
        teams += list_changes.teams_of(me(), only=chosen)
    filters = ChangeFilters(request.args)
    standings = {str(one): fill_terms(words, terms) for one, (words, _) in STANDINGS.items()}
    offered = {**{str(one): standings[str(one)] for one in CHANGES}, EVERY: "All changes"} | standings
    filters.offer({str(one.id): one.name for one in teams}, offered, clock.today())
    return filters, teams


def _asked(filters: ChangeFilters) -> Asked | None:
    """What is asked for; None where a day cannot be read."""
    if not filters.validate():
        return None
    lately = list_changes.lately(clock.today())
    chosen = filters.chosen()
    until = chosen.get("until") or lately.until
    since = chosen.get("since") or min(lately.since, until - list_changes.LATELY)
    standing = "" if chosen["standing"] == EVERY else chosen["standing"]
    return Asked(since, until, int(chosen.get("team", 0)), standing)


def _shown(teams: list[Team], asked: Asked) -> list[Team]:
    return [one for one in teams if asked.team in (0, one.id)]


def _address(page: int, endpoint: str = "changes.list_all") -> str:
    asked: dict[str, Any] = {name: typed for name in ChangeFilters.NAMES if (typed := request.args.get(name))}
    return url_for(endpoint, **asked, page=page if page > 1 else None)


def _cells(found: Iterator[Listed]) -> Iterator[tuple[Cell, ...]]:
    for one in found:
        before = one.before.name if one.before else ""
        days = (one.started_on, one.ended_on)
        record = one.record.reference if one.record and one.readable else ""
        words = STANDINGS[one.standing][0]
        people = (one.child.local_id, one.child.name, one.team.name, one.worker.name, before)
        why = one.explained
        said = (why.words, one.explained_by, why.on) if why else ("", "", None)
        yield (*people, *days, one.reason_code, words, record, *said)
