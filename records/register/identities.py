"""Who somebody is at the council's sign-in service (OpenID Connect): issuer and subject, after the first time.

An address passes from one person to the next, and a service may let people choose the one that it says of them. So
it finds somebody in the register once; from then on the subject does, which the service gives to nobody else.
"""

from __future__ import annotations

from collections.abc import Callable

from models import SignInIdentity, Staff
from protocol import addresses
from records import clock
from records.register.accounts import SignInError, find_active_staff, get_active_staff
from records.transaction import transaction

NOT_KNOWN_HERE = (
    "The council knows you, but Handover does not have your work address yet. Ask whoever looks after Handover to load "
    "it with the register."
)
NO_ADDRESS = (
    "The council's sign-in service did not say which work address is yours, or not that it is verified. Tell your IT "
    "service desk."
)
ANOTHER_ACCOUNT = (
    "Your work address belongs to another council account in Handover. If your account was made anew, ask whoever "
    "looks after Handover to forget the old one."
)


def get_staff_by_identity(*, issuer: str, subject: str, find_email: Callable[[], str | None]) -> Staff:
    """The active member of staff with this subject; the first time, with the verified address, which links them.

    find_email: gives None where the service says none or has not verified it; asked the first time alone. Raises
    SignInError, also for an address that is not plain.
    """
    known = _of_subject(issuer, subject)
    if known is not None:
        return _active(known.staff)
    email = find_email()
    if not email or addresses.written(email) != email.lower():
        raise SignInError("no verified address", NO_ADDRESS)
    staff = find_active_staff(email)
    if staff is None:
        raise SignInError("known elsewhere, not here", NOT_KNOWN_HERE)
    with transaction():
        first = {"issuer": issuer, "subject": subject, "staff": staff, "first_at": clock.now()}
        SignInIdentity.insert(**first).on_conflict_ignore().execute()  # two tabs may come back at once
        known = _of_subject(issuer, subject)
    if known is None or known.staff_id != staff.id:
        raise SignInError("the address is another account's", ANOTHER_ACCOUNT)
    return staff


def forget_identity(*, email: str) -> int:
    """Let the address decide once more at the next sign-in. Returns how many identities were known."""
    staff = get_active_staff(email=email)
    forgotten: int = SignInIdentity.delete().where(SignInIdentity.staff == staff).execute()
    return forgotten


def _of_subject(issuer: str, subject: str) -> SignInIdentity | None:
    found: SignInIdentity | None = SignInIdentity.get_or_none(
        (SignInIdentity.issuer == issuer) & (SignInIdentity.subject == subject)
    )
    return found


def _active(staff: Staff) -> Staff:
    if not staff.active:
        raise SignInError("has left", NOT_KNOWN_HERE)
    return staff
