"""Random references of records, in the alphabet of the codes on sealed records, in which no sign looks like another."""

from __future__ import annotations

import secrets

from documents.codes import SIGNS, squeeze


def new_reference(prefix: str) -> str:
    """A record's reference, such as TMR-7K3M-4XDT: random, so it reveals neither a count nor anything of the child."""
    return f"{prefix}-{_random(4)}-{_random(4)}"


def normalise_reference(typed: str) -> str:
    """Normalise a typed reference to its form in records; spaces, dashes and case are ignored."""
    letters = squeeze(typed)
    return "-".join(filter(None, (letters[:-8], letters[-8:-4], letters[-4:])))


def _random(length: int) -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(length))
