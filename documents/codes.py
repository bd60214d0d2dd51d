"""The code printed on a sealed record: signs of which none looks like another, the last of them a check sign.

The signs, numbered 0 to 18, are weighted 16, 15, … 1, and the sum is divisible by 19, as in ISBN-10 by 11. 19 is a
prime and no two weights are the same, so every single wrong sign and every swap of two signs is caught
(docs/decisions/0031). Codes of before have 12 signs of another alphabet and no check sign; they stay valid, and are
looked up.
"""

from __future__ import annotations

import secrets

SIGNS = "34679CDFHJKMNPRTWXY"  # none of 0 O Q, 1 I L, 2 Z, 5 S, 8 B, 6 G, U V; no vowel, so that no code is a word
LENGTH = 16

OLDER_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
OLDER_LENGTH = 12

MOST = 40  # signs of what is typed that are read


def new_code() -> str:
    """A code such as 7K3M-4XDT-H9CR-PWNP: 15 random signs (64 bits) and the check sign."""
    drawn = "".join(secrets.choice(SIGNS) for _ in range(LENGTH - 1))
    return normalise(drawn + SIGNS[-_weighed(drawn) % len(SIGNS)])


def normalise(typed: str) -> str:
    """A typed code as it is printed, in groups of four; spaces, dashes and case are ignored."""
    signs = squeeze(typed)
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))


def squeeze(typed: str) -> str:
    """The letters and figures of what was typed, as capitals."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())[:MOST]


def is_mistyped(typed: str) -> bool:
    """Whether no code that was ever printed reads like this, so that there is nothing to look up."""
    signs = squeeze(typed)
    if len(signs) == OLDER_LENGTH:
        return not set(signs) <= set(OLDER_SIGNS)
    return len(signs) != LENGTH or not set(signs) <= set(SIGNS) or _weighed(signs) % len(SIGNS) != 0


def looks_like_one(typed: str) -> bool:
    """Whether somebody who typed this among other things to search by meant a code: 16 signs, a figure among them."""
    signs = squeeze(typed)
    return len(signs) == LENGTH and any(sign.isdigit() for sign in signs)


def _weighed(signs: str) -> int:
    """The weighted sum; the check sign has the weight 1."""
    return sum(SIGNS.index(sign) * weight for sign, weight in zip(signs, range(LENGTH, 0, -1), strict=False))
