"""A council that calls everything something else, each with a vowel first: what is left of the defaults shows."""

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
    "supervision_notes": "inkblots",
}
# The defaults, and what is short for them. A child is looked after whatever a council says; a team is not.
DEFAULTS = re.compile(
    r"\b("
    + "|".join(term.removeprefix("the ") for term in DEFAULT_TERMS.values())
    + r"|clusters?|looked after (teams?|services?|children teams?)|disability teams?)\b",
    re.IGNORECASE,
)
WRONG_ARTICLE = re.compile(rf"\ba ({'|'.join(OTHER_WORDS.values())})\b", re.IGNORECASE)
PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


def slips(texts: Iterable[str]) -> set[str]:
    """What these texts, in the other words, say wrongly: a default, an article that does not fit, a placeholder."""
    wrong = (DEFAULTS, WRONG_ARTICLE, PLACEHOLDER)
    found = (found for text in texts for slip in wrong for found in slip.finditer(text))
    return {f"…{one.string[max(0, one.start() - 40) : one.end() + 20]}…" for one in found}
