"""The accounts that a newcomer signs in with, and their one password. Never for production."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from protocol.formatting import upper_first
from protocol.terms import DEFAULT_TERMS, fill_terms
from records.demo.teams_and_staff import STAFF_BY_KEY

DEMO_PASSWORD = "four-kettles-by-the-weir"  # noqa: S105 - printed on purpose, never for real records

TOUR = (
    (
        "{social_worker} who hands over and writes the record",
        "hannah.whitcombe",
        "Maya's transfer, which lacks one answer; a part to confirm in Siyu's",
    ),
    ("{social_worker} who receives", "tomasz.zielinski", "a part to confirm in Jean-Luc's transfer"),
    ("{team_leader}, transferring", "priya.raghunathan", "Kayleigh's emergency, overdue; what was promised to Anaïs"),
    ("{team_leader}, receiving", "marcus.bellweather", "Rhiannon's transfer to audit and decide"),
    (
        "{locality_leader}, Northgate",
        "denise.holroyd",
        "what Theo's transfer does not meet, to be accepted; Imogen's transfer, which she refused",
    ),
    (
        "{social_worker} whose record was refused",
        "liam.brannigan",
        "Imogen's transfer, refused; a draft of the same, which that refusal binds",
    ),
    ("{service_delivery_manager}, cluster teams", "katherine.boswell", "an exception for Minh Anh"),
    ("{service_delivery_manager}, looked after teams", "victor.adeleke", "the same exception, from the other side"),
    ("{head_of_service}, cluster teams", "eleanor.stanbridge", "an exception for Lottie, before her adoption"),
    ("{head_of_service}, looked after teams", "rajesh.chaudhuri", "the same exception, from the other side"),
    ("business support", "pauline.merriweather", "sealed records to print and file"),
    ("auditor", "winifred.osgood", "the worker, its mail and the seal, under 'Operations'"),
)


class DemoAccount(NamedTuple):
    """Somebody to sign in as, and what they find there. `team` is empty for those who belong to none."""

    role: str
    name: str
    email: str
    team: str
    finds: str


def demo_accounts(terms: Mapping[str, str] = DEFAULT_TERMS) -> list[DemoAccount]:
    """Whom to sign in as, in the order in which the tour of case one meets them."""
    return [_account(role, key, finds, terms) for role, key, finds in TOUR]


def _account(role: str, key: str, finds: str, terms: Mapping[str, str]) -> DemoAccount:
    person = STAFF_BY_KEY[key]
    words = fill_terms(role, terms)
    return DemoAccount(upper_first(words), person.name, person.email, person.team or "", finds)
