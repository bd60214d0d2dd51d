"""How the words of the forms become a council's own: placeholders for what councils name differently, and messages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from protocol.terms import DEFAULT_TERMS, in_words

if TYPE_CHECKING:
    from forms.engine.skeletons import Skeleton


class Words:
    """One council's words: call it with a text to have every known `{placeholder}` replaced.

    The skeletons of questions rendered in these words are kept with it, because both change together.
    """

    def __init__(self, terms: Mapping[str, str]) -> None:
        self.terms = dict(terms)
        self.skeletons: dict[object, Skeleton] = {}

    def __call__(self, text: str) -> str:
        """The text in the council's words. Only for the project's own texts: what a person typed stays as it is."""
        return in_words(text, self.terms)


def words_for(terms: Mapping[str, str] | None = None) -> Words:
    """The words of a council, the same object each time for the same terms. None: the default terms."""
    return _kept_words(tuple({**DEFAULT_TERMS, **(terms or {})}.items()))


@lru_cache(maxsize=8)
def _kept_words(items: tuple[tuple[str, str], ...]) -> Words:
    return Words(dict(items))


def upper_first(text: str) -> str:
    """'date of transfer' → 'Date of transfer'. Leaves the rest alone: names keep their capitals."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """'Enter a date' → 'enter a date', for a message that follows a row's name."""
    return text[:1].lower() + text[1:]


def as_subject(thing: str) -> str:
    """A message's noun at the beginning of a sentence: 'the date of transfer' → 'Date of transfer'."""
    return upper_first(thing.removeprefix("the "))


def in_list(parts: list[str]) -> str:
    """'day', 'month' → 'day and month'."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
