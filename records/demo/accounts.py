"""The accounts that a newcomer signs in with, and their one password. Never for production."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from protocol.say import upper_first
from protocol.terms import DEFAULT_TERMS, in_words
from records.demo.council import STAFF_BY_KEY

DEMO_PASSWORD = "four-kettles-by-the-weir"  # noqa: S105 - printed on purpose, never for real records

TOUR = (
    ("{social_worker} who hands over and writes the record", "hannah.whitcombe"),
    ("{social_worker} who receives", "tomasz.zielinski"),
    ("{team_leader}, transferring", "priya.raghunathan"),
    ("{team_leader}, receiving", "marcus.bellweather"),
    ("{service_delivery_manager}, cluster teams", "katherine.boswell"),
    ("{service_delivery_manager}, looked after teams", "victor.adeleke"),
    ("{head_of_service}, cluster teams", "eleanor.stanbridge"),
    ("{head_of_service}, looked after teams", "rajesh.chaudhuri"),
    ("business support", "pauline.merriweather"),
    ("auditor", "winifred.osgood"),
)


class DemoAccount(NamedTuple):
    """Somebody to sign in as. `team` is empty for those who belong to none."""

    role: str
    name: str
    email: str
    team: str


def demo_accounts(terms: Mapping[str, str] = DEFAULT_TERMS) -> list[DemoAccount]:
    """Whom to sign in as, in the order in which the tour of case one meets them."""
    return [_account(role, key, terms) for role, key in TOUR]


def _account(role: str, key: str, terms: Mapping[str, str]) -> DemoAccount:
    person = STAFF_BY_KEY[key]
    words = in_words(role, terms)
    return DemoAccount(upper_first(words), person.name, person.email, person.team or "")
