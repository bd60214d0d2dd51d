"""Password reset by an emailed link, also used to set the first password."""

from __future__ import annotations

from datetime import timedelta

from mail import outbox
from mail.links import hash_token
from models import PasswordLink, Staff, database
from records import clock
from records.errors import LinkError
from records.register import accounts, throttle
from records.transaction import notify_worker, transaction

TOO_MANY_FOR_ADDRESS = (
    "You have asked for several links within an hour. Use the newest of the emails, or wait an hour and ask again."
)
TOO_MANY_FROM_NETWORK = (
    "Very many links were asked for from your network within an hour. Wait an hour and ask again, or ask whoever looks "
    "after Handover for a password."
)
REQUESTS = throttle.Limit("password link", 5, timedelta(hours=1), TOO_MANY_FOR_ADDRESS)
# A whole office may share one IP address on its first day.
REQUESTS_PER_NETWORK = throttle.Limit("password links from", 500, timedelta(hours=1), TOO_MANY_FROM_NETWORK)

LINK_ERRORS = {
    "unknown": "We do not know this link, or part of it was lost. Open it again from the email, or ask for another.",
    "used": "Your password has been changed since this link was sent. Sign in with it, or ask for another link.",
    "expired": "This link is more than an hour old. Ask for another.",
}


def request_link(*, email: str, place: str) -> None:
    """Mail a password link to the active member of staff with this address; for an unknown one nothing visible differs.

    `place` is the client's IP address. Raises TooManyRequestsError after 5 requests for one address or 500 from one
    place in an hour, whether or not there is an account.
    """
    address = email.strip().lower()
    throttle.count_attempt(REQUESTS, address)
    throttle.count_attempt(REQUESTS_PER_NETWORK, place)
    staff = accounts.find_active_staff(address)
    anybody = staff or Staff.select().first()
    if anybody is None:  # the register is still empty
        return
    with database.atomic() as mailing:
        # For an unknown address a mail is queued and rolled back, so that timing does not reveal who works here.
        outbox.queue(to=anybody, kind="password", now=clock.now())
        if staff is None:
            mailing.rollback()
    notify_worker()


def check_link(token: str) -> None:
    """Check that a link can be used, read only. Raises LinkError with the reason."""
    _get_usable_staff(token)


def set_password(*, token: str, password: str) -> None:
    """Set the password of the link's owner, end their sessions and links, and notify them by mail.

    Raises SignInError for a weak password (the link stays valid), LinkError for a link that cannot be used.
    """
    check_link(token)
    password_hash = accounts.hash_password(password)
    with transaction():
        staff, now = _get_usable_staff(token), clock.now()
        mine = (PasswordLink.token_hash == hash_token(token)) & PasswordLink.used_at.is_null()
        if not PasswordLink.update(used_at=now).where(mine).execute():
            raise LinkError("used", LINK_ERRORS["used"])
        accounts.store_password_hash(staff, password_hash)
        throttle.clear_attempts(accounts.GUESSES, staff.email)
        outbox.queue(to=staff, kind="password_changed", now=now)
    notify_worker()


def _get_usable_staff(token: str) -> Staff:
    link = PasswordLink.get_or_none(PasswordLink.token_hash == hash_token(token))
    if link is None or not link.staff.active:
        raise LinkError("unknown", LINK_ERRORS["unknown"])
    if link.used_at:
        raise LinkError("used", LINK_ERRORS["used"])
    if link.expires_at <= clock.now():
        raise LinkError("expired", LINK_ERRORS["expired"])
    staff: Staff = link.staff
    return staff
