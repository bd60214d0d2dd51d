"""How the words of the forms become a council's own: placeholders for what councils name differently, and messages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from protocol.formatting import upper_first
from protocol.terms import DEFAULT_TERMS, fill_terms


class Words:
    """One council's words: call it with a text to have every known `{placeholder}` replaced."""

    def __init__(self, terms: Mapping[str, str]) -> None:
        self.terms = dict(terms)

    def __call__(self, text: str) -> str:
        """The text in the council's words. Only for the project's own texts: what a person typed stays as it is."""
        return fill_terms(text, self.terms)


def words_for(terms: Mapping[str, str] | None = None) -> Words:
    """The words of a council, the same object each time for the same terms. None: the default terms."""
    return _kept_words(tuple({**DEFAULT_TERMS, **(terms or {})}.items()))


@lru_cache(maxsize=8)
def _kept_words(items: tuple[tuple[str, str], ...]) -> Words:
    return Words(dict(items))


def as_subject(thing: str) -> str:
    """A message's noun at the beginning of a sentence: 'the date of transfer' → 'Date of transfer'."""
    return upper_first(thing.removeprefix("the "))
