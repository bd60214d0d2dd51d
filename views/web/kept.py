"""A post that came too late, because the session or its CSRF token had ended: nothing typed is lost.

The page asks to sign in and carries everything posted in hidden fields. After that, a page with a fresh
token offers to send it on to where it was going. Nothing of it is kept on the server.
"""

from __future__ import annotations

from flask import render_template, request

from forms.account.sign_in import SignInForm

PREFIX = "kept:"  # so that what is carried cannot be taken for the sign-in form's own fields
NOT_KEPT = ("csrf_token", "password")

Fields = list[tuple[str, str]]


def posted() -> Fields:
    """Everything posted that is worth keeping."""
    return [(name, value) for name, values in request.form.lists() for value in values if name not in NOT_KEPT]


def carried() -> Fields:
    """What a sign-in page carried, under its own names again."""
    return [(name.removeprefix(PREFIX), value) for name, value in posted() if name.startswith(PREFIX)]


def on_its_way() -> tuple[str, Fields]:
    """Where a post was going and with what, whether it came by itself or was carried by a sign-in page."""
    if request.endpoint == "sign_in.sign_in_kept":
        return request.form.get("to", ""), carried()
    return request.full_path.rstrip("?"), posted()


def local_path(address: str | None) -> str:
    """The address when it is a path of this app, else the home page: never a way out to another site."""
    inside = address and address.startswith("/") and not address.startswith(("//", "/\\")) and "\\" not in address
    return address if address and inside and address.isprintable() else "/"


def sign_in_page(message: str, *, form: SignInForm, to: str, fields: Fields) -> str:
    """The sign-in page that carries what was posted."""
    return render_template(
        "sign_in/kept.html", message=message, form=form, to=local_path(to), fields=fields, prefix=PREFIX
    )


def send_on_page(*, to: str, fields: Fields) -> str:
    """The page that sends what was carried on to where it was going, with a fresh token."""
    return render_template("sign_in/send_on.html", to=local_path(to), fields=fields)
