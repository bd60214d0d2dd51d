"""Password hashes: argon2id with parameters that a rush of sign-ins can bear, and so many at once at the most.

The parameters are a choice of OWASP's Password Storage Cheat Sheet (19 MiB, two passes, one lane; each of its choices
is equally strong); docs/decisions/0036 says what was weighed. A hash that was made with others is made anew at the next
sign-in.
"""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from documents import slots

AT_ONCE = 1  # hashes in a process: each takes a whole core, and there is a process for each core
WAITING = 2  # more of them wait, and the next is told to try again: other pages need the process's threads

BUSY_SECONDS = 5  # after which whoever was told so tries again
BUSY = "Many people are signing in just now. Wait a few seconds, enter your password again and sign in."

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_working = threading.BoundedSemaphore(AT_ONCE)
_places = threading.BoundedSemaphore(AT_ONCE + WAITING)


def a_place() -> AbstractContextManager[None]:
    """A place among those whose password is hashed, or who wait for that.

    Raises documents.slots.BusyError when there is none.
    """
    return slots.held(_places)


def hash_password(password: str) -> str:
    """The hash of a password."""
    with _working:
        return _hasher.hash(password)


def check(password_hash: str, password: str) -> tuple[bool, str]:
    """(whether it is the right one, its hash made anew where that is due, else '')."""
    with _working:
        try:
            _hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False, ""
        return True, _hasher.hash(password) if _hasher.check_needs_rehash(password_hash) else ""
