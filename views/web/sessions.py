"""The sign-in session, and the database connection of each request."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user, logout_user

from faults import why_unavailable
from forms.account.sign_in import SignInForm
from models import Staff, database, patience
from records import clock
from records.register import accounts
from records.register import sessions as kept
from settings import Settings
from views.web import late_posts

SIGNED_IN_AT = "signed_in_at"
BEGAN_AT = "began_at"
KEY = "session_key"
PROLONGED_AT = "prolonged_at"
WITHOUT_DATABASE = ("health.show_health", "health.show_ready", "health.show_pages_ready")
# What is shown to whoever it is where the database is away.
SHOWN_WITHOUT_DATABASE = ("pages.show_about", "pages.show_accessibility")
# How long a page waits for an answer of the database, in seconds, and what can do without it.
PATIENCE, PATIENCE_OF_OTHERS = 20.0, 5.0
PROLONGED_AGAIN_AFTER = timedelta(minutes=10)
CLOCK_SKEW = timedelta(minutes=2)  # between the clocks of hosts, and of the council's sign-in service
SIGNED_OUT = "You have been signed out. What you wrote is still here: sign in to save it."
AGAIN = "Sign in again, so that nobody else can decide in your name. What you wrote is still here."


def manage(app: Flask) -> None:
    """Set up Flask-Login and a database connection for each request."""
    manager = LoginManager(app)
    manager.session_protection = None  # it would bind a session to an IP address
    manager.user_loader(load_staff)
    manager.unauthorized_handler(ask_to_sign_in)

    @app.before_request
    def open_database() -> None:
        needs_it = request.endpoint not in WITHOUT_DATABASE + SHOWN_WITHOUT_DATABASE
        patience.set(PATIENCE if needs_it else PATIENCE_OF_OTHERS)
        if needs_it:
            database.connect(reuse_if_open=True)

    app.before_request(prolong)

    @app.teardown_request
    def close_database(_: BaseException | None) -> None:
        if not database.is_closed():
            database.close()
        patience.set(None)


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
        return late_posts.sign_in_page(message, form=SignInForm(formdata=None), post=late_posts.of_this_request())
    return redirect(url_for("sign_in.sign_in", next=request.full_path.rstrip("?")))


def begin(staff: Staff, *, signed_in_at: datetime | None) -> None:
    """Start a session in place of this browser's. signed_in_at: when the password was entered, None if unknown."""
    if before := session.get(KEY):
        accounts.keep_in_order(partial(kept.end_session, before))
    session.clear()
    g.pop("csrf_token", None)  # Flask-WTF caches the old session's token, which would make the next form invalid
    session.permanent = True
    login_user(staff)
    session[SIGNED_IN_AT] = signed_in_at.isoformat() if signed_in_at else ""
    session[KEY] = kept.new_key()
    session["csrf_token"] = late_posts.new_token(staff)
    session[BEGAN_AT] = session[PROLONGED_AT] = clock.now().timestamp()


def end() -> None:
    """End this session, for every copy of its cookie."""
    if key := session.get(KEY):
        kept.end_session(key)
    logout_user()
    session.clear()


def load_staff(session_id: str) -> Staff | None:
    """The person of this session (for Flask-Login); None once it has ended, was signed out or has lasted too long."""
    if not 0 <= clock.now().timestamp() + CLOCK_SKEW.total_seconds() - _began() < _longest().total_seconds():
        return None
    try:
        return kept.get_session_staff(session_id, session.get(KEY, ""))
    except Exception as error:
        if request.endpoint in SHOWN_WITHOUT_DATABASE and why_unavailable(error):
            return None
        raise


def latest_end() -> datetime:
    """When this session ends at the latest, however much it is used."""
    return datetime.fromtimestamp(_began(), UTC) + _longest()


def _began() -> float:
    began: float = session.get(BEGAN_AT, 0.0)
    return began


def _longest() -> timedelta:
    return timedelta(hours=settings().session_longest_hours)


def is_fresh() -> bool:
    """Whether the password was entered within `fresh_sign_in_minutes`, as a decision requires."""
    given = session.get(SIGNED_IN_AT)
    if not given:
        return False
    age = clock.now() - datetime.fromisoformat(given)
    return -CLOCK_SKEW <= age < timedelta(minutes=settings().fresh_sign_in_minutes)
