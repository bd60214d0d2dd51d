"""A person's own account: how long they are signed in, and signing out everywhere."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from records.register import accounts
from records.register import sessions as ended
from views.web import known_browsers, sessions
from views.web.guard import me, staff_only

bp = Blueprint("account", __name__)


@bp.get("/account")
@staff_only
def show_account() -> ResponseReturnValue:
    """Show whose account it is, and until when this browser stays signed in."""
    return render_template("sign_in/account.html", until=sessions.latest_end())


@bp.post("/account/sign-out-everywhere")
@staff_only
def sign_out_everywhere() -> ResponseReturnValue:
    """End every session of this person, with this one.

    All browsers are strangers then but this one, if it was none: whoever cleans up is not locked out by who guesses.
    """
    known = known_browsers.known_as()
    was_known = accounts.name_of_browser(me(), known)
    person = ended.end_all_sessions(me())
    sessions.end()
    flash("You have signed out everywhere.")
    response = make_response(redirect(url_for("sign_in.sign_in")))
    if was_known:
        known_browsers.remember(response, person, known)
    return response
