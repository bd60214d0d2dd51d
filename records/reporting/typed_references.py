"""References of records as people type them to search by: a part of one, with dashes or without."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.codes import SIGNS, squeeze
from forms import KINDS

_LATER = re.compile(r"[\W_]C\d{0,2}$")
_GROUP = 4
_LEAST = 3  # signs of a part without its prefix: fewer would find a great many by chance


def beginnings(typed: str) -> Iterator[str]:
    """What a reference meant by a text can begin with: from its prefix on, or from its first group of signs on."""
    yield typed.upper()
    signs, later = _split(typed)
    for prefix in {form.prefix for form in KINDS.values()}:
        if signs.startswith(prefix) and len(signs) > len(prefix):
            yield _grouped(prefix, signs.removeprefix(prefix), later)
        elif _is_a_part(signs):
            yield _grouped(prefix, signs, later)


def end(typed: str) -> str:
    """What the last group of a reference meant by a text can begin with; '' where it cannot be one."""
    signs, later = _split(typed)
    return f"{signs}{later}" if _is_a_part(signs) and len(signs) <= _GROUP else ""


def _split(typed: str) -> tuple[str, str]:
    """(signs of the reference, what tells a later version from the first: '-C1', or '')."""
    text = typed.upper().strip()
    later = _LATER.search(text)
    return squeeze(text[: later.start()] if later else text), f"-{later[0][1:]}" if later else ""


def _is_a_part(signs: str) -> bool:
    return len(signs) >= _LEAST and set(signs) <= set(SIGNS)


def _grouped(prefix: str, signs: str, later: str) -> str:
    groups = (signs[start : start + _GROUP] for start in range(0, len(signs), _GROUP))
    return f"{'-'.join((prefix, *groups))}{later}"
