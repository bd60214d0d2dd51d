"""One section of a draft: show, save, and the live check, which is a save by HTMX that returns the changed parts."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from forms import Section, get_kind
from forms.record_kind import UnknownSectionError
from forms.what_is_left import left_blank
from protocol.rules.needed import DEPARTS_FROM
from records import access, other_records, weighing
from records.deciding import telling
from views import clashes, editing, read_again, reading
from views.editing import Editing
from views.pages import start
from views.web import late_posts
from views.web.guard import is_of_another_writer, me, this_record, writers_only

bp = Blueprint("sections", __name__)


@bp.get("/records/<reference:reference>/sections/<key>")
@writers_only
def show_section(key: str) -> ResponseReturnValue:
    """Show the section as last saved. ?explain= opens the reason box of a statement."""
    return _page(editing.from_stored(this_record(), _section(key), request.args.getlist("explain")))


@bp.post("/records/<reference:reference>/sections/<key>")
@writers_only
def save_section(key: str) -> ResponseReturnValue:
    """Save the post, valid or not, then follow the pressed button."""
    section = _section(key)
    if is_of_another_writer():
        return _for_another_writer()
    is_check = bool(request.htmx)  # type: ignore[attr-defined]
    work = editing.from_post(this_record(), section, whole_page=not is_check)
    if request.form.get("leaving"):
        return "", 204
    if is_check:
        return _changed_parts(work)
    said_right = read_again.said_right(work.record, section)
    if work.conflicts:
        return _page(work)
    if request.form.get("take"):
        return redirect(_address(work, section))
    if request.form.get("keep") or work.refused or (request.form.get("row") and not request.form.get("action")):
        return _page(work)
    if said_right:
        return redirect(f"{_address(work, section)}#{read_again.goes_on_at(work.section, work.record)}")
    return start.follow_remedy(work.record, request.form.get("action", "")) or _taken_out(work) or _go_on(work)


def _for_another_writer() -> ResponseReturnValue:
    """Save nothing in the name of whoever has signed in since the page was opened; keep it for who wrote it."""
    if request.htmx:  # type: ignore[attr-defined]
        return "", 403
    return late_posts.send_on_page(late_posts.of_this_request())


def _section(key: str) -> type[Section]:
    try:
        section = get_kind(this_record().kind).section(key)
    except UnknownSectionError:
        abort(404)
    if section.readers and section.key in access.sections_of_others(this_record(), me()):
        abort(404)
    return section


def _taken_out(work: Editing) -> ResponseReturnValue | None:
    """Take out what a contradiction says does not apply, where its button was pressed, and show the section again."""
    action = request.form.get("action", "")
    if not action.startswith(clashes.TAKE_OUT):
        return None
    closed = tuple(access.sections_of_others(work.record, me()))
    clashes.take_out(work.record, action.removeprefix(clashes.TAKE_OUT), editor=work.editor, closed=closed)
    return redirect(_address(work, type(work.section)))


def _go_on(work: Editing) -> ResponseReturnValue:
    record = url_for("records.show_record", reference=work.record.reference)
    if request.form.get("action") != "continue":
        return redirect(record)
    problems = work.section.errors_on_continue(work.form.applicable_answers(work.record.answers))
    blank = left_blank(work.weighed, work.record.answers, work.record.typed)
    work.errors = {name: problem for name, problem in problems.items() if name not in blank}
    if work.errors:
        return _page(work)
    following = _next_section(work)
    return redirect(_address(work, following) if following else record)


def _next_section(work: Editing) -> type[Section] | None:
    """The next section that the person may read; None after the last."""
    others = access.sections_of_others(work.record, me())
    return next((one for one in work.sections[work.place + 1 :] if one.key not in others), None)


def _address(work: Editing, section: type[Section]) -> str:
    return url_for("sections.show_section", reference=work.record.reference, key=section.key)


def _page(work: Editing) -> str:
    _put_in(work)
    return render_template(
        "sections/section.html",
        work=work,
        record=work.record,
        section=work.section,
        refusals=_refusals(work),
        others=_others(work),
        besides=work.besides,
        marks=_marks(work),
    )


def _put_in(work: Editing) -> None:
    """Put what is said at single questions on them before they are drawn."""
    work.clashes  # noqa: B018
    if work.record.to_read:
        read_again.put_in(work.section, work.record)


def _marks(work: Editing) -> list[str]:
    """The questions of the section whose answers are to be read again."""
    return read_again.to_read_in(work.section, work.record) if work.record.to_read else []


def _refusals(work: Editing) -> list[telling.RefusalText]:
    """The refusals to be read before this record, as it has been saved."""
    return reading.refusals_before(work.record) if weighing.may_be_bound(work.record) else []


def _others(work: Editing) -> list[other_records.Other]:
    """The other records of the same change, to be read before this one is written."""
    return other_records.beside(work.record, work.record.answers, me())


def _changed_parts(work: Editing) -> str:
    """The protocol panel and, out of band, what was refused before, error slots and questions that were filled in."""
    _put_in(work)
    say_which_change = {work.form.takes_effect, DEPARTS_FROM} & work.section.questions().keys()
    due = {finding.statement for finding in work.reasons}
    return render_template(
        "sections/changed_parts.html",
        work=work,
        section=work.section,
        new_reasons=[finding for finding in work.reasons if finding.statement not in work.opened],
        gone_reasons=sorted(work.opened - due),
        refusals=_refusals(work),
        others=_others(work) if say_which_change else None,
        besides=work.besides,
        before=request.form.get("attention", ""),
        read=read_again.gone(work.section, work.record) if "unread" in request.form else [],
        marks=_marks(work),
    )
