"""Random references and check codes, in an alphabet without ambiguous characters."""

from __future__ import annotations

import re
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0/O, 1/I/L, U
_LATER = re.compile(r"[\W_]+C(\d{1,2})\W*$")


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_reference(prefix: str) -> str:
    """A record's reference, such as TMR-7K3M-Q2XD: random, so it reveals neither a count nor anything of the child."""
    return f"{prefix}-{_random(4)}-{_random(4)}"


def later_reference(first: str, number: int) -> str:
    """The reference of the nth later version of a sealed record: TMR-7K3M-Q2XD-C1. first: that of its first version."""
    return f"{first}-C{number}"


def normalise_reference(typed: str) -> str:
    """Normalise a typed reference to its form in records; spaces, dashes and case are ignored.

    Only the dash (or space) before what tells a later version from the first is needed.
    """
    later = _LATER.search(typed.upper())
    first = typed[: later.start()] if later else typed
    letters = "".join(letter for letter in first.upper() if letter.isalnum())[:40]
    return "-".join(filter(None, (letters[:-8], letters[-8:-4], letters[-4:], f"C{int(later[1])}" if later else "")))


def new_check_code() -> str:
    """The check code printed in a sealed document, such as 7K3M-Q2XD-H4PW (about 59 random bits)."""
    return "-".join(_random(4) for _ in range(3))


def normalise_code(typed: str) -> str:
    """Normalise a typed check code to its printed form; spaces, dashes and case are ignored."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())[:40]
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))
