"""Displayed terms that differ from every default and begin with a vowel, to find hard-coded terms and articles."""

from __future__ import annotations

import re
from collections.abc import Iterable

from protocol.terms import DEFAULT_TERMS

OTHER_WORDS = {
    "social_worker": "aquanaut",
    "social_workers": "aquanauts",
    "team_leader": "emu keeper",
    "team_leaders": "emu keepers",
    "locality_leader": "igloo warden",
    "locality_leaders": "igloo wardens",
    "service_delivery_manager": "oboe tuner",
    "service_delivery_managers": "oboe tuners",
    "head_of_service": "Umpire of Otters",
    "heads_of_service": "Umpires of Otters",
    "case_system": "the abacus",
    "cluster_team": "orchard crew",
    "looked_after_team": "ivy crew",
    "disability_team": "elm crew",
    "leaving_care_team": "oak crew",
    "supervision_notes": "inkblots",
}
# The default terms and their short forms. 'Looked after' is a term only for teams and services.
DEFAULTS = re.compile(
    r"\b("
    + "|".join(term.removeprefix("the ") for term in DEFAULT_TERMS.values())
    + r"|clusters?|looked after (teams?|services?|children teams?)|disability teams?)\b",
    re.IGNORECASE,
)
WRONG_ARTICLE = re.compile(rf"\ba ({'|'.join(OTHER_WORDS.values())})\b", re.IGNORECASE)
PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


def find_wrong_terms(texts: Iterable[str]) -> set[str]:
    """Excerpts of texts displayed with OTHER_WORDS that contain a default term, a wrong article or a placeholder."""
    wrong = (DEFAULTS, WRONG_ARTICLE, PLACEHOLDER)
    found = (found for text in texts for slip in wrong for found in slip.finditer(text))
    return {f"…{one.string[max(0, one.start() - 40) : one.end() + 20]}…" for one in found}
