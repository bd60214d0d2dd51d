"""Displayed terms: a council's names for roles, teams and systems, filled into {placeholders}."""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

DEFAULT_TERMS: Mapping[str, str] = MappingProxyType(
    {
        "social_worker": "social worker",
        "social_workers": "social workers",
        "team_leader": "team leader",
        "team_leaders": "team leaders",
        "locality_leader": "locality leader",
        "locality_leaders": "locality leaders",
        "service_delivery_manager": "service delivery manager",
        "service_delivery_managers": "service delivery managers",
        "head_of_service": "Head of Service",
        "heads_of_service": "Heads of Service",
        "case_system": "the case system",
        "cluster_team": "cluster team",
        "looked_after_team": "looked after children team",
        "disability_team": "child health and disability team",
        "leaving_care_team": "leaving care team",
        "supervision_notes": "supervision notes",
    }
)

_PLACEHOLDER = re.compile(r"(?:\b([Aa])n? )?\{([a-z_]+)\}")

# Words that take 'an': those that begin with a vowel letter except 'unit' and the like, those with a silent h such as
# 'hour', and abbreviations that are spelled out and whose first letter's name begins with a vowel, such as 'SDM'.
_TAKES_AN = re.compile(r"(?!(?i:uni|us[aeiu]|eu|one\b))(?i:[aeiou]|heir|hon|hour)|[FHLMNRSX][B-DF-HJ-NP-TV-Z]*\b")


def fill_terms(text: str, terms: Mapping[str, str] = DEFAULT_TERMS) -> str:
    """Replace each known {placeholder} by the council's term; unknown ones stay.

    The article before a placeholder is adapted: 'a {social_worker}' becomes 'an allocated worker'.
    """
    if "{" not in text:
        return text

    def replaced(found: re.Match[str]) -> str:
        article, name = found.groups()
        if name not in terms:
            return found[0]
        term = terms[name]
        return f"{article}{'n' * bool(_TAKES_AN.match(term))} {term}" if article else term

    return _PLACEHOLDER.sub(replaced, text)


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
