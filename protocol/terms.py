"""Displayed terms: what a council calls its people, teams and systems."""

import re
from collections.abc import Mapping
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
        "supervision_notes": "supervision notes",
    }
)

_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


def in_words(text: str, terms: Mapping[str, str] = DEFAULT_TERMS) -> str:
    """`text` with each known {placeholder} replaced by the council's term; all else is left as it is."""
    if "{" not in text:
        return text
    return _PLACEHOLDER.sub(lambda found: terms.get(found[0][1:-1], found[0]), text)
