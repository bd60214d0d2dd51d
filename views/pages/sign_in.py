"""Sign in and out with a local account."""

from __future__ import annotations

from flask import Blueprint, Response, abort, after_this_request, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from forms.account.sign_in import SignInForm
from records import clock
from records.errors import TooManyRequestsError
from records.register import accounts
from views.web import known_browsers, late_posts, sessions
from views.web.guard import open_to_anyone, staff_only

bp = Blueprint("sign_in", __name__)


def _try(form: SignInForm) -> bool:
    """Check the credentials and start the session. Returns whether they are valid; if not, sets the form's error."""
    if sessions.settings().signs_in_elsewhere or not form.validate():
        return False
    try:
        known = known_browsers.known_as()
        staff = accounts.sign_in(
            email=form.email.data or "",
            password=form.password.data or "",
            place=request.remote_addr or "",
            known_as=known,
        )
    except (accounts.SignInError, TooManyRequestsError) as error:
        form.password.errors = [error.shown]
        if isinstance(error, TooManyRequestsError):
            _answer_too_many(error.retry_after)
        return False
    sessions.begin(staff, signed_in_at=clock.now())

    @after_this_request
    def remember(response: Response) -> Response:
        known_browsers.remember(response, staff, known)
        return response

    return True


def _answer_too_many(retry_after: int) -> None:
    """Let the page with the form be a 429: a program that guesses reads the status, and a person the page."""

    @after_this_request
    def refuse(response: Response) -> Response:
        response.status_code = 429
        response.headers["Retry-After"] = str(retry_after)
        return response


@bp.route("/sign-in", methods=["GET", "POST"])
@open_to_anyone
def sign_in() -> ResponseReturnValue:
    """Ask for email address and password, then redirect to the requested page."""
    form = SignInForm()
    to = late_posts.page_path(request.values.get("next"))
    if sessions.settings().signs_in_elsewhere:
        return render_template("sign_in/elsewhere.html", to=to, problem="")
    if request.method == "POST" and _try(form):
        return redirect(to)
    if request.method != "POST" and current_user.is_authenticated:
        form.email.data = current_user.email
    return render_template("sign_in/sign_in.html", form=form, to=to)


def show_again() -> ResponseReturnValue:
    """Show the form again after its CSRF token expired, with the email address."""
    to = late_posts.page_path(request.form.get("next"))
    if current_user.is_authenticated or sessions.settings().signs_in_elsewhere:
        return redirect(to)
    form = SignInForm(formdata=None, email=request.form.get("email"))
    form.password.errors = ["This page was open for a long time. Enter your password again."]
    return render_template("sign_in/sign_in.html", form=form, to=to)


def _has_signed_in_elsewhere() -> bool:
    return sessions.settings().signs_in_elsewhere and current_user.is_authenticated


@bp.post("/sign-in/kept")
@open_to_anyone
def sign_in_kept() -> ResponseReturnValue:
    """Sign in after a late post (web/late_posts.py), and offer to send that post."""
    form, post = SignInForm(), late_posts.of_this_request()
    if not post.to:
        abort(400)
    if _has_signed_in_elsewhere() or _try(form):
        return late_posts.send_on_page(post)
    return late_posts.sign_in_page("Sign in to save what you wrote.", form=form, post=post)


@bp.get("/sign-in/done")
@staff_only
def signed_in() -> ResponseReturnValue:
    """The end of a sign-in in another tab, while the page with the late post waits."""
    return render_template("sign_in/signed_in.html")


@bp.post("/sign-out")
@open_to_anyone
def sign_out() -> ResponseReturnValue:
    """End the session, also from a page that is out of date and where it has ended already."""
    sessions.end()
    flash("You have signed out.")
    return redirect(url_for("sign_in.sign_in"))
