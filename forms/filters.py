"""The forms that narrow the list of records, and the list of what was promised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.filter_fields import Filters, as_choices, choice, day, text
from forms.shared.codes import TRANSFER_REASONS
from protocol import STATEMENTS, Statement
from protocol.formatting import upper_first
from protocol.outcomes import Level
from protocol.terms import TermFiller

ANY_STATEMENT = "any"
SHOWN_OF_WORDING = 80  # characters


@dataclass(frozen=True)
class Offered:
    """What a council's lists can be narrowed to: kinds and states, value → text, and the filler of its terms."""

    kinds: Mapping[str, str]
    states: Mapping[str, str]
    fill_terms: TermFiller


class RecordFilters(Filters):
    """What a list of records is narrowed to, and its order."""

    DAYS = ("since", "until")
    ORDER = ("sort",)
    GROUPS = (
        ("What it is", ("kind", "state", "whose", "reason")),
        ("Who and where", ("team", "service", "giving", "taking")),
        ("When", ("since", "until", "due", "waits_for")),
        ("What is unusual", ("departed", "accepted", "refused", "corrected")),
        ("How it is sorted", ("sort",)),
    )

    find = text(
        "Reference, child, worker or team", "Part of a name, number or reference, or the code of a sealed record"
    )
    kind = choice("Kind of record")
    state = choice("Stands at")
    whose = choice("Written by", {"": "Anybody", "mine": "Me"})
    reason = choice("Reason for change", {"": "Any reason", **TRANSFER_REASONS})
    team = text("Team")
    service = choice("Service")
    giving = text("From worker or team")
    taking = text("To worker or team")
    since = day("Transfer on or after")
    until = day("Transfer on or before")
    due = choice("Due", {"": "Any day", "overdue": "Overdue", "soon": "In the next 7 days"})
    waits_for = text("Waits for")
    departed = choice("Departs from")
    accepted = choice("Accepted as not met")
    refused = choice("Refusal", {"": "With or without", "binds": "Still binds", "settled": "Is settled"})
    corrected = choice(
        "Corrects", {"": "Anything or nothing", "register": "What the register says", "earlier": "An earlier record"}
    )
    sort = choice(
        "Order",
        {
            "": "As is usual",
            "saved": "Saved last",
            "first-saved": "Saved longest ago",
            "day": "Latest transfer",
            "first-day": "Earliest transfer",
            "due": "What is due earliest",
        },
    )

    def offer(self, offered: Offered) -> None:
        """Offer what this council's records can be narrowed to, beside 'any'."""
        fill = offered.fill_terms
        self.kind.choices = as_choices({"": "Any kind"} | dict(offered.kinds))
        self.state.choices = as_choices({"": "Anywhere"} | dict(offered.states))
        services = {one: upper_first(fill(f"{{{one}_team}}")) for one in ("cluster", "looked_after")}
        self.service.choices = as_choices({"": "Any service"} | services)
        for field, can_be in ((self.departed, Level.EXPECTED), (self.accepted, Level.REQUIRED)):
            texts = _places([one for one in STATEMENTS if one.level is can_be]) | _one_statement(field.data)
            asked = {value: fill(words) for value, words in texts.items()}
            field.choices = as_choices({"": "Anything or nothing", ANY_STATEMENT: "Anything"} | asked)

    def is_narrowed_by_more(self) -> bool:
        """Whether the list is narrowed by more than the search."""
        return any(one.name != "find" for one in self.in_words())


def _places(statements: list[Statement]) -> dict[str, str]:
    """The sections in which these stand, by what the ids there begin with: '142.3' → '1.4.2, Transfer meeting'."""
    return {one.id.rpartition(".")[0]: one.place for one in statements}


def _one_statement(number: str | None) -> dict[str, str]:
    """The statement that an address names by its id, in words; {} for none."""
    named = next((one for one in STATEMENTS if one.id == number), None)
    if named is None:
        return {}
    wording = named.wording if len(named.wording) <= SHOWN_OF_WORDING else f"{named.wording[:SHOWN_OF_WORDING]}…"
    return {named.id: f"{named.place}: {wording}"}


class PromiseFilters(Filters):
    """What a list of promises is narrowed to."""

    NAMES = ("team", "person", "due")

    team = text("Team")
    person = text("Who is to do it")
    due = choice("Due", {"": "Any day", "overdue": "Overdue", "soon": "In the next 7 days"})
