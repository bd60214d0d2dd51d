"""Random references of records, in the alphabet of the codes on sealed records, in which no sign looks like another."""

from __future__ import annotations

import re
import secrets

from documents.codes import SIGNS, squeeze

LONGEST = 100  # signs of what is typed that are read
_LATER = re.compile(r"[\W_]+C(\d{1,2})\W*$")


def new_reference(prefix: str) -> str:
    """A record's reference, such as TMR-7K3M-4XDT: random, so it reveals neither a count nor anything of the child."""
    return f"{prefix}-{_random(4)}-{_random(4)}"


def later_reference(first: str, number: int) -> str:
    """The reference of the nth later version of a sealed record: TMR-7K3M-Q2XD-C1. first: that of its first version."""
    return f"{first}-C{number}"


def first_reference(reference: str) -> str:
    """The reference of the first version of a record, from that of any."""
    later = _LATER.search(reference)
    return reference[: later.start()] if later else reference


def normalise_reference(typed: str) -> str:
    """Normalise a typed reference to its form in records; spaces, dashes and case are ignored.

    Only the dash (or space) before what tells a later version from the first is needed.
    """
    typed = typed[:LONGEST]
    later = _LATER.search(typed.upper())
    letters = squeeze(typed[: later.start()] if later else typed)
    return "-".join(filter(None, (letters[:-8], letters[-8:-4], letters[-4:], f"C{int(later[1])}" if later else "")))


def _random(length: int) -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(length))
