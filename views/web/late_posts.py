"""Posts that arrive after the session or its CSRF token expired, or in another's, without losing what was typed.

A sign-in page carries the posted fields as hidden fields. After sign-in, a page with a fresh token says in words where
they go and what they hold, and offers to send them to their original URL. Nothing is stored on the server. Only posts
of our own pages come this far (web/origins.py).
"""

from __future__ import annotations

from flask import current_app, render_template, request

from forms.account.sign_in import SignInForm
from protocol.terms import TermFiller, term_filler
from views.web import kept_words

PREFIX = "kept:"  # keeps carried fields apart from the sign-in form's own
NOT_KEPT = ("csrf_token", "password")

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
    return address(), posted()


def address() -> str:
    """Path and query of this request. request.full_path raises where a query holds bytes that are not UTF-8."""
    return f"{request.path}?{request.query_string.decode(errors='replace')}".rstrip("?")


def local_path(address: str | None) -> str:
    """The address if it is a path of this app, else '/', to prevent open redirects."""
    inside = address and address.startswith("/") and not address.startswith(("//", "/\\")) and "\\" not in address
    return address if address and inside and address.isprintable() else "/"


def sign_in_page(message: str, *, form: SignInForm, to: str, fields: Fields) -> str:
    """The sign-in page that carries a late post."""
    to = local_path(to)
    kept = kept_words.in_words(to, [], _terms())
    return render_template(
        "sign_in/kept.html", message=message, form=form, to=to, kept=kept, fields=fields, prefix=PREFIX
    )


def send_on_page(*, to: str, fields: Fields) -> str:
    """The page that sends a late post to its original URL, with a fresh token, once its reader has read what it is."""
    to = local_path(to)
    return render_template("sign_in/send_on.html", to=to, kept=kept_words.in_words(to, fields, _terms()))


def _terms() -> TermFiller:
    return term_filler(current_app.extensions["settings"].displayed_terms)
