"""Choosing a password by an emailed link: for whoever forgot theirs, or never had one."""

from __future__ import annotations

from datetime import timedelta

from mail import outbox
from mail.links import hash_token
from models import PasswordLink, Staff, database
from records import clock
from records.errors import LinkError
from records.register import accounts, throttle
from records.transaction import tell_worker, transaction

ASKED_OFTEN = (
    "You have asked for several links within an hour. Use the newest of the emails, or wait an hour and ask again."
)
MANY_FROM_HERE = (
    "Very many links were asked for from your network within an hour. Wait an hour and ask again, or ask whoever looks "
    "after Handover for a password."
)
REQUESTS = throttle.Limit("password link", 5, timedelta(hours=1), ASKED_OFTEN)
# A whole office may ask from one address on its first day.
REQUESTS_FROM_ONE_PLACE = throttle.Limit("password links from", 500, timedelta(hours=1), MANY_FROM_HERE)

SHOWN = {
    "unknown": "We do not know this link, or part of it was lost. Open it again from the email, or ask for another.",
    "used": "Your password has been changed since this link was sent. Sign in with it, or ask for another link.",
    "expired": "This link is more than an hour old. Ask for another.",
}


def ask_for_link(*, email: str, place: str) -> None:
    """Mail a link to whoever is in post with this address. The same happens on the surface when nobody is.

    `place` is where the request came from. Raises TooManyError after five for one address or 500 from one place in an
    hour, whether there is an account or not.
    """
    address = email.strip().lower()
    throttle.count(REQUESTS, address)
    throttle.count(REQUESTS_FROM_ONE_PLACE, place)
    staff = accounts.find_in_post(address)
    anybody = staff or Staff.select().first()
    if anybody is None:  # before the register is loaded
        return
    with database.atomic() as mailing:
        # For a stranger a mail is queued too, and taken back: the time that it takes shall not tell who works here.
        outbox.put(to=anybody, kind="password", now=clock.now())
        if staff is None:
            mailing.rollback()
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
        mine = (PasswordLink.token_hash == hash_token(token)) & PasswordLink.used_at.is_null()
        if not PasswordLink.update(used_at=now).where(mine).execute():
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
