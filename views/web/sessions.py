"""The sign-in session, and the database connection of each request."""

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
from views.web import late_posts

SIGNED_IN_AT = "signed_in_at"
PROLONGED_AT = "prolonged_at"
WITHOUT_DATABASE = ("health.show_health", "health.show_ready", "health.show_pages_ready")
PROLONGED_AGAIN_AFTER = timedelta(minutes=10)
CLOCKS_DIFFER = timedelta(minutes=1)  # between hosts
SIGNED_OUT = "You have been signed out. What you wrote is still here: sign in to save it."
AGAIN = "Sign in again, so that nobody else can decide in your name. What you wrote is still here."


def manage(app: Flask) -> None:
    """Set up Flask-Login and a database connection for each request."""
    Htmx(app)
    manager = LoginManager(app)
    manager.session_protection = None  # it would bind a session to an IP address
    manager.user_loader(accounts.get_session_staff)
    manager.unauthorized_handler(ask_to_sign_in)

    @app.before_request
    def open_database() -> None:
        if request.endpoint not in WITHOUT_DATABASE:
            database.connect(reuse_if_open=True)

    app.before_request(prolong)

    @app.teardown_request
    def close_database(_: BaseException | None) -> None:
        if not database.is_closed():
            database.close()


def prolong() -> None:
    """Extend the session, at most every PROLONGED_AGAIN_AFTER because signing a cookie for each request is costly."""
    if SIGNED_IN_AT in session:
        now, before = clock.now().timestamp(), session.get(PROLONGED_AT, 0)
        if now - before > PROLONGED_AGAIN_AFTER.total_seconds():
            session[PROLONGED_AT] = now


def settings() -> Settings:
    """The current app's settings."""
    found: Settings = current_app.extensions["settings"]
    return found


def ask_to_sign_in() -> ResponseReturnValue:
    """The response without a sign-in: 403 for HTMX, for a post a sign-in page that carries it, else a redirect."""
    if request.htmx:  # type: ignore[attr-defined]
        return "", 403
    if request.method == "POST":
        message = AGAIN if current_user.is_authenticated else SIGNED_OUT
        return late_posts.sign_in_page(
            message, form=SignInForm(formdata=None), to=request.full_path, fields=late_posts.posted()
        )
    return redirect(url_for("sign_in.sign_in", next=request.full_path.rstrip("?")))


def begin(staff: Staff, *, signed_in_at: datetime | None) -> None:
    """Start a session. signed_in_at: when the password was entered, None if unknown."""
    session.clear()
    g.pop("csrf_token", None)  # Flask-WTF caches the old session's token, which would make the next form invalid
    session.permanent = True
    login_user(staff)
    session[SIGNED_IN_AT] = signed_in_at.isoformat() if signed_in_at else ""
    session[PROLONGED_AT] = clock.now().timestamp()


def is_fresh() -> bool:
    """Whether the password was entered within `fresh_sign_in_minutes`, as a decision by link requires."""
    given = session.get(SIGNED_IN_AT)
    if not given:
        return False
    age = clock.now() - datetime.fromisoformat(given)  # below zero after a clock that was ahead was put right
    return -CLOCKS_DIFFER < age < timedelta(minutes=settings().fresh_sign_in_minutes)
