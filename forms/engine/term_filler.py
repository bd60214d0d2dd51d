"""Fill a council's displayed terms into the texts of forms."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from protocol.formatting import upper_first
from protocol.terms import DEFAULT_TERMS, fill_terms


class TermFiller:
    """Callable that fills one council's terms into `{placeholders}`. Usable as a cache key: see `term_filler`."""

    def __init__(self, terms: Mapping[str, str]) -> None:
        self.terms = dict(terms)

    def __call__(self, text: str) -> str:
        """The text with terms filled in. For the project's own texts only, never for typed text."""
        return fill_terms(text, self.terms)


def term_filler(terms: Mapping[str, str] | None = None) -> TermFiller:
    """The filler for these terms over the defaults; the same object for equal terms."""
    return _cached_filler(tuple({**DEFAULT_TERMS, **(terms or {})}.items()))


@lru_cache(maxsize=8)
def _cached_filler(items: tuple[tuple[str, str], ...]) -> TermFiller:
    return TermFiller(dict(items))


def as_subject(thing: str) -> str:
    """A noun phrase as the start of a message: 'the date of transfer' → 'Date of transfer'."""
    return upper_first(thing.removeprefix("the "))
