"""Choose a password by emailed link. GET changes nothing."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.account.sign_in import NewPasswordForm, PasswordLinkForm
from records.errors import LinkError, TooManyRequestsError
from records.register import accounts, passwords
from views.web import sessions
from views.web.guard import open_to_anyone

bp = Blueprint("passwords", __name__)

TOO_OLD = "This page was open for a long time. Nothing has been sent: try again."


@bp.get("/password")
@open_to_anyone
def ask() -> ResponseReturnValue:
    """Show the form that requests a link."""
    return _ask_page(PasswordLinkForm(formdata=None))


@bp.post("/password")
@open_to_anyone
def send_link() -> ResponseReturnValue:
    """Mail a link if the account exists. The response is the same if it does not."""
    form = PasswordLinkForm()
    if not form.validate():
        return _ask_page(form)
    try:
        passwords.request_link(email=form.email.data or "", place=request.remote_addr or "")
    except TooManyRequestsError as error:
        form.email.errors = [error.shown]
        return _ask_page(form)
    return redirect(url_for("passwords.sent"))


@bp.get("/password/sent")
@open_to_anyone
def sent() -> ResponseReturnValue:
    """Confirm that a link was mailed."""
    return render_template("sign_in/link_sent.html")


@bp.get("/password/<token>")
@open_to_anyone
def choose(token: str) -> ResponseReturnValue:
    """Show the form for a new password; if the link cannot be used, why, and how to get another."""
    return _with_link(token, NewPasswordForm(formdata=None))


@bp.post("/password/<token>")
@open_to_anyone
def keep(token: str) -> ResponseReturnValue:
    """Save the new password and redirect to sign-in."""
    form = NewPasswordForm()
    if not form.validate():
        return _with_link(token, form)
    try:
        passwords.set_password(token=token, password=form.password.data or "")
    except accounts.SignInError as error:
        form.password.errors = [error.shown]
        return _with_link(token, form)
    except LinkError as error:
        return _refused(error)
    sessions.end()
    flash("Your new password is kept. Sign in with it.")
    return redirect(url_for("sign_in.sign_in"))


def show_again() -> ResponseReturnValue:
    """Show the form again after its CSRF token expired. Passwords are never carried over."""
    token = (request.view_args or {}).get("token")
    if token is not None:
        form = NewPasswordForm(formdata=None)
        form.password.errors = [TOO_OLD]
        return _with_link(token, form)
    form = PasswordLinkForm(formdata=None, email=request.form.get("email"))
    form.email.errors = [TOO_OLD]
    return _ask_page(form)


def _with_link(token: str, form: NewPasswordForm) -> ResponseReturnValue:
    try:
        passwords.check_link(token)
    except LinkError as error:
        return _refused(error)
    return render_template("sign_in/choose_password.html", form=form, token=token)


def _refused(error: LinkError) -> ResponseReturnValue:
    return _ask_page(PasswordLinkForm(formdata=None), refused=error.shown), 404 if error.why == "unknown" else 410


def _ask_page(form: PasswordLinkForm, refused: str = "") -> str:
    return render_template("sign_in/forgotten.html", form=form, refused=refused)
