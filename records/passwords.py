"""Choosing a password by an emailed link: for whoever forgot theirs, or never had one."""

from __future__ import annotations

from datetime import timedelta

from mail import outbox
from mail.links import hash_token
from models import PasswordLink, Staff
from records import accounts, clock, throttle
from records.errors import LinkError
from records.transaction import tell_worker, transaction

ASKED_OFTEN = (
    "You have asked for several links within an hour. Use the newest of the emails, or wait an hour and ask again."
)
REQUESTS = throttle.Limit("password link", 5, timedelta(hours=1), ASKED_OFTEN)
REQUESTS_FROM_ONE_PLACE = throttle.Limit("password links from", 50, timedelta(hours=1), ASKED_OFTEN)

SHOWN = {
    "unknown": "We do not know this link, or part of it was lost. Open it again from the email, or ask for another.",
    "used": "You have chosen a password since this link was sent. Sign in with that password, or ask for another link.",
    "expired": "This link is more than an hour old. Ask for another.",
}


def ask_for_link(*, email: str, place: str) -> None:
    """Mail a link to whoever is in post with this address. The same happens on the surface when nobody is.

    `place` is where the request came from. Raises TooManyError after five for one address or fifty from one place in an
    hour, whether there is an account or not.
    """
    address = email.strip().lower()
    throttle.count(REQUESTS_FROM_ONE_PLACE, place)
    throttle.count(REQUESTS, address)
    staff = accounts.find_in_post(address)
    if staff is not None:
        outbox.put(to=staff, kind="password", now=clock.now())
        tell_worker()


def check_link(token: str) -> None:
    """Whether a link can be used, read only. Raises LinkError, saying why not."""
    _usable(token)


def choose(*, token: str, password: str) -> None:
    """Give whoever the link is for this password, end their sessions, use up their links, and tell them by mail.

    Raises SignInError for a password that breaks a rule (the link stays good), LinkError for a link that is not good.
    """
    check_link(token)
    password_hash = accounts.hash_password(password)
    with transaction():
        staff, now = _usable(token), clock.now()
        unused = (PasswordLink.staff == staff) & PasswordLink.used_at.is_null()
        if not PasswordLink.update(used_at=now).where(unused).execute():
            raise LinkError("used", SHOWN["used"])
        accounts.give_password(staff, password_hash)
        throttle.forget(accounts.GUESSES, staff.email)
        outbox.put(to=staff, kind="password_changed", now=now)
    tell_worker()


def _usable(token: str) -> Staff:
    link = PasswordLink.get_or_none(PasswordLink.token_hash == hash_token(token))
    if link is None or not link.staff.active:
        raise LinkError("unknown", SHOWN["unknown"])
    if link.used_at:
        raise LinkError("used", SHOWN["used"])
    if link.expires_at <= clock.now():
        raise LinkError("expired", SHOWN["expired"])
    staff: Staff = link.staff
    return staff
