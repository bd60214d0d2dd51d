"""Posts that arrive after the session or its CSRF token expired, or in another's, without losing what was typed.

A sign-in page carries the posted fields as hidden fields. After sign-in, a page with a fresh token says in words where
they go and what they hold, and offers to send them to their original URL. Nothing is stored on the server. Only posts
of our own pages come this far (web/origins.py). What would make an answer much larger than the post is not kept, so
that nobody has the service send many times what they send.
"""

from __future__ import annotations

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from forms.account.sign_in import SignInForm
from protocol.terms import TermFiller, term_filler
from views.web import kept_words

PREFIX = "kept:"  # keeps carried fields apart from the sign-in form's own
NOT_KEPT = ("csrf_token", "password")
# Bytes of a page beside what it keeps: its frame, and the labels of kept_words.MOST_IN_WORDS values.
ROOM_FOR_PAGE = 32 * 1024

Fields = list[tuple[str, str]]


def posted() -> Fields:
    """The posted fields, without token and password."""
    return [(name, value) for name, values in request.form.lists() for value in values if name not in NOT_KEPT]


def carried() -> Fields:
    """The fields that a sign-in page carried, under their original names."""
    return [(name.removeprefix(PREFIX), value) for name, value in posted() if name.startswith(PREFIX)]


def pending_request() -> tuple[str, Fields]:
    """(URL, fields) of the late post: this request's own, or the one that a sign-in page carried."""
    if request.endpoint == "sign_in.sign_in_kept":
        return request.form.get("to", ""), carried()
    return request.full_path.rstrip("?"), posted()


def local_path(address: str | None) -> str:
    """The address if it is a path of this app, else '/', to prevent open redirects."""
    inside = address and address.startswith("/") and not address.startswith(("//", "/\\")) and "\\" not in address
    return address if address and inside and address.isprintable() else "/"


def is_too_large(page: str) -> bool:
    """Whether a page that keeps a post is more than twice as large as the post, whose signs it escapes."""
    return len(page.encode()) > 2 * (request.content_length or 0) + ROOM_FOR_PAGE


def sign_in_page(message: str, *, form: SignInForm, to: str, fields: Fields) -> ResponseReturnValue:
    """The sign-in page that carries a late post."""
    to = local_path(to)
    kept = kept_words.in_words(to, [], _terms())
    return _unless_too_large(
        render_template("sign_in/kept.html", message=message, form=form, to=to, kept=kept, fields=fields, prefix=PREFIX)
    )


def send_on_page(*, to: str, fields: Fields) -> ResponseReturnValue:
    """The page that sends a late post to its original URL, with a fresh token, once its reader has read what it is."""
    to = local_path(to)
    kept = kept_words.in_words(to, fields, _terms())
    return _unless_too_large(render_template("sign_in/send_on.html", to=to, kept=kept))


def _unless_too_large(page: str) -> ResponseReturnValue:
    return (render_template("sign_in/not_kept.html"), 413) if is_too_large(page) else page


def _terms() -> TermFiller:
    return term_filler(current_app.extensions["settings"].displayed_terms)
