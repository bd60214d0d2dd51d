"""Error handlers. Errors carry one text for the log and one for the person."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask, Response, current_app, make_response, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import BadHost, HTTPException, MethodNotAllowed

from documents.certificates import SealKeyError
from documents.subprocess_render import RenderingError
from faults import code_of, log_exception, why_unavailable
from forms.account.sign_in import SignInForm
from forms.engine.cleaning import tidy_block
from protocol.terms import term_filler
from records.deciding import links
from records.errors import (
    CannotSubmitError,
    ConflictError,
    ForbiddenError,
    LinkError,
    NotFoundError,
    RecordError,
    TooManyRequestsError,
)
from views.pages import documents, passwords, register_files, sign_in
from views.web import bodies, kept_words, late_posts, origins, sessions, tracing

log = logging.getLogger("handover")

LINK_STATUS = {**dict.fromkeys(links.LINK_ERRORS, 410), "unknown": 404, "someone_else": 403}
STATUS = {
    NotFoundError: 404,
    ConflictError: 409,
    ForbiddenError: 403,
    CannotSubmitError: 409,
    TooManyRequestsError: 429,
}
TITLES = {
    400: "That request could not be understood",
    403: "You cannot do that here",
    404: "Page not found",
    405: "That page cannot be used in that way",
    409: "That cannot be done now",
    410: "This link cannot be used",
    413: "That is too large to send",
    429: "Try again a little later",
}
TEXTS = {
    400: "Something in the address or the form was not as expected. Go back and try again.",
    403: "You are signed in, but this is for somebody else to do.",
    404: "Check the address. If it is a record, it may not exist, or it may not be one that you can see.",
    405: "Go back and use the buttons of the page.",
    413: "Send a smaller file or a shorter text. The back button of your browser shows what you wrote.",
    429: "Wait a minute and try again.",
}
GIVE_BACK = (403, 409, 410, 429)  # refusals of what a page of ours may have sent
NOT_DRAWN = (
    "This record could not be drawn as a PDF. Read everything in it on its own page, which your browser can print, and "
    "tell your Handover administrator."
)
NO_SEAL = (
    "The folder of this service’s seal is damaged, so nothing can be checked against it. Keep what you wanted to have "
    "checked, and tell your Handover administrator."
)
RETRY_AFTER_SECONDS = "30"
# Endpoint → view, for pages that are shown again when their CSRF token expired: they hold no text worth keeping.
NOTHING_TO_KEEP = {
    "sign_in.sign_in": sign_in.show_again,
    "sign_in.sign_out": sign_in.sign_out,  # where it was sent from is checked already
    "passwords.send_link": passwords.show_again,
    "passwords.keep": passwords.show_again,
    "documents.verify_upload": documents.show_verify_again,
}


def handle(app: Flask) -> None:
    """Register the handlers. The pages for faults are rendered without the database and the signed-in person."""
    app.register_error_handler(RecordError, _or_unexpected(show_record_error))
    app.register_error_handler(LinkError, _or_unexpected(show_link_error))
    app.register_error_handler(CSRFError, _or_unexpected(show_expired_form))
    app.register_error_handler(RenderingError, _or_unexpected(show_not_drawn))
    app.register_error_handler(SealKeyError, _or_unexpected(show_no_seal))
    app.register_error_handler(BadHost, show_bad_host)
    app.register_error_handler(ParseException, _or_unexpected(show_broken_body))
    app.register_error_handler(HTTPException, _or_unexpected(show_http_error))
    app.register_error_handler(Exception, show_unexpected)


def _or_unexpected(show: Callable[[Any], ResponseReturnValue]) -> Callable[[Any], ResponseReturnValue]:
    """A handler whose page says who is signed in, or where the database is away the page that does without it."""

    def shown(error: Any) -> ResponseReturnValue:
        try:
            return show(error)
        except Exception as another:
            return show_unexpected(another)

    return shown


def show_record_error(error: RecordError) -> ResponseReturnValue:
    """The page for a refused operation, with the error's text for people."""
    status = STATUS.get(type(error), 400)
    log.info("refused: %s", error, extra=tracing.seen(status))
    response = make_response(_page(status, error.shown))
    if isinstance(error, TooManyRequestsError):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def show_link_error(error: LinkError) -> ResponseReturnValue:
    """The page for an unusable link or step: why, what to do instead, and what was typed, to be copied."""
    log.info("refused: %s", error, extra=tracing.seen(LINK_STATUS[error.why]))
    token = (request.view_args or {}).get("token", "")
    return _with_typed("errors/link.html", why=error.why, text=error.shown, token=token), LINK_STATUS[error.why]


def _with_typed(template: str, **values: Any) -> str:
    """A page with what was typed, to be copied, unless that makes it much larger than the post."""
    draw, typed = partial(render_template, template, **values), _typed()
    page = draw(typed=typed)
    is_too_large = bool(typed) and late_posts.is_too_large(page, late_posts.size_of_request())
    return draw(typed=[]) if is_too_large else page


def _typed() -> list[kept_words.KeptPart]:
    """What whoever is signed in posted from a page of ours, in words: what they typed or chose there."""
    is_typed = request.method == "POST" and request.endpoint and request.endpoint not in NOTHING_TO_KEEP
    if not is_typed or not current_user.is_authenticated or not origins.is_same_origin() or not bodies.is_read():
        return []
    post = late_posts.of_this_request()
    if post.is_of_somebody_else:
        return []
    terms = term_filler(sessions.settings().displayed_terms)
    parts = kept_words.in_words(late_posts.local_path(post.to), post.fields, terms).parts
    return [part for part in parts if part.label != kept_words.OF_NO_QUESTION]


def show_expired_form(_: CSRFError) -> ResponseReturnValue:
    """The page for an expired or missing CSRF token, which offers to resend the post, after sign-in if needed."""
    if request.htmx:  # type: ignore[attr-defined]
        return "", 403
    if request.endpoint in NOTHING_TO_KEEP:
        return NOTHING_TO_KEEP[request.endpoint]()
    if not bodies.is_read():
        return _page(400, TEXTS[400])
    post = late_posts.of_this_request()
    if not post.to:
        return _page(400, TEXTS[400])
    if current_user.is_authenticated:
        return _send_on(post)
    message = "This page was open for a long time. What you wrote is still here: sign in to send it."
    return late_posts.sign_in_page(message, form=SignInForm(formdata=None), post=post)


def _send_on(post: late_posts.LatePost) -> ResponseReturnValue:
    """The page that sends a post on; for what its writer cannot send, what that page answers."""
    try:
        return late_posts.send_on_page(post)
    except LinkError as error:
        return show_link_error(error)
    except RecordError as error:
        return show_record_error(error)
    except HTTPException as error:
        return show_http_error(error)


def show_not_drawn(error: RenderingError) -> ResponseReturnValue:
    """The page for a draft that could not be drawn as a PDF, or not in time."""
    log.error("%s", error)
    return render_template("errors/error.html", title="The PDF could not be made", text=NOT_DRAWN), 503


def show_no_seal(error: SealKeyError) -> ResponseReturnValue:
    """The page where the seal's folder is damaged; the log says how, for operators."""
    log.error("%s", error, extra=tracing.seen(503))
    return render_template("errors/error.html", title="The seal cannot be read", text=NO_SEAL), 503


def show_bad_host(error: BadHost) -> ResponseReturnValue:
    """A line for a request whose Host is no name of a host: without one a page has no address to link to."""
    return Response("The Host of this request is not the name of a host.\n", error.code, mimetype="text/plain")


def show_broken_body(_: ParseException) -> ResponseReturnValue:
    """The page for a body whose chunks are no chunks, which the server finds only as the app reads it."""
    log.info("refused: a body that cannot be read", extra=tracing.seen(400))
    return _page(400, TEXTS[400])


def show_http_error(error: HTTPException) -> ResponseReturnValue:
    """The page for an HTTP error."""
    status = error.code or 500
    if status >= 500:
        return show_unexpected(error)
    if status == 413 and documents.is_large_upload():
        return documents.show_too_large()
    if status == 413 and register_files.is_large_upload():
        return register_files.show_too_large()
    response = make_response(_page(status, TEXTS.get(status, error.description or "")))
    response.headers.extend({"Allow": methods} if (methods := _allowed(error)) else {})
    return response


def _allowed(error: HTTPException) -> str:
    return ", ".join(sorted(error.valid_methods or ())) if isinstance(error, MethodNotAllowed) else ""


def show_unexpected(error: Exception) -> ResponseReturnValue:
    """The page for an unexpected exception: 503 where the database or the disk is away, else 500.

    It is logged once, without its message, which may contain record data.
    """
    cause = getattr(error, "original_exception", None) or error
    why = why_unavailable(cause)
    status = 503 if why else 500
    if why:
        log.error("cannot work: %s", why, extra={**tracing.seen(status), "code": code_of(cause), "of_service": True})
    else:
        log_exception(log, "unexpected", cause, **tracing.seen(status))
    return _bare_page(status), status, {"Retry-After": RETRY_AFTER_SECONDS} if why else {}


def _bare_page(status: int) -> str:
    """A page for which nobody has to be known, with what was posted where it can be sent once more.

    Who signs out is signed out in this browser at least: an empty session deletes its cookie.
    """
    signs_out = request.endpoint == "sign_in.sign_out" and request.method == "POST" and origins.is_same_origin()
    if signs_out:
        session.clear()
    if request.headers.get("HX-Request"):
        return ""
    name = "unavailable" if status == 503 else "unexpected"
    name = "signed_out" if signs_out else "cannot_sign_in" if name == "unavailable" and _signs_in() else name
    template, fields = current_app.jinja_env.get_template(f"errors/{name}.html"), _worth_keeping()
    to = request.full_path.rstrip("?") if fields or request.method != "POST" else "/"
    shown = [tidy_block(value) for name, value in fields if name not in ("csrf_token", "kept") and len(value) > 20]
    page = partial(template.render, request_id=tracing.request_id(), to=late_posts.local_path(to))
    whole = page(fields=fields, shown=shown)
    is_too_large = bool(fields) and late_posts.is_too_large(whole, late_posts.size_of_request())
    return page(fields=[], is_too_large=True) if is_too_large else whole


def _signs_in() -> bool:
    """Whether somebody's email address and password were posted to the sign-in page."""
    is_post = request.method == "POST" and request.endpoint == "sign_in.sign_in"
    return is_post and not sessions.settings().signs_in_elsewhere


def _worth_keeping() -> late_posts.Fields:
    """The posted fields, with the very token that was posted: what was not let through is not let through from here."""
    nothing = request.endpoint in NOTHING_TO_KEEP and not _signs_in()
    if request.method != "POST" or nothing or request.files:
        return []
    try:
        return [*late_posts.posted(), ("csrf_token", request.form.get("csrf_token", ""))]
    except HTTPException:  # a body that cannot be parsed
        return []


def _page(status: int, text: str) -> ResponseReturnValue:
    if request.htmx:  # type: ignore[attr-defined]
        return "", status
    draw = _with_typed if status in GIVE_BACK else render_template
    title, number = TITLES.get(status, TITLES[400]), tracing.request_id()
    return draw("errors/error.html", title=title, text=text, request_id=number), status
