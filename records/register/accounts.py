"""Local accounts: argon2id password hashes, sign-in attempts rate-limited across processes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from ipaddress import ip_address, ip_network

from peewee import OperationalError
from zxcvbn import zxcvbn

from documents import slots
from faults import why_unavailable
from models import PasswordLink, Staff
from protocol import addresses
from records import clock
from records.errors import RecordError, TooManyRequestsError
from records.register import hashing, tallies, throttle
from records.transaction import transaction

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
WEAKEST_SCORE = 3  # of zxcvbn's 0 to 4

# Verified when the address is unknown, so that timing does not reveal whether an account exists.
_DUMMY_HASH = hashing.hash_password("a hash to check against when the address is unknown, so that both take as long")

SIGN_IN_FAILED = "The email address or password is wrong. Check both and try again."
TOO_MANY = "Too many wrong passwords. Wait 5 minutes and try again."
TOO_MANY_HERE = "Too many wrong passwords from this network. Wait 5 minutes and try again."
# The limit that Cyber Essentials asks for under password-based authentication.
GUESSES = throttle.Limit("sign in", 10, timedelta(minutes=5), TOO_MANY)
# Of somebody whose browser signed in to the account before: nobody else's guesses count here.
GUESSES_OF_A_KNOWN_BROWSER = throttle.Limit("sign in from a known browser", 10, timedelta(minutes=5), TOO_MANY)
# At all addresses together, from one place. An office's first morning fits: only wrong guesses are left counted.
GUESSES_FROM_A_PLACE = throttle.Limit("sign in from a place", 30, timedelta(minutes=5), TOO_MANY_HERE)

Guess = tuple[int, throttle.Limit, str]  # the attempt's id, what it was counted against, and for whom


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


def sign_in(*, email: str, password: str, place: str = "", known_as: Mapping[int, str] | None = None) -> Staff:
    """Check address and password; returns the member of staff.

    Raises SignInError if wrong, TooManyRequestsError if they were guessed too often or too many people sign in at once.
    place: the client's IP address. known_as: id of a member of staff → this browser's name for that account
    (name_of_browser), for those who signed in from it before.
    """
    try:
        with hashing.a_place():
            return _sign_in(email, password, place, known_as or {})
    except slots.BusyError:
        raise TooManyRequestsError("too many passwords are being hashed", hashing.BUSY, hashing.BUSY_SECONDS) from None


def _sign_in(email: str, password: str, place: str, known_as: Mapping[int, str]) -> Staff:
    staff = find_active_staff(email)
    browser = name_of_browser(staff, known_as) if staff else ""
    guesses = _count_guess(email, place, browser)
    known = staff.password_hash if staff and staff.password_hash else _DUMMY_HASH
    is_right, made_anew = hashing.check(known, password[:LONGEST_PASSWORD])
    if not is_right or staff is None:
        tallies.count(tallies.WRONG_PASSWORDS)
        raise SignInError("wrong password", SIGN_IN_FAILED)
    # Each write waits for a database that is busy: nobody who signs in waits twice.
    if unstored := _unstored(guesses):
        _discard(unstored)
        return staff
    keep_in_order(partial(_discard, guesses))
    if made_anew:
        same = (Staff.id == staff.id) & (Staff.password_hash == known)
        keep_in_order(lambda: Staff.update(password_hash=made_anew).where(same).execute())
    return staff


def name_of_browser(staff: Staff, known_as: Mapping[int, str]) -> str:
    """What this browser is called for an account; '' where nobody signed in from it since all sessions of that ended.

    Signing out everywhere, or a new password, is for a browser that was lost too.
    """
    name = known_as.get(staff.id, "")
    return name if name.startswith(f"{staff.sign_in_version}.") else ""


def keep_in_order(write: Callable[[], object]) -> None:
    """Write what signing in does not depend on: people sign in while the disk is full, too."""
    try:
        with transaction():
            write()
    except OperationalError as error:
        if not why_unavailable(error):
            raise


def _count_guess(email: str, place: str, browser: str) -> list[Guess]:
    """Count an attempt. Raises TooManyRequestsError, with nothing counted, if too many."""
    counted: list[Guess] = []
    if browser:
        due = [(GUESSES_OF_A_KNOWN_BROWSER, browser)]
    else:
        due = [(GUESSES, email.strip().lower()), *([(GUESSES_FROM_A_PLACE, _network(place))] if place else [])]
    try:
        for limit, who in due:
            counted.append((throttle.count_attempt(limit, who, is_away=bool(_unstored(counted))), limit, who))
    except TooManyRequestsError:
        _discard(counted)
        raise
    return counted


def _unstored(guesses: list[Guess]) -> list[Guess]:
    """Those that were counted in this process alone, since the database could not be written to."""
    return [guess for guess in guesses if guess[0] == throttle.NOT_STORED]


def _discard(guesses: list[Guess]) -> None:
    for guess in guesses:
        throttle.discard_attempt(*guess)


def _network(place: str) -> str:
    """An IP address as far as one customer of a network has it: the first 64 bits of version 6, all of version 4."""
    try:
        address = ip_address(place)
    except ValueError:
        return place
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else place  # noqa: PLR2004


def find_active_staff(email: str) -> Staff | None:
    """The active member of staff with this address (case and outer spaces ignored), or None."""
    found: Staff | None = Staff.select().where((Staff.email == addresses.written(email)) & Staff.active).first()
    return found
