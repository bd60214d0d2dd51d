"""Local accounts: argon2id password hashes, sign-in attempts rate-limited across processes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from peewee import OperationalError
from zxcvbn import zxcvbn

from faults import why_unavailable
from models import PasswordLink, Staff
from records import clock
from records.errors import RecordError, TooManyRequestsError
from records.prepared import PreparedSelect, parameter
from records.register import hashing, throttle
from records.transaction import transaction

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
WEAKEST_SCORE = 3  # of zxcvbn's 0 to 4

# Verified when the address is unknown, so that timing does not reveal whether an account exists.
_DUMMY_HASH = hashing.hash_password("a hash to check against when the address is unknown, so that both take as long")

SIGN_IN_FAILED = "The email address or password is wrong. Check both and try again."
NOT_KNOWN_HERE = (
    "The council knows you, but Handover does not have your work address yet. Ask whoever looks after Handover to load "
    "it with the register."
)
TOO_MANY = "Too many wrong passwords. Wait 5 minutes and try again."
# The limit that Cyber Essentials asks for under password-based authentication.
GUESSES = throttle.Limit("sign in", 10, timedelta(minutes=5), TOO_MANY)

_ACTIVE_STAFF = PreparedSelect(Staff, lambda: Staff.select().where((Staff.id == parameter(Staff.id)) & Staff.active))


class SignInError(RecordError):
    """Sign-in failed. `shown` does not say whether the address or the password was wrong."""


def hash_password(password: str) -> str:
    """The argon2id hash of a password. Raises SignInError naming the password rule that it breaks."""
    if len(password) < SHORTEST_PASSWORD:
        raise SignInError("password too short", f"Password must be {SHORTEST_PASSWORD} characters or more.")
    if len(password) > LONGEST_PASSWORD:
        raise SignInError("password too long", f"Password must be {LONGEST_PASSWORD} characters or fewer.")
    if zxcvbn(password[:72])["score"] < WEAKEST_SCORE:
        raise SignInError("password too common", "Password must not be common. Try three random words.")
    return hashing.hash_password(password)


def get_active_staff(*, email: str) -> Staff:
    """The active member of staff with this address. Raises SignInError when there is none."""
    staff = find_active_staff(email)
    if staff is None:
        raise SignInError(
            "nobody of this address", "Nobody in post has this address. Load them with the register first."
        )
    return staff


def set_password(*, email: str, password: str) -> None:
    """Set a password and end the person's sessions. Raises SignInError for an unknown address or a weak password."""
    password_hash = hash_password(password)
    with transaction():
        store_password_hash(get_active_staff(email=email), password_hash)


def store_password_hash(staff: Staff, password_hash: str) -> None:
    """Store a new password hash in the caller's transaction; ends sessions and password links of this person."""
    raised = Staff.sign_in_version + 1
    Staff.update(password_hash=password_hash, sign_in_version=raised).where(Staff.id == staff.id).execute()
    unused = (PasswordLink.staff == staff) & PasswordLink.used_at.is_null()
    PasswordLink.update(used_at=clock.now()).where(unused).execute()


def sign_in(*, email: str, password: str) -> Staff:
    """Check address and password; returns the member of staff. Raises SignInError if wrong, rate-limited or busy."""
    try:
        with hashing.a_place():
            return _sign_in(email, password)
    except hashing.BusyError:
        raise SignInError("busy", hashing.BUSY) from None
    except TooManyRequestsError as error:
        raise SignInError("throttled", error.shown) from error


def _sign_in(email: str, password: str) -> Staff:
    who = email.strip().lower()
    guess = throttle.count_attempt(GUESSES, who)
    staff = find_active_staff(email)
    known = staff.password_hash if staff and staff.password_hash else _DUMMY_HASH
    is_right, made_anew = hashing.check(known, password[:LONGEST_PASSWORD])
    if not is_right or staff is None:
        raise SignInError("wrong password", SIGN_IN_FAILED)
    _keep_in_order(lambda: throttle.discard_attempt(guess, GUESSES, who))
    if made_anew:
        same = (Staff.id == staff.id) & (Staff.password_hash == known)
        _keep_in_order(lambda: Staff.update(password_hash=made_anew).where(same).execute())
    return staff


def _keep_in_order(write: Callable[[], object]) -> None:
    """Write what signing in does not depend on: people sign in while the disk is full, too."""
    try:
        with transaction():
            write()
    except OperationalError as error:
        if not why_unavailable(error):
            raise


def get_staff_by_sign_in_service(*, email: str) -> Staff:
    """The active member of staff with the address confirmed by the OpenID Connect provider. Raises SignInError."""
    staff = find_active_staff(email)
    if staff is None:
        raise SignInError("known elsewhere, not here", NOT_KNOWN_HERE)
    return staff


def find_active_staff(email: str) -> Staff | None:
    """The active member of staff with this address (case and outer spaces ignored), or None."""
    found: Staff | None = Staff.select().where((Staff.email == email.strip().lower()) & Staff.active).first()
    return found


def get_session_staff(session_id: str) -> Staff | None:
    """The active person of a session id ('<staff id>.<sign-in version>'), or None when the session has ended."""
    number, _, version = session_id.partition(".")
    if not (number.isdigit() and version.isdigit()):
        return None
    found = _ACTIVE_STAFF.first(id=int(number))
    return found if found and found.sign_in_version == int(version) else None
