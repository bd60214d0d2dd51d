"""Sealed documents: view, download, and verify."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from documents import codes
from documents.outcomes import Outcome
from models import Staff
from records import access, audit
from records.deciding import states
from records.sealing import checking, publishing, sealer
from records.sealing.describing import GENERAL, RESTRICTED
from views import printing
from views.web import sessions
from views.web.guard import is_read, me, open_to_anyone, readers_only, this_record

bp = Blueprint("documents", __name__)

TOO_LARGE = "The file must be smaller than {limit} MB. No sealed record is that large, so nothing was checked"
SUFFIX = {GENERAL: "", RESTRICTED: "-restricted"}
# (part, disposition) → audit event
READ = {
    (GENERAL, "inline"): "opened",
    (GENERAL, "attachment"): "downloaded",
    (RESTRICTED, "inline"): "restricted_part_opened",
    (RESTRICTED, "attachment"): "restricted_part_downloaded",
}


@bp.get("/records/<reference:reference>/sealed/<number:version>.pdf")
@readers_only
def show_document(version: int) -> ResponseReturnValue:
    """The stored sealed PDF. ?download=1 sends it as an attachment."""
    return _file(version, GENERAL)


def _file(version: int, part: str) -> ResponseReturnValue:
    document = sealer.get_document_or_none(this_record(), version, part)
    if document is None:
        abort(404)
    how = "attachment" if request.args.get("download") else "inline"
    if is_read():
        audit.log_once(record=this_record(), by=me(), event=READ[part, how])
    response = Response(bytes(document.data), mimetype="application/pdf")
    response.headers["Content-Disposition"] = (
        f'{how}; filename="{this_record().reference}-v{version}{SUFFIX[part]}.pdf"'
    )
    return response


@bp.get("/records/<reference:reference>/restricted/<number:version>.pdf")
@readers_only
def show_restricted(version: int) -> ResponseReturnValue:
    """The sealed restricted part; 404 for people who may not read it."""
    if not access.may_read_restricted(this_record(), me()):
        abort(404)
    return _file(version, RESTRICTED)


@bp.get("/records/<reference:reference>/draft.pdf")
@readers_only
def show_draft() -> ResponseReturnValue:
    """The record as a PDF marked 'Draft', until it is sealed."""
    record = this_record()
    if record.state in states.CLOSED:
        abort(404)
    data = printing.render_draft(record, by=me()) if is_read() else b""
    if is_read():
        audit.log_once(record=record, by=me(), event="printed_draft")
    response = Response(data, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{record.reference}-draft.pdf"'
    return response


@bp.get("/verify")
@open_to_anyone
def verify() -> ResponseReturnValue:
    """Verify a document by its printed code (?code=), or show the upload form."""
    code = request.args.get("code", "")
    if not code.strip():
        return _verify_page()
    if not is_read():
        return ""
    if not codes.is_mistyped(code):  # a slip is no guess
        checking.count_check(_throttle_key())
    answer = checking.check_code(code, settings=sessions.settings(), by=_checker())
    return _verify_page(code=code[:60], answer=answer)


def _verify_page(*, code: str = "", answer: checking.CheckResult | None = None, error: str = "") -> str:
    trust = publishing.what_is_trusted(sessions.settings())
    return render_template("documents/verify.html", code=code, answer=answer, error=error, trust=trust)


@bp.get("/verify/root.pem")
@open_to_anyone
def root_certificate() -> ResponseReturnValue:
    """The root certificate of the seal."""
    root = publishing.root(sessions.settings())
    if not root:
        abort(404)
    return _download(root, "application/x-pem-file", "handover-root.pem")


@bp.get("/verify/trust.json")
@open_to_anyone
def trust_file() -> ResponseReturnValue:
    """The certificates that sealed here and the roots, for `flask documents verify --trust`."""
    return _download(publishing.trust_file(sessions.settings()), "application/json", "handover-trust.json")


def _download(text: str, mimetype: str, name: str) -> Response:
    response = Response(text, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _checker() -> Staff | None:
    return me() if current_user.is_authenticated else None


def _throttle_key() -> str:
    """The key under which attempts are counted: the user's id, or the client's address."""
    return str(me().id) if current_user.is_authenticated else request.remote_addr or ""


def show_verify_again() -> ResponseReturnValue:
    """Show the page again after its CSRF token expired. Browsers do not resend the file."""
    error = "This page was open for a long time. Select the PDF again"
    return _verify_page(error=error)


def is_large_upload() -> bool:
    """Whether this request brings a file above the limit to be verified, and not another form that is too large."""
    most = current_app.config["MAX_CONTENT_LENGTH"]
    is_file = request.endpoint == "documents.verify_upload" and request.mimetype == "multipart/form-data"
    return is_file and (request.content_length or 0) > most


def show_too_large() -> ResponseReturnValue:
    """The page again, for a file above the limit, which was not read."""
    error = TOO_LARGE.format(limit=sessions.settings().upload_limit_mb)
    return _verify_page(error=error), 413


@bp.post("/verify")
@open_to_anyone
def verify_upload() -> ResponseReturnValue:
    """Verify an uploaded file, which is not stored."""
    checking.count_check(_throttle_key())
    upload = request.files.get("document")
    data = upload.read() if upload else b""
    if not data:
        return _verify_page(error="Select the PDF to check")
    answer = checking.check_file(data, settings=sessions.settings(), by=_checker(), keep_one_ready=True)
    if answer.outcome == Outcome.BUSY:
        return _verify_page(answer=answer), 503, {"Retry-After": "60"}
    return _verify_page(answer=answer)
