"""Sealed documents: read, download, and check whether one is genuine."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from models import Staff
from records import access
from records.sealing import checking, describing, sealer
from records.sealing.describing import GENERAL, RESTRICTED
from views import printing
from views.web import sessions
from views.web.guard import is_read, me, open_to_anyone, readers_only, this_record

bp = Blueprint("documents", __name__)

SUFFIX = {GENERAL: "", RESTRICTED: "-restricted"}
# What the trail notes: each part's readers apart.
READ = {
    (GENERAL, "inline"): "opened",
    (GENERAL, "attachment"): "downloaded",
    (RESTRICTED, "inline"): "restricted_part_opened",
    (RESTRICTED, "attachment"): "restricted_part_downloaded",
}


@bp.get("/records/<reference:reference>/sealed/<number:version>.pdf")
@readers_only
def show_document(version: int) -> ResponseReturnValue:
    """The sealed bytes as they were stored. ?download=1 saves them instead of showing them."""
    return _file(version, GENERAL)


def _file(version: int, part: str) -> ResponseReturnValue:
    document = sealer.get_document_or_none(this_record(), version, part)
    if document is None:
        abort(404)
    how = "attachment" if request.args.get("download") else "inline"
    if is_read():
        sealer.note_read(record=this_record(), by=me(), event=READ[part, how])
    response = Response(bytes(document.data), mimetype="application/pdf")
    response.headers["Content-Disposition"] = (
        f'{how}; filename="{this_record().reference}-v{version}{SUFFIX[part]}.pdf"'
    )
    return response


@bp.get("/records/<reference:reference>/restricted/<number:version>.pdf")
@readers_only
def show_restricted(version: int) -> ResponseReturnValue:
    """The sealed restricted part, for those who may read it; for everybody else it does not exist."""
    if not access.may_read_restricted(this_record(), me()):
        abort(404)
    return _file(version, RESTRICTED)


@bp.get("/records/<reference:reference>/draft.pdf")
@readers_only
def show_draft() -> ResponseReturnValue:
    """The record as a PDF that says 'Draft' across each page, until there is a sealed one."""
    record = this_record()
    if record.state not in describing.DRAFT_SAYS:
        abort(404)
    if is_read():
        sealer.note_read(record=record, by=me(), event="printed_draft")
    data = printing.draw_draft(record) if is_read() else b""
    response = Response(data, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{record.reference}-draft.pdf"'
    return response


@bp.get("/verify")
@open_to_anyone
def verify() -> ResponseReturnValue:
    """Check a document by its code, as printed under its QR code (?code=), or by uploading it."""
    code = request.args.get("code", "")
    if not code.strip():
        return render_template("documents/verify.html", code="", answer=None, error="")
    if not is_read():
        return ""
    checking.count_check(_who())
    answer = checking.check_code(code, by=_by())
    return render_template("documents/verify.html", code=code[:60], answer=answer, error="")


def _by() -> Staff | None:
    return me() if current_user.is_authenticated else None


def _who() -> str:
    """Whose checks are counted together: those of one address, or of one person signed in."""
    return str(me().id) if current_user.is_authenticated else request.remote_addr or ""


def show_verify_again() -> ResponseReturnValue:
    """The page anew when it was open for too long: the file has to be selected again."""
    error = "This page was open for a long time. Select the PDF again"
    return render_template("documents/verify.html", code="", answer=None, error=error)


@bp.post("/verify")
@open_to_anyone
def verify_upload() -> ResponseReturnValue:
    """Check the file uploaded. It is not kept."""
    checking.count_check(_who())
    upload = request.files.get("document")
    data = upload.read() if upload else b""
    if not data:
        return render_template("documents/verify.html", code="", answer=None, error="Select the PDF to check")
    answer = checking.check_file(data, settings=sessions.settings(), by=_by())
    return render_template("documents/verify.html", code="", answer=answer, error="")
