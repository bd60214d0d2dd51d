"""Who is signed in, and the database connection of each request."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user
from htmx_flask import Htmx

from forms.account.sign_in import SignInForm
from models import Staff, database
from records import clock
from records.register import accounts
from settings import Settings
from views.web import kept

SIGNED_IN_AT = "signed_in_at"
PROLONGED_AT = "prolonged_at"
PROLONGED_AGAIN_AFTER = timedelta(minutes=10)
SIGNED_OUT = "You have been signed out. What you wrote is still here: sign in to save it."
AGAIN = "Sign in again, so that nobody else can decide in your name. What you wrote is still here."


def manage(app: Flask) -> None:
    """Open a connection for each request that needs one, and keep track of who is signed in."""
    Htmx(app)
    manager = LoginManager(app)
    manager.session_protection = None  # the address changes between an office and a phone
    manager.user_loader(accounts.get_session_staff)
    manager.unauthorized_handler(ask_to_sign_in)

    @app.before_request
    def open_database() -> None:
        if request.endpoint != "static":
            database.connect(reuse_if_open=True)

    app.before_request(prolong)

    @app.teardown_request
    def close_database(_: BaseException | None) -> None:
        if not database.is_closed():
            database.close()


def prolong() -> None:
    """Let the session last its full length from now on. Signing a new cookie for each request would cost too much."""
    if request.endpoint != "static" and SIGNED_IN_AT in session:
        now, before = clock.now().timestamp(), session.get(PROLONGED_AT, 0)
        if now - before > PROLONGED_AGAIN_AFTER.total_seconds():
            session[PROLONGED_AT] = now


def settings() -> Settings:
    """The settings of the app that answers this request."""
    found: Settings = current_app.extensions["settings"]
    return found


def ask_to_sign_in() -> ResponseReturnValue:
    """What somebody who is not signed in gets: a bare 403 for a fragment, else sign-in, with what they posted kept."""
    if request.htmx:  # type: ignore[attr-defined]
        return "", 403
    if request.method == "POST":
        message = AGAIN if current_user.is_authenticated else SIGNED_OUT
        return kept.sign_in_page(message, form=SignInForm(formdata=None), to=request.full_path, fields=kept.posted())
    return redirect(url_for("sign_in.sign_in", next=request.full_path.rstrip("?")))


def begin(staff: Staff, *, signed_in_at: datetime | None) -> None:
    """Start a session for this person, who gave their password then; None: nobody knows when."""
    session.clear()
    g.pop("csrf_token", None)  # Flask-WTF keeps the old session's, and what is shown next could not be sent with it
    session.permanent = True
    login_user(staff)
    session[SIGNED_IN_AT] = signed_in_at.isoformat() if signed_in_at else ""
    session[PROLONGED_AT] = clock.now().timestamp()


def is_fresh() -> bool:
    """Whether this person gave their password within the last minutes (settings), as a decision by link needs."""
    given = session.get(SIGNED_IN_AT)
    if not given:
        return False
    return clock.now() - datetime.fromisoformat(given) < timedelta(minutes=settings().fresh_sign_in_minutes)
