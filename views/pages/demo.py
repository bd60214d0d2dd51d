"""The demo's mailbox: the mails that its mail server (Procfile.dev) has caught."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from mailbox import Maildir, NoSuchMailboxError

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from views.web import sessions
from views.web.guard import open_to_anyone

bp = Blueprint("demo", __name__, url_prefix="/demo")


@bp.get("/mail")
@open_to_anyone
def list_mail() -> ResponseReturnValue:
    """List the caught mails, newest first."""
    return render_template("demo/mail.html", mails=_caught())


@bp.get("/mail/<name>")
@open_to_anyone
def show_mail(name: str) -> ResponseReturnValue:
    """One mail as plain text with clickable links."""
    mail = _caught().get(name)
    return render_template("demo/one_mail.html", mail=mail) if mail else abort(404)


def _caught() -> dict[str, EmailMessage]:
    """File name → mail, newest first; {} while there are none."""
    try:
        box = Maildir(sessions.settings().data_folder / "caught-mail", create=False)
    except NoSuchMailboxError:
        return {}
    newest_first = sorted(box.keys(), key=lambda name: box.get_message(name).get_date(), reverse=True)
    return {name: BytesParser(policy=policy.default).parsebytes(box.get_bytes(name)) for name in newest_first}
