"""Decorators that set the access decision of a route. A route without one answers 403, and a test fails."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from http import HTTPStatus
from typing import Any

from flask import Response, abort, after_this_request, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from models import READ_FOR_A_PURPOSE, Child, Record, Role, Staff
from records import access, purposes
from records.deciding import links
from records.errors import NotFoundError
from records.exporting import choosing
from records.following import coming_up
from records.keeping import agreeing
from records.letters import waiting
from records.reporting import explaining, of_child, places, promised

# Roles that print, file or audit. They may not start records or search for children.
STARTS_NOTHING = (Role.BUSINESS_SUPPORT, *READ_FOR_A_PURPOSE)

View = Callable[..., ResponseReturnValue]


def _decided(view: View, decision: str) -> View:
    view.access_decision = decision  # type: ignore[attr-defined]
    return view


def open_to_anyone(view: View) -> View:
    """No sign-in needed. Only for pages that show nothing about any child."""
    return _decided(view, "anyone")


def staff_only(view: View) -> View:
    """Signed-in staff only; others are asked to sign in."""

    @wraps(view)
    def guarded(**values: Any) -> ResponseReturnValue:
        if not current_user.is_authenticated:
            return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        return view(**values)

    return _decided(guarded, "staff")


def _only_for(view: View, belongs: Callable[[], bool], decision: str) -> View:
    """Signed-in staff for whom `belongs` is true; 404 for others."""

    @wraps(view)
    def guarded(**values: Any) -> ResponseReturnValue:
        if not belongs():
            abort(404)
        return view(**values)

    guarded.belongs = belongs  # type: ignore[attr-defined]
    return _decided(staff_only(guarded), decision)


def operators_only(view: View) -> View:
    """Only the people in HANDOVER_OPERATORS; 404 for others."""
    return _only_for(view, is_operator, "operators")


def leaders_only(view: View) -> View:
    """Only leaders of teams, localities and services; 404 for others."""
    return _only_for(view, leads_teams, "leaders of teams")


def leaders_and_heads_only(view: View) -> View:
    """Only leaders of teams, and those above them up to heads of service; 404 for others."""
    return _only_for(view, leads_or_heads, "leaders and heads")


def not_for_readers(view: View) -> View:
    """Only people whose work is with children; 404 for those who print, file or audit."""
    return _only_for(view, follows_up, "those who work with children")


def figure_readers_only(view: View) -> View:
    """Only leaders of teams, localities and services, and who reads for a stated purpose; 404 for others."""
    return _only_for(view, sees_figures, "leaders of teams, auditors and inspectors")


def sees_figures() -> bool:
    """Whether there are figures for the current user."""
    return places.sees_figures(me())


def auditors_only(view: View) -> View:
    """Only those who read records for a stated purpose; 404 for others."""
    return _only_for(view, reads_for_a_purpose, "auditors and inspectors")


def packers_only(view: View) -> View:
    """Only those for whom inspection packs are; 404 for others."""
    return _only_for(view, may_have_packs, "auditors, inspectors and who heads a service")


def may_have_packs() -> bool:
    """Whether inspection packs are for the current user's post."""
    return choosing.is_offered(me())


def keepers_only(view: View) -> View:
    """Only operators and heads of service, who see what is due to be disposed of; 404 for others."""
    return _only_for(view, keeps_records, "those who keep records")


def keeps_records() -> bool:
    """Whether the current user may see what is due to be disposed of."""
    return agreeing.is_keeper(me(), is_operator=is_operator())


def reads_for_a_purpose() -> bool:
    """Whether the current user's post reads records for a stated purpose alone."""
    return me().role in READ_FOR_A_PURPOSE


def follows_up() -> bool:
    """Whether the current user may list what was promised."""
    return promised.may_list(me())


def leads_teams() -> bool:
    """Whether the current user leads a team, a locality or a service."""
    return coming_up.may_list(me())


def leads_or_heads() -> bool:
    """Whether the current user leads a team, or stands above one."""
    return explaining.leads(me())


def is_operator() -> bool:
    """Whether the current user is in HANDOVER_OPERATORS."""
    return me().email.casefold() in current_app.extensions["settings"].operators


def readers_only(view: View) -> View:
    """Only people who may read the record with the URL's `reference`. Sets g.record; that it is read is audited."""

    @wraps(view)
    def guarded(reference: str, **values: Any) -> ResponseReturnValue:
        g.record = _record_of(reference)
        note_reading(g.record)
        return view(**values)

    return _decided(staff_only(guarded), "readers of the record")


def _record_of(reference: str) -> Record:
    try:
        return access.get_record(reference=reference, staff=me())
    except NotFoundError:
        record = waiting.find_as_stand_in(reference, me(), current_app.extensions["settings"])
        if record is None:
            raise
        return record


def step_readers_only(view: View) -> View:
    """As readers_only, of a page about the step with the URL's `step_id`: who had the step is told what became of it,
    even where they read the record no longer.
    """
    of_readers = readers_only(view)

    @wraps(view)
    def guarded(reference: str, step_id: int, **values: Any) -> ResponseReturnValue:
        try:
            return of_readers(reference=reference, step_id=step_id, **values)
        except NotFoundError:
            links.tell_if_gone(links.find_step(reference, step_id), me())
            raise

    return _decided(guarded, "readers of the record")


def child_readers_only(view: View) -> View:
    """Only people who may read what is held of the child with this local id. Sets g.child; reading is audited."""

    @wraps(view)
    def guarded(local: str, **values: Any) -> ResponseReturnValue:
        g.child = of_child.get_child(local, me())
        if local != g.child.local_id:
            return redirect(url_for(request.endpoint or "", local=g.child.local_id, **values))
        if is_read():
            of_child.note_reading(g.child, me())
        return view(**values)

    return _decided(staff_only(guarded), "readers of the child")


def note_reading(record: Record) -> None:
    """Audit that the current user reads a record with this request: a GET before it is answered, so that nothing is
    shown that was not noted; a post where the answer is a page, such as a form with errors, and no redirect.
    """
    if is_read():
        purposes.note_reading(record=record, by=me())
    elif request.method == "POST":
        after_this_request(partial(_note_page, record, me()))


def _note_page(record: Record, by: Staff, response: Response) -> Response:
    if response.status_code == HTTPStatus.OK:
        purposes.note_reading(record=record, by=by)
    return response


def is_read() -> bool:
    """Whether the response has a body to read. HEAD has none, so it is not audited."""
    return request.method == "GET"


def writers_only(view: View) -> View:
    """Only people who may edit the record's draft."""

    @wraps(view)
    def guarded(**values: Any) -> ResponseReturnValue:
        access.require_edit(g.record, me())
        return view(**values)

    return _decided(readers_only(guarded), "writers of the record")


def me() -> Staff:
    """The current user."""
    return current_user._get_current_object()  # noqa: SLF001 - flask-login's documented way to the object itself


def is_of_another_writer() -> bool:
    """Whether the page of this post was opened by somebody else than who is signed in now."""
    own = str(me().id)
    return request.form.get("writer", own) != own


def this_child() -> Child:
    """The child of this request, authorised by child_readers_only."""
    child: Child = g.child
    return child


def this_record() -> Record:
    """The record of this request, authorised by readers_only or writers_only."""
    record: Record = g.record
    return record


def refuse_undecided() -> None:
    """Before each request: 403 for a route without an access decision."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is not None and not hasattr(view, "access_decision"):
        abort(403)
