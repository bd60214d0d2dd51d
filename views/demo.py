"""The demo's mailbox: the mails that its catcher received, so that a newcomer can follow the links."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from mail.catcher import read_caught
from views import sessions
from views.guard import open_to_anyone

bp = Blueprint("demo", __name__, url_prefix="/demo")


@bp.get("/mail")
@open_to_anyone
def list_mail() -> ResponseReturnValue:
    """Every caught mail, newest first."""
    return render_template("demo/mail.html", mails=read_caught(sessions.settings().caught_mail_folder))


@bp.get("/mail/<name>")
@open_to_anyone
def show_mail(name: str) -> ResponseReturnValue:
    """One mail as plain text, its links made clickable."""
    mails = read_caught(sessions.settings().caught_mail_folder)
    mail = next((mail for mail in mails if mail.id == name), None)
    return render_template("demo/one_mail.html", mail=mail) if mail else abort(404)
