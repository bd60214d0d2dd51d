"""The short code by which a printed record is checked: chosen before the record is rendered, and printed on it."""

from __future__ import annotations

import re
import secrets

# Letters and digits that are hard to take for one another on paper or by telephone, and that spell no words.
ALPHABET = "346789CDFGHJKMNPQRTVWXY"
LENGTH = 12
GROUP = 4


def new_code() -> str:
    """A random code of 12 characters (54 bits), without dashes."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """A code as people read it: 'XXXX-XXXX-XXXX'."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def as_typed(text: str) -> str | None:
    """The code in what somebody typed, whatever its case, dashes and spaces; None where it cannot be a code."""
    code = re.sub(r"[\s\-\u2010-\u2015]+", "", text[:100]).upper()
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
