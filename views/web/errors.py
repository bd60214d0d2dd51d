"""Error handlers. Errors carry one text for the log and one for the person."""

from __future__ import annotations

import logging

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from faults import log_exception
from forms.account.sign_in import SignInForm
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
from views.pages import documents, passwords, sign_in
from views.web import late_posts

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
    429: "You have tried too many times",
}
TEXTS = {
    400: "Something in the address or the form was not as expected. Go back and try again.",
    403: "You are signed in, but this is for somebody else to do.",
    404: "Check the address. If it is a record, it may not exist, or it may not be one that you can see.",
    405: "Go back and use the buttons of the page.",
    413: "Send a smaller file or a shorter text. The back button of your browser shows what you wrote.",
    429: "Wait a minute and try again.",
}
# Endpoint → view, for pages that are shown again when their CSRF token expired: they hold no text worth keeping.
NOTHING_TO_KEEP = {
    "sign_in.sign_in": sign_in.show_again,
    "sign_in.sign_out": sign_in.show_again,
    "passwords.send_link": passwords.show_again,
    "passwords.keep": passwords.show_again,
    "documents.verify_upload": documents.show_verify_again,
}


def handle(app: Flask) -> None:
    """Register the handlers. The page for unexpected errors uses neither database nor session."""
    app.register_error_handler(RecordError, show_record_error)
    app.register_error_handler(LinkError, show_link_error)
    app.register_error_handler(CSRFError, show_expired_form)
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(Exception, show_unexpected)


def show_record_error(error: RecordError) -> ResponseReturnValue:
    """The page for a refused operation, with the error's text for people."""
    status = STATUS.get(type(error), 400)
    log.info("refused with %s: %s", status, error)
    return _page(status, error.shown)


def show_link_error(error: LinkError) -> ResponseReturnValue:
    """The page for an unusable link: why, and what to do instead."""
    log.info("%s", error)
    token = (request.view_args or {}).get("token", "")
    return render_template("errors/link.html", why=error.why, text=error.shown, token=token), LINK_STATUS[error.why]


def show_expired_form(_: CSRFError) -> ResponseReturnValue:
    """The page for an expired or missing CSRF token, which offers to resend the post, after sign-in if needed."""
    if request.htmx:  # type: ignore[attr-defined]
        return "", 403
    if request.endpoint in NOTHING_TO_KEEP:
        return NOTHING_TO_KEEP[request.endpoint]()
    to, fields = late_posts.pending_request()
    if current_user.is_authenticated:
        return late_posts.send_on_page(to=to, fields=fields)
    message = "This page was open for a long time. What you wrote is still here: sign in to send it."
    return late_posts.sign_in_page(message, form=SignInForm(formdata=None), to=to, fields=fields)


def show_http_error(error: HTTPException) -> ResponseReturnValue:
    """The page for an HTTP error."""
    status = error.code or 500
    if status >= 500:
        return show_unexpected(error)
    return _page(status, TEXTS.get(status, error.description or ""))


def show_unexpected(error: Exception) -> ResponseReturnValue:
    """The page for an unexpected exception, which is logged without its message, as that may contain record data."""
    log_exception(log, f"unexpected at {request.endpoint}", error)
    return render_template("errors/unexpected.html"), 500


def _page(status: int, text: str) -> ResponseReturnValue:
    if request.htmx:  # type: ignore[attr-defined]
        return "", status
    return render_template("errors/error.html", title=TITLES.get(status, TITLES[400]), text=text), status
