"""Local accounts: passwords kept as argon2id hashes, guesses throttled across processes."""

from __future__ import annotations

from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from models import PasswordLink, Staff
from records import clock, throttle
from records.errors import RecordError, TooManyError
from records.prepared import PreparedSelect, parameter
from records.transaction import transaction

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
WEAKEST_SCORE = 3  # of zxcvbn's 0 to 4

_hasher = PasswordHasher()
_nobody = _hasher.hash("a hash to check against when the address is unknown, so that both take as long")

WRONG = "The email address or password is wrong. Check both and try again."
NOT_KNOWN_HERE = (
    "The council knows you, but Handover does not have your work address yet. Ask whoever looks after Handover to load "
    "it with the register."
)
TOO_MANY = "Too many wrong passwords. Wait 5 minutes and try again."
# Cyber Essentials, password-based authentication.
GUESSES = throttle.Limit("sign in", 10, timedelta(minutes=5), TOO_MANY)

_IN_POST = PreparedSelect(Staff, lambda: Staff.select().where((Staff.id == parameter(Staff.id)) & Staff.active))


class SignInError(RecordError):
    """Signing in failed; `shown` says no more than it must."""


def hash_password(password: str) -> str:
    """The argon2id hash of a password that keeps to the rules. Raises SignInError, saying which rule it breaks."""
    if len(password) < SHORTEST_PASSWORD:
        raise SignInError("password too short", f"Password must be {SHORTEST_PASSWORD} characters or more.")
    if len(password) > LONGEST_PASSWORD:
        raise SignInError("password too long", f"Password must be {LONGEST_PASSWORD} characters or fewer.")
    if zxcvbn(password[:72])["score"] < WEAKEST_SCORE:
        raise SignInError("password too common", "Password must not be common. Try three random words.")
    return _hasher.hash(password)


def check_account(*, email: str) -> Staff:
    """The member of staff in post with this address. Raises SignInError when there is none."""
    staff = find_in_post(email)
    if staff is None:
        raise SignInError(
            "nobody of this address", "Nobody in post has this address. Load them with the register first."
        )
    return staff


def set_password(*, email: str, password: str) -> None:
    """Give somebody this password; their sessions end. Raises SignInError for one that breaks a rule."""
    password_hash = hash_password(password)
    with transaction():
        give_password(check_account(email=email), password_hash)


def give_password(staff: Staff, password_hash: str) -> None:
    """Store the hash of somebody's new password in the caller's transaction; their sessions and mailed links end."""
    raised = Staff.sign_in_version + 1
    Staff.update(password_hash=password_hash, sign_in_version=raised).where(Staff.id == staff.id).execute()
    unused = (PasswordLink.staff == staff) & PasswordLink.used_at.is_null()
    PasswordLink.update(used_at=clock.now()).where(unused).execute()


def sign_in(*, email: str, password: str) -> Staff:
    """The member of staff with this address and password. Raises SignInError for a wrong pair or too many guesses."""
    try:
        guess = throttle.count(GUESSES, email.strip().lower())
    except TooManyError as error:
        raise SignInError("throttled", error.shown) from error
    staff = find_in_post(email)
    if not _matches(staff.password_hash if staff and staff.password_hash else _nobody, password) or staff is None:
        raise SignInError("wrong password", WRONG)
    throttle.forgive(guess)
    return staff


def known_elsewhere(*, email: str) -> Staff:
    """Who is in post with the address that the council's sign-in service confirmed. Raises SignInError for nobody."""
    staff = find_in_post(email)
    if staff is None:
        raise SignInError("known elsewhere, not here", NOT_KNOWN_HERE)
    return staff


def find_in_post(email: str) -> Staff | None:
    """Who is in post with this address, however it is typed; None when there is nobody."""
    found: Staff | None = Staff.select().where((Staff.email == email.strip().lower()) & Staff.active).first()
    return found


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False


def get_session_staff(session_id: str) -> Staff | None:
    """The person whom a session belongs to ('<id>.<sign-in version>'), or None when it has ended."""
    number, _, version = session_id.partition(".")
    if not (number.isdigit() and version.isdigit()):
        return None
    found = _IN_POST.first(id=int(number))
    return found if found and found.sign_in_version == int(version) else None
