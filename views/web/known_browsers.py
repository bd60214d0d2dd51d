"""The browsers that somebody signed in from before, by a long-lived signed cookie (OWASP's 'device cookie').

Wrong passwords that strangers try at an account then lock out strangers alone: whoever comes from such a browser has
tries of their own. The cookie signs nobody in, and holds neither name nor address.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from flask import Flask, Response, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from models import Staff
from records.register import accounts
from views.web import cookies

NAME = "handover-browser"
KEPT_SECONDS = 180 * 24 * 3600
MOST_ACCOUNTS = 8  # of one browser; the earliest is forgotten


def known_as() -> dict[int, str]:
    """Id of a member of staff → this browser's name for that account, of those who signed in from it before."""
    try:
        read = _signer(current_app).loads(request.cookies.get(cookies.name_of(NAME), ""), max_age=KEPT_SECONDS)
    except BadSignature:
        return {}
    return {int(number): str(name) for number, name in read.items()}


def remember(response: Response, staff: Staff, known: Mapping[int, str]) -> None:
    """Set the cookie on a response that signed somebody in, with the accounts that it had."""
    others = [(number, name) for number, name in known.items() if number != staff.id][-MOST_ACCOUNTS + 1 :]
    new = f"{staff.sign_in_version}.{secrets.token_urlsafe(12)}"
    named = dict(others) | {staff.id: accounts.name_of_browser(staff, known) or new}
    response.set_cookie(
        cookies.name_of(NAME),
        _signer(current_app).dumps({str(number): name for number, name in named.items()}),
        max_age=KEPT_SECONDS,
        secure=cookies.are_secure(),
        httponly=True,
        samesite="Strict",
    )


def _signer(app: Flask) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="a browser that signed in before")
